#pragma once

#include "slack/emulator/workspace.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace docket::slack::emulator {

struct attachment;

/// The members of an object that a browser sent. Each reader throws std::invalid_argument with a sentence where one is
/// missing or of another type.
class asked_for {
public:
    explicit asked_for(json values) : values_(std::move(values)) {}

    /// Text that must be there and not be empty.
    [[nodiscard]] std::string text(const char* name) const;
    /// Text, "" when it is not there.
    [[nodiscard]] std::string maybe(const char* name) const;
    [[nodiscard]] bool flag(const char* name) const;
    /// A whole number within bounds, `otherwise` when it is not there.
    [[nodiscard]] std::int64_t number(const char* name, std::int64_t otherwise, std::int64_t least, std::int64_t most)
        const;
    [[nodiscard]] bool has(const char* name) const;
    /// Anything; null when it is not there.
    [[nodiscard]] json value(const char* name) const;
    /// {block_id: {action_id: value}}
    [[nodiscard]] json nested(const char* name) const;
    [[nodiscard]] std::vector<attachment> files(const char* name) const;

private:
    json values_;
};

}  // namespace docket::slack::emulator
