#include "slack/emulator/api_call.hpp"
#include "slack/emulator/changes.hpp"
#include "slack/emulator/content.hpp"
#include "slack/emulator/files.hpp"
#include "slack/emulator/members.hpp"

#include <fmt/format.h>
#include <sstream>

namespace docket::slack::emulator {

namespace {

constexpr std::size_t alt_text_allowed = 1'000;
constexpr std::size_t channels_allowed = 100;

json get_upload_url(api_call& call)
{
    auto& where = call.where;
    const auto length = call.args.number("length");
    if (!call.args.has("filename") || !length || *length < 1)
        return refused("missing_argument");
    if (call.args.text("alt_txt").size() > alt_text_allowed)
        return refused("alt_txt_too_large");
    auto& made = add_file(where, call.args.text("filename"), "", where.app.bot_user, "", call.now);
    made.announced_length = *length;
    made.uploaded = made.completed = false;
    made.object["size"] = *length;
    auto answer = done();
    answer["file_id"] = made.object["id"];
    answer["upload_url"] = fmt::format("{}/upload/v1/{}", where.base_url, made.object["id"].get<std::string>());
    return answer;
}

/// The channels to share in; may be none, then the files stay private.
or_refusal<std::vector<channel*>> share_targets(api_call& call)
{
    std::vector<std::string> ids;
    if (call.args.has("channel_id"))
        ids.push_back(call.args.text("channel_id"));
    std::istringstream listed(call.args.text("channels"));
    for (std::string id; std::getline(listed, id, ',');)
        ids.push_back(id);
    if (ids.size() > channels_allowed)
        return tl::unexpected(refused("channels_limit_exceeded"));
    std::vector<channel*> targets;
    for (const auto& id : ids) {
        auto in = known_channel(call, id);  // a person's id is none: open the direct message first
        if (!in)
            return tl::unexpected(std::move(in.error()));
        if (!call.where.bot_is_in(**in))
            return tl::unexpected(refused("not_in_channel"));
        if ((*in)->archived)
            return tl::unexpected(refused("posting_to_channel_denied"));
        targets.push_back(*in);
    }
    return targets;
}

or_refusal<std::vector<std::string>> uploaded_files(api_call& call)
{
    const auto listed = call.args.nested("files");
    if (!listed.is_array() || listed.empty())
        return tl::unexpected(refused("invalid_arguments", {"[ERROR] missing required field: files"}));
    std::vector<std::string> ids;
    for (const auto& each : listed) {
        const auto id = text_at(each, "id");
        const auto found = call.where.files.find(id);
        if (found == call.where.files.end() || !found->second.uploaded || found->second.completed)
            return tl::unexpected(refused("file_not_found"));
        ids.push_back(id);
    }
    for (const auto& each : listed)
        if (!text_at(each, "title").empty())
            call.where.files.at(each.at("id").get<std::string>()).object["title"] = each.at("title");
    return ids;
}

json complete_upload(api_call& call)
{
    auto& where = call.where;
    const auto targets = share_targets(call);
    if (!targets)
        return targets.error();
    std::string words = call.args.text("initial_comment");
    json blocks = nullptr;
    if (call.args.has("blocks")) {
        auto said = read_content(where, call.args, 0);
        if (!said)
            return std::move(said.error());
        blocks = std::move(said->blocks);
    }
    const auto ids = uploaded_files(call);
    if (!ids)
        return ids.error();
    auto answer = done();
    answer["files"] = json::array();
    json files = json::array();
    for (const auto& id : *ids) {
        auto& file = where.files.at(id);
        file.completed = true;
        answer["files"].push_back(file.object);  // not shared yet: Slack looks at the file first
        files.push_back(file.object);
    }
    for (auto* in : *targets) {
        message draft;
        draft.subtype = "file_share";
        draft.user = where.app.bot_user;
        draft.bot_id = where.app.bot_id;
        draft.app_id = where.app.app_id;
        draft.text = words;
        draft.blocks = blocks;
        draft.files = files;
        draft.thread_ts = call.args.text("thread_ts");
        draft.extra["upload"] = true;
        draft.extra["display_as_bot"] = false;
        const auto& posted = changes::post(where, *in, std::move(draft), call.now);
        note_share(where, *ids, *in, posted);
    }
    return answer;
}

json file_info(api_call& call)
{
    const auto found = call.where.files.find(call.args.text("file"));
    if (found == call.where.files.end() || !found->second.uploaded)
        return refused("file_not_found");
    auto answer = done();
    answer["file"] = found->second.object;
    answer["comments"] = json::array();
    put_cursor(answer, "");
    return answer;
}

}  // namespace

std::vector<method_entry> file_methods()
{
    return {
        {"files.getUploadURLExternal", false, {"files:write"}, get_upload_url},
        {"files.completeUploadExternal", true, {"files:write"}, complete_upload},
        {"files.info", false, {"files:read"}, file_info},
    };
}

}  // namespace docket::slack::emulator
