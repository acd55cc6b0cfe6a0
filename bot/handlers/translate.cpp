#include "bot/handlers/handlers.hpp"

#include <charconv>

namespace docket::bot {

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

bool is_insider(const ledger& l, const slack::person& who, const std::string& enterprise)
{
    // Inside one organisation people carry the id of their own workspace, or the organisation's.
    return who.team.empty() || who.team == l.workspace().id.str() || (!enterprise.empty() && who.team == enterprise);
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

}  // namespace docket::bot
