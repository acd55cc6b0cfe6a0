#pragma once

#include "core/ticket.hpp"

#include <optional>
#include <string>
#include <variant>

namespace docket::core {

/// Why a command changes nothing. Each carries what the person needs to hear; bot/words makes the sentence.
struct not_an_agent {
    queue_id queue;
};
struct already_claimed {
    member_id by;
    std::optional<instant> since;
};
struct already_ended {
    core::status status;
};  ///< resolved or closed
struct still_open {};  ///< reopening what never ended
struct already_so {};  ///< already on hold, already this priority, already in this queue
struct not_on_roster {
    member_id who;
    queue_id queue;
};
struct unknown_queue {
    std::string asked;
};
struct not_your_ticket {};  ///< neither its requester nor an agent of its queue
struct text_missing {
    std::string field;
};  ///< what was done, the reason, the note, the reply
struct unknown_ticket {
    ticket_number number;
};  ///< or one that they may not see: nobody hears which
struct not_an_administrator {};
struct not_a_manager {};

using refusal = std::variant<
    not_an_agent, already_claimed, already_ended, still_open, already_so, not_on_roster, unknown_queue, not_your_ticket,
    text_missing, unknown_ticket, not_an_administrator, not_a_manager>;

}  // namespace docket::core
