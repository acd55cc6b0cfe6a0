#include "bot/views/parts.hpp"
#include "bot/words.hpp"

// The one line in the requester's thread: number, queue, who has it, what happens next.

namespace docket::bot::views {

namespace {

constexpr std::size_t shown_of_outcome = 300;

/// "Ben has it. ", or who is on duty.
std::string who(const core::ticket& t, const surroundings& s)
{
    return t.assignee ? holder(t, s) + ". " : on_duty(t, s) + " ";
}

/// "“Replaced the cable.” ", or nothing.
std::string outcome(const core::ticket& t, const surroundings& s)
{
    const auto words = words::one_line(t.outcome, shown_of_outcome, s.names);
    return words.empty() ? std::string() : "“" + words + "” ";
}

std::string closed_words(const core::ticket& t, const surroundings& s)
{
    const auto how = (t.resolved ? "fixed. " : "without a fix. ") + outcome(t, s);
    if (t.continued_by)
        return how + "It goes on as " + words::number(*t.continued_by) + " in this thread.";
    return how + (t.resolved ? "If it comes back, reply here." : "If that is not right, reply here.");
}

std::string what_next(const core::ticket& t, const surroundings& s)
{
    switch (t.status) {
        case core::status::fresh:
            return (t.asked ? words::sorry_for_the_wait(*t.asked) + " " : std::string()) + who(t, s) +
                   "Add anything by replying in this thread.";
        case core::status::in_progress:
            return who(t, s) + "Reply here to add anything.";
        case core::status::waiting:
            return "there is an answer for you in this thread. Reply here, and it goes on." +
                   (t.assignee ? " " + holder(t, s) + "." : std::string());
        case core::status::on_hold:
            return "it has to wait for something and is not forgotten. " + who(t, s) + "Reply here to add anything.";
        case core::status::resolved:
            return t.continued_by ? closed_words(t, s) : outcome(t, s) + "Press *Fixed* or *Not fixed* below.";
        case core::status::closed:
            return closed_words(t, s);
    }
    return {};
}

/// What a requester who has not heard from us for long needs to know.
std::string how_it_stands(const core::ticket& t, const surroundings& s)
{
    switch (t.status) {
        case core::status::fresh:
        case core::status::in_progress:
            return "it is not forgotten. " + who(t, s) + "You need not do anything; reply here to add anything.";
        case core::status::waiting:
            return "it goes on as soon as you reply here. " + who(t, s);
        case core::status::on_hold:
        case core::status::resolved:
        case core::status::closed:
            return what_next(t, s);
    }
    return {};
}

/// Waiting is the requester's turn, and says so.
std::string own_headline(const core::ticket& t, const surroundings& s)
{
    return headline(t, s) + (t.status == core::status::waiting ? " for you" : "");
}

}  // namespace

message status_line(const core::ticket& t, const surroundings& s)
{
    const auto follows = t.follow_up_of ? " (follows " + words::number(*t.follow_up_of) + ")" : std::string();
    return just(own_headline(t, s) + follows + " — " + what_next(t, s));
}

message update(const core::ticket& t, const surroundings& s)
{
    return just(own_headline(t, s) + " — " + how_it_stands(t, s));
}

}  // namespace docket::bot::views
