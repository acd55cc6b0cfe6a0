#pragma once

#include <nlohmann/json.hpp>
#include <string>

/// Looking into JSON that an app wrote: nothing is where it should be until it was checked, and nothing may throw.
namespace docket::slack::emulator {

/// The member, or null when there is none or `object` is none.
inline nlohmann::json member_at(const nlohmann::json& object, const char* key)
{
    if (!object.is_object())
        return nullptr;
    const auto found = object.find(key);
    return found == object.end() ? nlohmann::json(nullptr) : *found;
}

/// The member as an array; empty when it is none.
inline nlohmann::json list_at(const nlohmann::json& object, const char* key)
{
    auto list = member_at(object, key);
    return list.is_array() ? list : nlohmann::json::array();
}

/// The member, if it is text; else "".
inline std::string text_at(const nlohmann::json& object, const char* key)
{
    const auto value = member_at(object, key);
    return value.is_string() ? value.get<std::string>() : "";
}

/// Whether the member is there and true.
inline bool is_set(const nlohmann::json& object, const char* key)
{
    return member_at(object, key) == true;
}

/// The value without members that are null: to Slack they are not given.
nlohmann::json without_nulls(nlohmann::json value);

}  // namespace docket::slack::emulator
