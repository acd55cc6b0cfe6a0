#pragma once

#include "core/ids.hpp"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

/// Log lines are events with fields. No words of people, no secrets: what looks like a token is blotted out all the
/// same. Thread-safe; a line below the level costs one comparison and no memory.
namespace docket::bot::log {

/// A name and a value; both are only looked at during the call they are given to.
class field {
public:
    field(std::string_view name_, std::string_view value_) : name(name_), value(value_) {}
    field(std::string_view name_, const std::string& value_) : name(name_), value(std::string_view(value_)) {}
    field(std::string_view name_, const char* value_) : name(name_), value(std::string_view(value_)) {}
    field(std::string_view name_, std::int64_t value_) : name(name_), value(value_) {}
    field(std::string_view name_, int value_) : name(name_), value(std::int64_t{value_}) {}
    field(std::string_view name_, std::size_t value_) : name(name_), value(static_cast<std::int64_t>(value_)) {}
    field(std::string_view name_, bool value_) : name(name_), value(value_) {}

    std::string_view name;
    std::variant<std::string_view, std::int64_t, bool> value;
};

/// Once, from main; before it, text from "info" on. @param level "trace" … "error", as DOCKET_LOG has it
/// @param json  one JSON object a line instead of text; both to stderr
void configure(std::string_view level, bool json);

void debug(std::string_view event, std::initializer_list<field> fields = {});
void info(std::string_view event, std::initializer_list<field> fields = {});
void warn(std::string_view event, std::initializer_list<field> fields = {});
void error(std::string_view event, std::initializer_list<field> fields = {});

/// `text` with everything that looks like a Slack token, response_url or trigger blotted out, and whatever stands
/// behind a name such as "secret" or "token".
[[nodiscard]] std::string redacted(std::string_view text);

/// One line as it is written, without its end: "2026-03-01T09:02:03.004Z info  ticket opened ticket=12", or
/// {"at":"2026-03-01T09:02:03.004Z","level":"info","event":"ticket opened","ticket":12}. Redacted, and never more than
/// one line, whatever stands in a value.
[[nodiscard]] std::string line(
    core::instant at, std::string_view level, std::string_view event, std::initializer_list<field> fields, bool json
);

}  // namespace docket::bot::log
