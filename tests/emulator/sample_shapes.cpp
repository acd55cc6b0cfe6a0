#include "sample_shapes.hpp"

#include "desk.hpp"
#include "shape.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>

namespace emulator_tests {

namespace files = std::filesystem;

namespace {

json content_of(const files::path& path)
{
    INFO(path);
    std::ifstream in(path);
    REQUIRE(in);
    return json::parse(in);
}

/// Why a field of a sample is not here.
struct exception {
    const char* file;    ///< the beginning of its path; "" for any
    const char* ending;  ///< of the field's path; "/" or "*" at the end: and everything behind it
    const char* reason;
};

const exception exceptions[] = {
    {"", "/enterprise", "only in Enterprise Grid; null otherwise"},
    {"", "/enterprise_id", "only in Enterprise Grid"},
    {"", "/enterprise_name", "only in Enterprise Grid"},
    {"", "/authed_users", "replaced by authorizations"},
    {"", "/function_data", "of the workflow platform, which an app with a bot token does not meet"},
    {"", "/bot_access_token", "the same"},
    {"", "/interactivity", "the same"},
    {"events/message.3.json", "/text", "a body made up for a test of quoting"},
    {"interactive/block_actions.button.message.json", "/message/", "a template: every field of any message, blank"},
    {"interactive/message_action.3.json", "/attachments/*/", "the preview of a shared message; here it is a link's"},
    {"interactive/view_closed.modal.3.json", "/trigger_id", "in one of four samples; not in the documentation"},
    {"web-api/responses/chat.postMessage.json", "/message/subtype", "an app of old, which posts as bot_message"},
    {"web-api/responses/chat.postMessage.json", "/message/username", "the same"},
    {"web-api/responses/conversations.replies.json", "/last_read", "for readers who follow the thread"},
    {"web-api/responses/conversations.replies.json", "/unread_count", "the same"},
    {"web-api/responses/conversations.", "/channel/last_read", "what a person has read; apps have read nothing"},
    {"web-api/responses/conversations.", "/channel/latest", "the same"},
    {"web-api/responses/conversations.", "/channel/unread_count", "the same"},
    {"web-api/responses/conversations.", "/channel/unread_count_display", "the same"},
    {"web-api/responses/conversations.info.json", "/previous_names/*", "nothing was renamed"},
    {"web-api/responses/conversations.info.json", "/properties/tabs/*", "there are no tabs"},
    {"web-api/responses/conversations.list.json", "/is_open", "of a group direct message"},
    {"web-api/responses/conversations.list.json", "/priority", "the same"},
    {"web-api/responses/users.conversations.json", "/is_open", "the same"},
    {"web-api/responses/users.conversations.json", "/priority", "the same"},
    {"web-api/responses/conversations.history.json", "/attachments/*/", "previews of links; here an app's own"},
    {"web-api/responses/files.info.json", "/reply_users/*", "nobody replied"},
    {"web-api/responses/users.", "/has_2fa", "told to admins with a user token only"},
    {"web-api/responses/users.", "/image_original", "of those who uploaded a picture"},
    {"web-api/responses/users.", "/image_1024", "the same"},
    {"web-api/responses/files.info.json", "/thread_ts", "the sample was shared in a thread"},
    {"web-api/responses/files.info.json", "/latest_reply", "the same"},
    {"web-api/responses/files.info.json", "/alt_txt", "of files that have one"},
    {"web-api/responses/files.info.json", "/file/thumb_*", "the sample is an image"},
    {"web-api/responses/files.info.json", "/file/original_*", "the same"},
    {"web-api/responses/files.info.json", "/deanimate_gif", "the same"},
    {"web-api/responses/files.info.json", "/image_exif_rotation", "the same"},
    {"web-api/responses/files.info.json", "/pjpeg", "the same"},
};

bool is_excepted(const std::string& file, const std::string& path)
{
    return std::any_of(std::begin(exceptions), std::end(exceptions), [&](const exception& each) {
        std::string ending(each.ending);
        const bool within = ending.back() == '/' || ending.back() == '*';
        if (ending.ends_with("_*"))
            ending.pop_back();
        const bool is_it = within ? path.find(ending) != std::string::npos : path.ends_with(ending);
        return file.starts_with(each.file) && is_it;
    });
}

}  // namespace

files::path samples()
{
    const char* named = std::getenv("DOCKET_SLACK_SAMPLES");
    const files::path beside = files::path(DOCKET_SOURCE_DIR) / ".." / "shared" / "slack" / "samples";
    const auto folder = named != nullptr ? files::path(named) : beside;
    return files::is_directory(folder) ? folder : files::path{};
}

bool no_samples()
{
    if (!samples().empty())
        return false;
    WARN("Slack's samples are not here: nothing to compare with");
    return true;
}

std::vector<std::pair<std::string, json>> samples_of(const std::string& folder, const std::string& name)
{
    std::vector<std::pair<std::string, json>> found;
    for (int number = 1; number < 20; ++number) {
        const auto file = name + (number == 1 ? "" : "." + std::to_string(number)) + ".json";
        if (files::exists(samples() / folder / file))
            found.emplace_back(folder + "/" + file, content_of(samples() / folder / file));
    }
    INFO(folder << "/" << name);
    REQUIRE_FALSE(found.empty());
    return found;
}

void has_all_of(const std::string& file, const json& sample, const json& ours)
{
    INFO(file << "\nours: " << ours.dump(1));
    std::string lacks;
    for (const auto& path : missing(sample, ours))
        if (!is_excepted(file, path))
            lacks += path + "\n";
    CHECK(lacks == "");
}

json some_blocks()
{
    return parsed(R"([
        {"type": "section", "text": {"type": "mrkdwn", "text": "*#12* Laptop"}, "accessory":
            {"type": "button", "action_id": "more", "text": {"type": "plain_text", "text": "More"}, "value": "12"}},
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "*Owner*"}]},
        {"type": "divider"},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "since nine"}]},
        {"type": "actions", "block_id": "buttons", "elements": [
            {"type": "button", "action_id": "claim", "text": {"type": "plain_text", "text": "Claim"}, "value": "12",
             "style": "danger", "confirm": {"title": {"type": "plain_text", "text": "Claim"},
             "text": {"type": "plain_text", "text": "Sure?"}, "confirm": {"type": "plain_text", "text": "Yes"},
             "deny": {"type": "plain_text", "text": "No"}}},
            {"type": "static_select", "action_id": "priority", "placeholder": {"type": "plain_text", "text": "Priority"},
             "options": [{"text": {"type": "plain_text", "text": "High"}, "value": "high"}],
             "initial_option": {"text": {"type": "plain_text", "text": "High"}, "value": "high"}},
            {"type": "external_select", "action_id": "agent"}
        ]}
    ])");
}

json some_view(const std::string& type)
{
    auto view = parsed(R"({
        "callback_id": "form", "private_metadata": "12", "external_id": "",
        "blocks": [
            {"type": "input", "block_id": "summary", "label": {"type": "plain_text", "text": "Summary"}, "hint":
                {"type": "plain_text", "text": "In a few words"}, "element":
                {"type": "plain_text_input", "action_id": "text", "multiline": true, "dispatch_action_config":
                {"trigger_actions_on": ["on_enter_pressed"]}}},
            {"type": "input", "block_id": "owner", "optional": true, "label": {"type": "plain_text", "text": "Owner"},
                "element": {"type": "external_select", "action_id": "pick"}},
            {"type": "input", "block_id": "where", "optional": true, "label": {"type": "plain_text", "text": "Where"},
                "element": {"type": "conversations_select", "action_id": "where", "response_url_enabled": true}}
        ]
    })");
    view["external_id"] = type + "-1";
    view["type"] = type;
    for (const auto& each : some_blocks())
        view["blocks"].push_back(each);
    if (type == "home")
        return view;
    view["title"] = view["submit"] = view["close"] = parsed(R"({"type": "plain_text", "text": "Ticket"})");
    view["notify_on_close"] = true;
    return view;
}

}  // namespace emulator_tests
