#pragma once

#include "core/ids.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace docket::core {

/// Where words were said, and so who may see them.
enum class side {
    conversation,  ///< in the requester's thread: the desk sees a mirror of it
    reply,         ///< by an agent from the triage side, meant for the requester
    triage,        ///< in the triage thread: internal
    note,          ///< by /ticket note or the note form: internal
};

enum class role { requester, agent, bystander };

/// A file that came with a message. Kept as a link; Docket never stores the bytes.
struct attachment {
    std::string name;
    std::string link;
    std::int64_t bytes = 0;

    friend bool operator==(const attachment&, const attachment&) = default;
};

/// Something said about a ticket.
struct message {
    message_id id;
    ticket_number ticket;
    core::side side = core::side::conversation;
    core::role role = core::role::requester;
    member_id author;
    std::optional<place> where;  ///< in Slack; none for replies and notes typed into a form
    std::string text;            ///< mrkdwn as Slack gave it; empty once deleted
    std::vector<attachment> files;
    instant at;
    std::optional<instant> edited;
    std::optional<instant> deleted;
};

[[nodiscard]] std::string_view name_of(side s);
[[nodiscard]] std::string_view name_of(role r);
[[nodiscard]] std::optional<side> side_named(std::string_view name);
[[nodiscard]] std::optional<role> role_named(std::string_view name);

}  // namespace docket::core
