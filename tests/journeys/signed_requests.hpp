#pragma once

#include "slack/http/client.hpp"
#include "slack/signature.hpp"
#include "workplace.hpp"

#include <fmt/format.h>

/// Requests made by hand and signed as Slack would, or not quite.
namespace journeys {

inline std::string percent_encoded(const std::string& text)
{
    std::string all;
    for (const unsigned char c : text)
        all += fmt::format("%{:02X}", c);
    return all;
}

constexpr auto form_type = "application/x-www-form-urlencoded";

/// One request as it goes over the wire, so that it can be sent again as it was.
struct signed_request {
    std::string type;
    std::string body;
    std::string timestamp;
    std::vector<std::string> signatures;
    std::string again;  ///< why Slack sends it again, where it does
};

inline std::string seconds_now(workplace& w)
{
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(w.time.now().time_since_epoch()).count());
}

inline signed_request sign(workplace& w, std::string body, const std::string& type = form_type)
{
    const slack::signer signer({slack::emulator::options().signing_secret});
    const auto stamp = seconds_now(w);
    auto signature = signer.sign(stamp, body);
    return {type, std::move(body), stamp, {std::move(signature)}, {}};
}

/// @return status and body, once all is calm
inline std::pair<unsigned, std::string> send(workplace& w, const signed_request& what)
{
    slack::http::client web(w.io);
    const std::string path = "/slack/events";
    const auto where = slack::http::parse_url("http://127.0.0.1:" + std::to_string(w.docket->port()) + path);
    slack::http::request asked("POST", path);
    asked.fields.set("Content-Type", what.type);
    asked.fields.set("X-Slack-Request-Timestamp", what.timestamp);
    for (const auto& each : what.signatures)
        asked.fields.add("X-Slack-Signature", each);
    if (!what.again.empty()) {
        asked.fields.set("X-Slack-Retry-Num", "1");
        asked.fields.set("X-Slack-Retry-Reason", what.again);
    }
    asked.body = what.body;
    auto got = w.run(web.send(*where, std::move(asked), 5s));
    REQUIRE(got);
    w.calm();
    return {got->status, got->body};
}

/// An interaction's payload as Slack sends it, who and where filled in.
inline json payload_by(workplace& w, const std::string& who, const std::string& type)
{
    static int triggers = 0;
    const auto* person = w.slack.world().find_person(who);
    const auto team = w.slack.world().team_id;
    json p;
    p["type"] = type;
    p["team"]["id"] = team;
    p["user"] = {{"id", who}, {"team_id", person == nullptr || person->team_id.empty() ? team : person->team_id}};
    p["channel"]["id"] = w.general;
    p["trigger_id"] = fmt::format("{}.738474920.8088930838d88f008e0", ++triggers);
    return p;
}

inline std::string in_form(const json& payload)
{
    return "payload=" + percent_encoded(payload.dump(-1, ' ', false, json::error_handler_t::replace));
}

inline json click_of(workplace& w, const std::string& who, const std::string& action, const std::string& value)
{
    auto p = payload_by(w, who, "block_actions");
    p["actions"] = json::array({{{"action_id", action}, {"type", "button"}, {"value", value}}});
    return p;
}

inline json submission_of(
    workplace& w, const std::string& who, const std::string& form, const json& metadata,
    const std::map<std::string, std::string>& typed
)
{
    static int views = 0;
    auto p = payload_by(w, who, "view_submission");
    p.erase("channel");
    p["view"] = {
        {"id", fmt::format("V0FORGED{}", ++views)}, {"callback_id", form}, {"private_metadata", metadata.dump()}
    };
    const bool setup = form.starts_with("setup.");
    auto& values = p["view"]["state"]["values"];
    values = json::object();
    for (const auto& [block, value] : typed)
        values[block][setup ? "setup.value" : "value"] = {{"type", "plain_text_input"}, {"value", value}};
    return p;
}

inline std::string command_of(workplace& w, const std::string& who, const std::string& text)
{
    static int commands = 0;
    const auto* person = w.slack.world().find_person(who);
    const auto own = w.slack.world().team_id;
    const auto team = person == nullptr || person->team_id.empty() ? own : person->team_id;
    return fmt::format(
        "command=%2Fticket&team_id={}&user_id={}&channel_id={}&text={}&trigger_id={}.1.0123456789abc", team, who,
        w.general, percent_encoded(text), ++commands
    );
}

/// All that people's requests may change.
struct remembered {
    std::vector<core::ticket> tickets;
    std::vector<std::size_t> messages;
    core::settings settings;

    friend bool operator==(const remembered&, const remembered&) = default;
};

inline remembered memory_of(workplace& w)
{
    auto read = [](bot::ledger& l) {
        storage::tickets::filter all;
        all.open_only = false;
        all.limit = 10'000;
        remembered r;
        r.tickets = l.tickets().list(all);
        for (const auto& t : r.tickets)
            r.messages.push_back(l.messages().of(t.number).size());
        r.settings = l.desk().set;
        return r;
    };
    return w.run(w.docket->desk()->look(read));
}

}  // namespace journeys
