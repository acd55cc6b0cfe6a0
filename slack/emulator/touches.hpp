#pragma once

#include <string>
#include <variant>

/// What of a workspace looks different now, whoever made it so: what somebody who shows it has to draw again.
/// Only where to look; how it looks is in the workspace.
namespace docket::slack::emulator::touched {

struct message {
    std::string channel;
    std::string ts;
    bool is_new;
    friend bool operator==(const message&, const message&) = default;
};

struct removed_message {
    std::string channel;
    std::string ts;
    std::string thread_ts;
    friend bool operator==(const removed_message&, const removed_message&) = default;
};

/// What only `user` sees.
struct ephemeral {
    std::string user;
    std::string channel;
    std::string ts;
    friend bool operator==(const ephemeral&, const ephemeral&) = default;
};

struct removed_ephemeral {
    std::string user;
    std::string channel;
    std::string ts;
    std::string thread_ts;
    friend bool operator==(const removed_ephemeral&, const removed_ephemeral&) = default;
};

struct channel {
    std::string id;
    friend bool operator==(const channel&, const channel&) = default;
};

struct person {
    std::string id;
    friend bool operator==(const person&, const person&) = default;
};

/// What somebody has open.
struct modals {
    std::string user;
    friend bool operator==(const modals&, const modals&) = default;
};

struct home {
    std::string user;
    friend bool operator==(const home&, const home&) = default;
};

}  // namespace docket::slack::emulator::touched

namespace docket::slack::emulator {

using touch = std::variant<
    touched::message, touched::removed_message, touched::ephemeral, touched::removed_ephemeral, touched::channel,
    touched::person, touched::modals, touched::home>;

}  // namespace docket::slack::emulator
