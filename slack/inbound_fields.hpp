#pragma once

#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Reading fields of Slack's JSON without believing in it: absent, null and of the wrong type are all the same, empty.
/// Only for the .cpp files of slack/.
namespace docket::slack::fields {

using nlohmann::json;

/// Nothing when the text is no JSON (UTF-8 included) or nested deeper than 200.
std::optional<json> parse(std::string_view text);

/// The member, or null when `from` is no object or has none.
const json& at(const json& from, std::string_view key);

/// A string that is not empty, and nothing else.
bool is_text(const json& value);

/// A string; a number is taken as its digits. Empty otherwise.
std::string text(const json& from, std::string_view key);

/// The first of two that is not empty.
std::string either(std::string first, std::string second);

/// true, "true" and 1 (gotchas.md §10: booleans come as strings in forms, as numbers in old events).
bool flag(const json& from, std::string_view key);

/// An integer, or a string of digits; 0 otherwise.
std::int64_t number(const json& from, std::string_view key);

/// The elements of an array; nothing otherwise.
const std::vector<json>& list(const json& from, std::string_view key);

/// The first element of an array, or null.
const json& first(const json& from, std::string_view key);

/// The strings of an array, others left out.
std::vector<std::string> texts(const json& from, std::string_view key);

/// The seconds of a Retry-After header, from one to an hour's; `otherwise` when there is none or it is no number.
std::chrono::milliseconds wait_of(std::optional<std::string_view> retry_after, std::chrono::milliseconds otherwise);

/// What stands for a channel: its id, or an object that has one (channel_rename).
std::string channel_id(const json& from);

}  // namespace docket::slack::fields
