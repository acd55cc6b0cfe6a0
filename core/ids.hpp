#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <utility>

namespace docket::core {

/// An id that is text on the outside and a type of its own inside: a member_id does not convert to a queue_id.
template <class Tag>
class text_id {
public:
    text_id() = default;
    explicit text_id(std::string text) : text_(std::move(text)) {}

    [[nodiscard]] const std::string& str() const { return text_; }
    [[nodiscard]] bool empty() const { return text_.empty(); }

    friend auto operator<=>(const text_id&, const text_id&) = default;

private:
    std::string text_;
};

using workspace_id = text_id<struct workspace_tag>;
using member_id = text_id<struct member_tag>;
using group_id = text_id<struct group_tag>;
using channel_id = text_id<struct channel_tag>;
/// A message's place in its channel ("1700000000.000100"): unique there and rising. Text, never a number.
using message_ts = text_id<struct message_tag>;
/// The short name of a queue: "it".
using queue_id = text_id<struct queue_tag>;

/// Per workspace, from 1 upward; people say "#12".
class ticket_number {
public:
    ticket_number() = default;
    explicit ticket_number(std::int64_t value) : value_(value) {}

    [[nodiscard]] std::int64_t value() const { return value_; }

    friend auto operator<=>(const ticket_number&, const ticket_number&) = default;

private:
    std::int64_t value_ = 0;
};

/// A row of what was said about a ticket. 0 is none.
class message_id {
public:
    message_id() = default;
    explicit message_id(std::int64_t value) : value_(value) {}

    [[nodiscard]] std::int64_t value() const { return value_; }

    friend auto operator<=>(const message_id&, const message_id&) = default;

private:
    std::int64_t value_ = 0;
};

/// UTC, to the millisecond. `core` never asks for it; it is passed in.
using instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// One message in Slack.
struct place {
    channel_id channel;
    message_ts ts;

    friend auto operator<=>(const place&, const place&) = default;
};

}  // namespace docket::core
