#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "tests/slack/sample_files.hpp"

// Whatever Slack sends, and whatever is left of it when it is damaged, is decoded or refused, never worse.

using namespace docket::tests;
using namespace docket::slack;
using nlohmann::json;

namespace {

/// The alternative by the name that Slack gives the kind; unused kinds have none.
const std::map<std::string, std::size_t> events = {
    {"message", event(message{}).index()},
    {"message.message_changed", event(message_changed{}).index()},
    {"message.message_deleted", event(message_deleted{}).index()},
    {"app_mention", event(app_mention{}).index()},
    {"reaction_added", event(reaction_added{}).index()},
    {"reaction_removed", event(reaction_removed{}).index()},
    {"app_home_opened", event(app_home_opened{}).index()},
    {"member_joined_channel", event(member_joined_channel{}).index()},
    {"member_left_channel", event(member_left_channel{}).index()},
    {"channel_archive", event(channel_gone{}).index()},
    {"channel_deleted", event(channel_gone{}).index()},
    {"channel_left", event(channel_gone{}).index()},
    {"group_archive", event(channel_gone{}).index()},
    {"group_deleted", event(channel_gone{}).index()},
    {"group_left", event(channel_gone{}).index()},
    {"channel_unarchive", event(channel_back{}).index()},
    {"group_unarchive", event(channel_back{}).index()},
    {"channel_rename", event(channel_renamed{}).index()},
    {"group_rename", event(channel_renamed{}).index()},
    {"channel_id_changed", event(channel_id_changed{}).index()},
    {"user_change", event(user_change{}).index()},
    {"team_join", event(team_join{}).index()},
    {"subteam_members_changed", event(subteam_members_changed{}).index()},
    {"subteam_updated", event(subteam_updated{}).index()},
    {"app_uninstalled", event(app_uninstalled{}).index()},
    {"tokens_revoked", event(tokens_revoked{}).index()},
};

const std::map<std::string, std::size_t> interactions = {
    {"block_actions", inbound(block_actions{}).index()}, {"view_submission", inbound(view_submission{}).index()},
    {"view_closed", inbound(view_closed{}).index()},     {"message_action", inbound(message_shortcut{}).index()},
    {"shortcut", inbound(global_shortcut{}).index()},    {"block_suggestion", inbound(block_suggestion{}).index()},
};

std::size_t expected(const std::map<std::string, std::size_t>& kinds, const std::string& kind, std::size_t otherwise)
{
    const auto known = kinds.find(kind);
    return known == kinds.end() ? otherwise : known->second;
}

/// Templates have every text blanked: puts something where something always is.
void fill(json& blanked)
{
    if (blanked.is_string() && blanked.get<std::string>().empty())
        blanked = "X";
    if (blanked.is_structured())
        for (auto& each : blanked)
            fill(each);
}

void check_event(json body)
{
    if (!body.contains("event"))
        return;
    const auto type = body["event"].value("type", "");
    const auto subtype = body["event"].value("subtype", "");
    if (type == "app_rate_limited") {  // its template has an envelope that the event itself never has
        decoded<app_rate_limited>(json_body, body["event"].dump());
        return;
    }
    if (type == "message" && body["event"].size() == 1)
        return;  // one sample is an envelope round a bare type, which identifies no message
    body["type"] = "event_callback";
    if (subtype.empty())
        body["event"].erase("subtype");
    const bool own_kind = events.contains(type + "." + subtype);
    fill(body);
    const auto e = decoded<event_callback>(json_body, body.dump());
    CAPTURE(type, subtype);
    CHECK(e.what.index() == expected(events, own_kind ? type + "." + subtype : type, event(unused_event{}).index()));
    CHECK(e.team.empty() != body.contains("team_id"));
    CHECK(e.event_id.empty() != body.contains("event_id"));
}

void check_interaction(json payload)
{
    fill(payload);
    const auto type = payload["type"].get<std::string>();
    const auto what = decode(form_body, as_form(payload.dump()));
    REQUIRE(what);
    CAPTURE(type);
    CHECK(what->index() == expected(interactions, type, inbound(unused_request{}).index()));
}

/// Decodes what is left of a body after every possible cut, and with each of its bytes damaged.
/// @return how many of them were still understood
int damaged(const char* content_type, const std::string& body)
{
    constexpr std::string_view damage("\0\"\\{]:,\xFF%&0", 11);
    int understood = 0;
    for (std::size_t i = 0; i < body.size(); ++i) {
        understood += decode(content_type, std::string_view(body).substr(0, i)) ? 1 : 0;
        auto changed = body;
        changed[i] = damage[i % damage.size()];
        understood += decode(content_type, changed) ? 1 : 0;
    }
    return understood;
}

}  // namespace

TEST_CASE("every event body of Slack's samples is decoded to its kind")
{
    const auto folder = slacks_samples();
    if (folder.empty()) {
        WARN("Slack's samples are not here: only our own were looked at");
        return;
    }
    int seen = 0;
    for (const char* part : {"events", "events-fields"})
        for (const auto& path : files_of(folder / part, ".json")) {
            INFO(path);
            const auto text = content(path);
            REQUIRE(decode(json_body, text));
            check_event(json::parse(text));
            ++seen;
        }
    CHECK(seen > 100);
    const auto verification = content(folder / "events" / "url_verification.json");
    CHECK_FALSE(decoded<url_verification>(json_body, verification).challenge.empty());
}

TEST_CASE("every interaction of Slack's samples is decoded to its kind")
{
    const auto folder = slacks_samples();
    if (folder.empty()) {
        WARN("Slack's samples are not here: only our own were looked at");
        return;
    }
    int seen = 0;
    for (const char* part : {"interactive", "interactive-fields"})
        for (const auto& path : files_of(folder / part, ".json")) {
            INFO(path);
            const auto text = content(path);
            REQUIRE(decode(form_body, as_form(text)));
            if (json::parse(text).contains("type"))  // one is the field list of a slash command
                check_interaction(json::parse(text));
            ++seen;
        }
    CHECK(seen > 30);
}

TEST_CASE("every slash command of Slack's samples is decoded")
{
    const auto folder = slacks_samples();
    if (folder.empty()) {
        WARN("Slack's samples are not here: only our own were looked at");
        return;
    }
    for (const auto& path : files_of(folder / "commands", ".form")) {
        INFO(path);
        const auto c = decoded<slash_command>(form_body, content(path));
        const auto fields = json::parse(content(files::path(path).replace_extension(".json")));
        CHECK(c.command == fields.value("command", ""));
        CHECK(c.text == fields.value("text", ""));
        CHECK(c.team == fields.value("team_id", ""));
        CHECK(c.who.id == fields.value("user_id", ""));
        CHECK(c.channel == fields.value("channel_id", ""));
    }
}

TEST_CASE("messages and people of Slack's Web API answers are read")
{
    const auto folder = slacks_samples();
    if (folder.empty()) {
        WARN("Slack's samples are not here: only our own were looked at");
        return;
    }
    for (const auto& path : files_of(folder / "web-api" / "responses", ".json"))
        for (const auto& answer : json::parse(content(path))) {
            INFO(path);
            if (!answer.is_object() || !answer.value("ok", false))
                continue;
            if (answer.contains("messages") && answer["messages"].is_array())
                for (const auto& m : answer["messages"])
                    CHECK_FALSE(message_from(m, "C1").ts.empty());
            if (answer.contains("user") && answer["user"].is_object())
                CHECK_FALSE(member_from(answer["user"]).id.empty());
            if (answer.contains("view") && answer["view"].is_object())
                CHECK_FALSE(view_from(answer["view"]).id.empty());
        }
}

TEST_CASE("a damaged event body is decoded or refused")
{
    for (const auto& path : files_of(own_samples() / "events", ".json")) {
        INFO(path);
        auto whole = json::parse(content(path));
        if (whole.contains("event") && path.stem() != "message_changed")  // one envelope stands for all
            whole = json{{"type", whole["type"]}, {"event", whole["event"]}};
        const auto body = whole.dump();
        CHECK(damaged(json_body, body) < static_cast<int>(2 * body.size()));
    }
}

TEST_CASE("a damaged interaction is decoded or refused")
{
    for (const auto& path : files_of(own_samples() / "interactions", ".json")) {
        INFO(path);
        const auto payload = json::parse(content(path)).dump();
        for (std::size_t i = 0; i < payload.size(); ++i)
            CHECK_FALSE(decode(form_body, as_form(payload.substr(0, i))));
        CHECK(damaged(form_body, as_form(payload)) > 0);
    }
}

TEST_CASE("a damaged form is decoded or refused")
{
    for (const auto& path : files_of(own_samples() / "commands", ".form")) {
        INFO(path);
        CHECK(damaged(form_body, content(path)) > 0);
    }
}
