#include "slack/inbound_fields.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace docket::slack::fields {

namespace {

const json nothing;

// Slack's deepest documents (rich text in views) stay under 20. A document is taken apart recursively when it is
// destroyed, so depth is bounded before anything is built.
constexpr int deepest = 200;

bool too_deep(std::string_view text)
{
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '[' || c == '{') {
            if (++depth > deepest)
                return true;
        } else if (c == ']' || c == '}') {
            --depth;
        }
    }
    return false;
}

}  // namespace

std::optional<json> parse(std::string_view text)
{
    if (too_deep(text))
        return std::nullopt;
    auto parsed = json::parse(text, nullptr, false);
    if (parsed.is_discarded())
        return std::nullopt;
    return parsed;
}

const json& at(const json& from, std::string_view key)
{
    if (!from.is_object())
        return nothing;
    const auto found = from.find(key);
    return found == from.end() ? nothing : *found;
}

bool is_text(const json& value)
{
    return value.is_string() && !value.get_ref<const std::string&>().empty();
}

std::string text(const json& from, std::string_view key)
{
    const auto& value = at(from, key);
    if (value.is_string())
        return value.get_ref<const std::string&>();
    if (value.is_number())
        return value.dump();
    return {};
}

std::string either(std::string first, std::string second)
{
    return first.empty() ? std::move(second) : std::move(first);
}

bool flag(const json& from, std::string_view key)
{
    const auto& value = at(from, key);
    if (value.is_boolean())
        return value.get<bool>();
    if (value.is_string())
        return value.get_ref<const std::string&>() == "true";
    return value.is_number_integer() && value != 0;
}

std::int64_t number(const json& from, std::string_view key)
{
    const auto& value = at(from, key);
    if (value.is_number_integer())
        return value.get<std::int64_t>();
    std::int64_t read = 0;
    if (value.is_string()) {
        const auto& digits = value.get_ref<const std::string&>();
        std::from_chars(digits.data(), digits.data() + digits.size(), read);
    }
    return read;
}

const std::vector<json>& list(const json& from, std::string_view key)
{
    static const std::vector<json> none;
    const auto& value = at(from, key);
    return value.is_array() ? value.get_ref<const json::array_t&>() : none;
}

const json& first(const json& from, std::string_view key)
{
    const auto& elements = list(from, key);
    return elements.empty() ? nothing : elements.front();
}

std::vector<std::string> texts(const json& from, std::string_view key)
{
    std::vector<std::string> found;
    for (const auto& each : list(from, key))
        if (each.is_string())
            found.push_back(each.get_ref<const std::string&>());
    return found;
}

std::chrono::milliseconds wait_of(std::optional<std::string_view> retry_after, std::chrono::milliseconds otherwise)
{
    constexpr std::int64_t longest = 3'600;
    constexpr std::int64_t shortest = 1;  // "0" would be asked again and again
    std::int64_t seconds = 0;
    for (const char digit : retry_after.value_or(std::string_view{})) {
        if (digit < '0' || digit > '9')
            return otherwise;
        seconds = std::min(seconds * 10 + (digit - '0'), longest);
    }
    if (!retry_after || retry_after->empty())
        return otherwise;
    return std::chrono::seconds(std::max(seconds, shortest));
}

std::string channel_id(const json& from)
{
    return at(from, "channel").is_object() ? text(at(from, "channel"), "id") : text(from, "channel");
}

}  // namespace docket::slack::fields
