#include "bot/commands/doctor/findings_parts.hpp"

#include "bot/commands/commands.hpp"
#include "bot/commands/running.hpp"
#include "bot/words.hpp"
#include "slack/mrkdwn.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

namespace docket::bot::doctor {

namespace {

using namespace std::chrono_literals;
using kind = finding::kind;

// Slack's requests are refused from five minutes on; a clock that is off by one is on its way there.
constexpr auto most_skew = 60s;

std::string counted(std::size_t count, const char* what)
{
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

finding file(const facts& f)
{
    constexpr auto check = "configuration";
    const auto& path = f.from.config;
    if (path.empty())
        return well(check, "no docket.toml: /ticket setup in Slack rules");
    if (!f.file.trouble.empty())
        return wrong(check, f.file.trouble);
    if (f.file.errors.empty())
        return well(check, path + " can be used");
    const auto others = f.file.errors.size() - 1;
    auto first = to_line(path, f.file.errors.front());
    if (others > 0)
        first += fmt::format(" (and {} more: docket check-config {})", others, path);
    return wrong(check, std::move(first));
}

finding database(const facts& f)
{
    constexpr auto check = "database";
    const auto& d = f.database;
    const auto& path = f.from.database;
    if (!d.trouble.empty())
        return wrong(check, d.trouble);
    if (!d.there)
        return well(check, path + " is not there yet; serve makes it");
    if (d.workspace && f.identity && *f.identity && (*f.identity)->team != d.workspace->id.str())
        return wrong(
            check, fmt::format(
                       "{} is of workspace {}, but the bot token of {}: set DOCKET_DATABASE to another file", path,
                       d.workspace->id.str(), (*f.identity)->team
                   )
        );
    return well(check, d.older ? path + " is of an older Docket; serve brings it up to date" : path + " can be used");
}

finding clock(const facts& f)
{
    constexpr auto check = "clock";
    if (!f.ahead)
        return unknown(check, "Slack did not tell its time");
    const auto off = std::chrono::abs(*f.ahead);
    const auto* side = *f.ahead > 0ms ? "ahead of" : "behind";
    if (off < most_skew)
        return well(check, off < 2s ? "as Slack's" : fmt::format("{} {} Slack's", words::duration(off), side));
    const bool over_http = !f.from.signing_secrets.empty();
    return wrong(
        check, fmt::format(
                   "{} {} Slack's; {}: set it (timedatectl set-ntp true)", words::duration(off), side,
                   over_http ? "requests are refused from 5 min on" : "reminders and reports would go by the wrong time"
               )
    );
}

/// A sentence for Slack as one for a terminal.
std::string plain(const std::string& sentence, const facts& f)
{
    slack::mrkdwn::names known;
    for (const auto& [id, name] : f.channel_names)
        known[id.str()] = name;
    return slack::mrkdwn::plain(sentence, known);
}

std::string shown(const core::channel_id& channel, const facts& f)
{
    const auto name = f.channel_names.find(channel);
    return name == f.channel_names.end() ? channel.str() : "#" + name->second;
}

void add_channels(std::vector<finding>& to, const facts& f)
{
    constexpr auto check = "channel";
    const auto general = setup::missing(*f.settings, {}, {}, {}).size();
    for (const auto& c : f.channels) {
        if (c.found == setup::channel_check::state::unknown) {
            to.push_back(unknown(check, shown(c.channel, f) + ": Slack did not answer; try again in a minute"));
            continue;
        }
        const auto said = setup::missing(*f.settings, {c}, {}, {});
        if (said.size() == general)
            to.push_back(well(check, shown(c.channel, f) + ": the bot is in it"));
        else
            to.push_back(wrong(check, plain(said.back(), f)));
    }
}

void add_settings(std::vector<finding>& to, const facts& f)
{
    constexpr auto check = "settings";
    if (!f.settings || f.settings->queues.empty()) {
        if (f.database.older || !f.database.trouble.empty())
            to.push_back(unknown(check, "not looked at: the database could not be read"));
        else if (f.from.config.empty())
            to.push_back(well(check, "none yet: an admin of the workspace types /ticket setup in Slack"));
        return;
    }
    to.push_back(well(check, counted(f.settings->queues.size(), "queue")));
    add_channels(to, f);
    if (f.channels.empty())
        to.push_back(unknown("channel", "not looked at: Slack could not be asked"));
}

finding address(const facts& f)
{
    constexpr auto check = "address";
    const auto where = commands::to_address(f.from.host, f.from.port);
    if (f.address.docket)
        return well(check, where + ": a Docket listens there");
    if (!f.address.trouble.empty())
        return wrong(check, f.address.trouble);
    return well(check, where + " is free");
}

}  // namespace

finding well(const char* check, std::string sentence)
{
    return {kind::well, check, std::move(sentence)};
}

finding wrong(const char* check, std::string sentence)
{
    return {kind::wrong, check, std::move(sentence)};
}

finding unknown(const char* check, std::string sentence)
{
    return {kind::unknown, check, std::move(sentence)};
}

std::vector<finding> findings(const facts& f)
{
    std::vector<finding> all{file(f), database(f), token(f)};
    add_transports(all, f);
    add_scopes(all, f);
    add_app_settings(all, f);
    all.push_back(clock(f));
    add_settings(all, f);
    all.push_back(address(f));
    add_machine(all, f);
    return all;
}

std::string to_line(const finding& f)
{
    const auto* mark = f.what == kind::well ? "ok" : f.what == kind::wrong ? "WRONG" : "?";
    return fmt::format("{:<6} {:<15} {}", mark, f.check, f.sentence);
}

std::optional<slack::instant> read_date(std::string_view text)
{
    std::tm parts{};
    const std::string whole(text);
    const char* end = ::strptime(whole.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    if (end == nullptr || *end != '\0')
        return std::nullopt;
    return slack::instant(std::chrono::seconds(::timegm(&parts)));
}

}  // namespace docket::bot::doctor
