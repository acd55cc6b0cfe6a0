#pragma once

#include "bot/handlers/handlers.hpp"
#include "bot/views/views.hpp"

namespace docket::bot {

/// The form that asks what `verb` needs, for a ticket this person may work. Refused like the verb itself would be.
/// @param verb  one of ids::verb_…
[[nodiscard]] handled ask_with_form(
    ledger& l, const core::ticket& t, const std::string& verb, const core::member_id& who,
    const std::string& trigger_id, const std::optional<core::channel_id>& channel
);

/// Why this person gets no such form; nothing when they do.
[[nodiscard]] std::optional<core::refusal> objection_to_form(
    const ledger& l, const core::ticket& t, const std::string& verb, const core::member_id& who
);

/// The form for a new request.
[[nodiscard]] handled ask_new(
    ledger& l, const core::member_id& who, const std::string& trigger_id, const std::string& what,
    const std::string& details, nlohmann::json metadata
);

/// Says `words` privately, once per `key`: nothing was changed.
[[nodiscard]] handled refuse_with(
    ledger& l, std::string words, const core::member_id& who, const std::optional<core::channel_id>& channel,
    const std::string& key
);
/// The same to people of other organisations, who may not do what they tried.
[[nodiscard]] handled refuse_outsider(
    ledger& l, const slack::person& who, const std::string& channel, const std::string& trigger_id
);
/// Says privately why not, once per `key`.
[[nodiscard]] handled refuse(
    ledger& l, const core::refusal& why, const core::ticket* t, const core::member_id& who,
    const std::optional<core::channel_id>& channel, const std::string& key
);

/// What a view drawn in this unit of work may look at. @param names  outlives it
[[nodiscard]] views::surroundings around(const ledger& l, const std::map<core::member_id, std::string>& names);

/// "12" or "12:move" as buttons carry it; nothing for anything else.
struct button_value {
    core::ticket_number ticket;
    std::string verb;
};
[[nodiscard]] std::optional<button_value> read_value(const std::string& text);

/// Would `asked` be refused? Asked before anything is kept that only makes sense when it is not.
[[nodiscard]] std::optional<core::refusal> objection(
    const ledger& l, const core::ticket& t, const core::command& asked, const core::member_id& who
);

/// Keeps words typed into a form or command.
core::message_id keep_typed(
    ledger& l, const core::ticket& t, core::side side, const core::member_id& who, const std::string& text
);

}  // namespace docket::bot
