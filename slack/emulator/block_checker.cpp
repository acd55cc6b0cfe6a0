#include "slack/emulator/block_checker.hpp"

#include "slack/emulator/text.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace docket::slack::emulator {

void block_checker::complain(const std::string& what, const std::string& at)
{
    complaints_.push_back(fmt::format("[ERROR] {} [json-pointer:{}]", what, at));
}

bool block_checker::object(const json& value, const std::string& at)
{
    if (value.is_object())
        return true;
    complain("must provide an object", at);
    return false;
}

void block_checker::only(const json& value, const std::string& at, std::initializer_list<std::string_view> allowed)
{
    for (const auto& [key, member] : value.items())
        if (std::find(allowed.begin(), allowed.end(), key) == allowed.end())
            complain("invalid additional property: " + key, at);
}

bool block_checker::required(const json& value, const char* key, const std::string& at)
{
    if (value.contains(key) && !value.at(key).is_null())
        return true;
    complain(std::string("missing required field: ") + key, at);
    return false;
}

bool block_checker::text_member(
    const json& value, const char* key, const std::string& at, std::size_t most, text_kind kind, bool needed
)
{
    if (!value.contains(key) || value.at(key).is_null())
        return needed && required(value, key, at);
    const auto& text = value.at(key);
    const auto here = at + "/" + key;
    if (!object(text, here))
        return false;
    only(text, here, {"type", "text", "emoji", "verbatim"});
    const auto type = text.value("type", json());
    const bool plain = type == "plain_text";
    if (!plain && !(kind == text_kind::any && type == "mrkdwn")) {
        complain("unsupported type: " + (type.is_string() ? type.get<std::string>() : "none"), here + "/type");
        return false;
    }
    if (plain ? text.contains("verbatim") : text.contains("emoji"))
        complain(std::string("invalid additional property: ") + (plain ? "verbatim" : "emoji"), here);
    flag(text, "emoji", here);
    flag(text, "verbatim", here);
    return string_member(text, "text", here, 1, most, true);
}

bool block_checker::string_member(
    const json& value, const char* key, const std::string& at, std::size_t least, std::size_t most, bool needed
)
{
    if (!value.contains(key) || value.at(key).is_null())
        return needed && required(value, key, at);
    const auto here = at + "/" + key;
    if (!value.at(key).is_string()) {
        complain("must provide a string", here);
        return false;
    }
    const auto length = length_of(value.at(key).get_ref<const std::string&>());
    if (length > most)
        complain(fmt::format("must be less than {} characters", most + 1), here);
    if (length < least)
        complain(fmt::format("must be more than {} characters", least - 1), here);
    return length >= least && length <= most;
}

void block_checker::flag(const json& value, const char* key, const std::string& at)
{
    if (value.contains(key) && !value.at(key).is_null() && !value.at(key).is_boolean())
        complain("must provide a boolean", at + "/" + key);
}

void block_checker::number(const json& value, const char* key, const std::string& at, long least, long most)
{
    if (!value.contains(key) || value.at(key).is_null())
        return;
    const auto here = at + "/" + key;
    if (!value.at(key).is_number_integer())
        return complain("must provide an integer", here);
    const auto given = value.at(key).get<long>();
    if (given < least || given > most)
        complain(fmt::format("must be between {} and {}", least, most), here);
}

void block_checker::one_of(
    const json& value, const char* key, const std::string& at, std::initializer_list<std::string_view> allowed
)
{
    if (!value.contains(key) || value.at(key).is_null())
        return;
    const auto& given = value.at(key);
    if (!given.is_string() ||
        std::find(allowed.begin(), allowed.end(), given.get_ref<const std::string&>()) == allowed.end())
        complain("value must be one of the allowed ones", at + "/" + key);
}

bool block_checker::list(
    const json& value, const char* key, const std::string& at, std::size_t least, std::size_t most, bool needed
)
{
    if (!value.contains(key) || value.at(key).is_null())
        return needed && required(value, key, at);
    const auto here = at + "/" + key;
    if (!value.at(key).is_array()) {
        complain("must provide an array", here);
        return false;
    }
    const auto count = value.at(key).size();
    if (count > most)
        complain(fmt::format("no more than {} items allowed", most), here);
    if (count < least)
        complain(fmt::format("no fewer than {} items allowed", least), here);
    return true;
}

}  // namespace docket::slack::emulator
