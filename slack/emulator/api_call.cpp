#include "slack/emulator/api_call.hpp"

#include "slack/emulator/members.hpp"
#include "slack/emulator/stamp.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <charconv>

namespace docket::slack::emulator {

namespace {

constexpr std::string_view cursor_head = "page";

/// Cursors are opaque and end in '=', which a careless client forgets to percent-encode.
std::string cursor_of(std::uint64_t position)
{
    return fmt::format("{}{:x}o{:x}=", cursor_head, position, position * 2'654'435'761U % 65'521U);
}

std::optional<std::uint64_t> position_of(const std::string& cursor)
{
    if (cursor.substr(0, cursor_head.size()) != cursor_head)
        return std::nullopt;
    std::uint64_t position = 0;
    std::from_chars(cursor.data() + cursor_head.size(), cursor.data() + cursor.size(), position, 16);
    if (cursor_of(position) != cursor)
        return std::nullopt;
    return position;
}

/// The argument `limit`; nothing when it is not given or 0.
or_refusal<std::optional<std::size_t>> read_limit(const arguments& args)
{
    if (!args.has("limit") || args.text("limit") == "0")
        return std::nullopt;
    const auto limit = args.number("limit");
    if (!limit || *limit < 1)
        return tl::unexpected(refused("invalid_limit"));
    return static_cast<std::size_t>(*limit);
}

}  // namespace

bool arguments::has(const char* name) const
{
    const auto found = values_.find(name);
    return found != values_.end() && !found->is_null();
}

std::string arguments::text(const char* name) const
{
    if (!has(name))
        return "";
    const auto& value = values_.at(name);
    return value.is_string() ? value.get<std::string>() : value.dump();
}

bool arguments::flag(const char* name, bool otherwise) const
{
    if (!has(name))
        return otherwise;
    const auto value = text(name);
    return value == "true" || value == "1";
}

std::optional<std::int64_t> arguments::number(const char* name) const
{
    const auto value = text(name);
    std::int64_t parsed = 0;
    const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), parsed);
    if (value.empty() || problem != std::errc() || end != value.data() + value.size())
        return std::nullopt;
    return parsed;
}

json arguments::nested(const char* name) const
{
    if (!has(name))
        return nullptr;
    const auto& value = values_.at(name);
    if (!value.is_string())
        return without_nulls(value);
    return without_nulls(json::parse(value.get_ref<const std::string&>(), nullptr, false));
}

json refused(const std::string& error)
{
    json answer = json::object();
    answer["ok"] = false;
    answer["error"] = error;
    return answer;
}

json refused(const std::string& error, const std::vector<std::string>& messages)
{
    auto answer = refused(error);
    answer["response_metadata"]["messages"] = messages;
    return answer;
}

json done()
{
    json answer = json::object();
    answer["ok"] = true;
    return answer;
}

std::optional<json> lacks_scope(const api_call& call, const std::string& scope)
{
    if (call.where.app.scopes.count(scope) != 0)
        return std::nullopt;
    auto answer = refused("missing_scope");
    answer["needed"] = scope;
    answer["provided"] = fmt::format("{}", fmt::join(call.where.app.scopes, ","));
    return answer;
}

or_refusal<channel*> known_channel(api_call& call, const std::string& id)
{
    auto* found = call.where.find_channel(id);
    if (found == nullptr || !call.where.bot_sees(*found))
        return tl::unexpected(refused("channel_not_found"));
    return found;
}

or_refusal<channel*> readable_channel(api_call& call, const std::string& id)
{
    auto found = known_channel(call, id);
    if (!found)
        return found;
    if (auto refusal = lacks_scope(call, scope_family(**found) + ":history"))
        return tl::unexpected(std::move(*refusal));
    if (!call.where.bot_is_in(**found))
        return tl::unexpected(refused("not_in_channel"));
    return found;
}

std::string scope_family(const channel& of)
{
    switch (of.kind) {
        case channel_kind::public_channel:
            return "channels";
        case channel_kind::private_channel:
            return "groups";
        case channel_kind::im:
            return "im";
    }
    return "channels";
}

or_refusal<page> cut_page(const api_call& call, std::size_t count, std::size_t otherwise, std::size_t most)
{
    page cut;
    const auto cursor = call.args.text("cursor");
    if (!cursor.empty()) {
        const auto from = position_of(cursor);
        if (!from)
            return tl::unexpected(refused("invalid_cursor"));
        cut.from = std::min<std::size_t>(*from, count);
    }
    const auto limit = read_limit(call.args);
    if (!limit)
        return tl::unexpected(limit.error());
    if (limit->value_or(1) > most)
        return tl::unexpected(refused("invalid_limit"));
    cut.to = std::min(count, cut.from + limit->value_or(otherwise));
    if (cut.to < count)
        cut.next_cursor = cursor_of(cut.to);
    return cut;
}

or_refusal<page> cut_messages(
    const api_call& call, const std::vector<const message*>& found, std::size_t otherwise, std::size_t most
)
{
    page cut;
    const auto cursor = call.args.text("cursor");
    if (!cursor.empty()) {
        const auto at = position_of(cursor);
        if (!at)
            return tl::unexpected(refused("invalid_cursor"));
        const auto ts = stamp(static_cast<std::int64_t>(*at));
        const bool newest_first = found.size() > 1 && found.front()->ts > found.back()->ts;
        while (cut.from < found.size() && (newest_first ? found[cut.from]->ts > ts : found[cut.from]->ts < ts))
            ++cut.from;
    }
    const auto limit = read_limit(call.args);
    if (!limit)
        return tl::unexpected(limit.error());
    cut.to = std::min(found.size(), cut.from + std::min(most, limit->value_or(otherwise)));
    if (cut.to < found.size())
        cut.next_cursor = cursor_of(static_cast<std::uint64_t>(micros_of(found[cut.to]->ts).value_or(0)));
    return cut;
}

void put_cursor(json& answer, const std::string& next_cursor)
{
    answer["response_metadata"]["next_cursor"] = next_cursor;
}

}  // namespace docket::slack::emulator
