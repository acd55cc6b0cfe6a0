#include "bot/handlers/handlers.hpp"
#include "bot/words.hpp"
#include "slack/mrkdwn.hpp"

#include <algorithm>
#include <charconv>

namespace docket::bot {

namespace {

/// Those whom a refusal may name: people of the ticket, who can help, and whom it is about.
words::names names_for(ledger& l, const core::refusal& why, const core::ticket* t)
{
    auto people = t == nullptr ? std::vector<core::member_id>() : people_around(*t, l.desk());
    const auto add = [&people](const std::vector<core::member_id>& some) {
        constexpr std::size_t most = 4;  // a sentence names two and counts the rest
        people.insert(
            people.end(), some.begin(), some.begin() + static_cast<std::ptrdiff_t>(std::min(most, some.size()))
        );
    };
    add(l.desk().set.administrators);
    add(l.desk().set.managers);
    if (const auto* claimed = std::get_if<core::already_claimed>(&why))
        people.push_back(claimed->by);
    if (const auto* absent = std::get_if<core::not_on_roster>(&why))
        people.push_back(absent->who);
    return names_of(l.desks(), people);
}

}  // namespace

core::place place_of(const slack::message& m)
{
    return core::place{core::channel_id(m.channel), core::message_ts(m.ts)};
}

core::place root_of(const slack::message& m)
{
    return core::place{core::channel_id(m.channel), core::message_ts(m.root())};
}

std::vector<core::attachment> attachments_of(const std::vector<slack::file>& files)
{
    std::vector<core::attachment> all;
    for (const auto& f : files) {
        if (f.mode == "tombstone")
            continue;  // deleted before we came
        core::attachment a;
        a.name = !f.title.empty() ? f.title : !f.name.empty() ? f.name : f.id;
        a.link = f.permalink;
        a.bytes = f.size;
        all.push_back(std::move(a));
    }
    return all;
}

std::optional<core::instant> time_of_ts(const std::string& ts)
{
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(ts.data(), ts.data() + ts.size(), seconds);
    if (error != std::errc() || end == ts.data())
        return std::nullopt;
    return core::instant(std::chrono::seconds(seconds));
}

core::instant said_at(const ledger& l, const slack::message& m)
{
    return std::min(time_of_ts(m.ts).value_or(l.now()), l.now());
}

bool is_insider(const ledger& l, const slack::person& who, const std::string& enterprise)
{
    // Inside one organisation people carry the id of their own workspace, or the organisation's.
    return who.team.empty() || who.team == l.workspace().id.str() || (!enterprise.empty() && who.team == enterprise);
}

std::string why_not(ledger& l, const core::refusal& why, const core::ticket* t)
{
    return words::sorry(why, t, l.desk(), names_for(l, why, t));
}

std::string why_not_plain(ledger& l, const core::refusal& why, const core::ticket* t)
{
    const auto known = names_for(l, why, t);
    slack::mrkdwn::names names;
    for (const auto& [id, name] : known)
        names.emplace(id.str(), name);
    auto text = slack::mrkdwn::plain(words::sorry(why, t, l.desk(), known), names);
    std::erase_if(text, [](char c) { return c == '*' || c == '`'; });
    return text;
}

nlohmann::json private_answer(const std::string& text, const nlohmann::json& blocks)
{
    nlohmann::json body;
    body["response_type"] = "ephemeral";
    body["text"] = text;
    if (!blocks.empty())
        body["blocks"] = blocks;
    return body;
}

handled say_privately(const std::string& text, handled::outcome what)
{
    handled h(what);
    h.body = private_answer(text);
    return h;
}

}  // namespace docket::bot
