#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

/// Log lines are events with fields. No words of people, no secrets: what looks like a token is blotted out all the
/// same.
namespace docket::bot::log {

class field {
public:
    field(std::string_view name_, std::string_view value_) : name(name_), value(std::string(value_)) {}
    field(std::string_view name_, const char* value_) : name(name_), value(std::string(value_)) {}
    field(std::string_view name_, std::int64_t value_) : name(name_), value(value_) {}
    field(std::string_view name_, int value_) : name(name_), value(std::int64_t{value_}) {}
    field(std::string_view name_, std::size_t value_) : name(name_), value(static_cast<std::int64_t>(value_)) {}
    field(std::string_view name_, bool value_) : name(name_), value(value_) {}

    std::string_view name;
    std::variant<std::string, std::int64_t, bool> value;
};

/// Once, from main. @param level "trace" … "error"; @param json one JSON object a line instead of text; to stderr
void configure(std::string_view level, bool json);

void debug(std::string_view event, std::initializer_list<field> fields = {});
void info(std::string_view event, std::initializer_list<field> fields = {});
void warn(std::string_view event, std::initializer_list<field> fields = {});
void error(std::string_view event, std::initializer_list<field> fields = {});

/// `text` with everything that looks like a Slack token, response_url or trigger blotted out.
[[nodiscard]] std::string redacted(std::string_view text);

}  // namespace docket::bot::log
