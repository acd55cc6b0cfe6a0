#include "bot/views/ids.hpp"
#include "bot/views/parts.hpp"
#include "bot/views/transcript.hpp"
#include "bot/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

// What is said on one side and shown on the other, and the question at the end.

namespace docket::bot::views {

namespace {

constexpr std::size_t most_pages = 3;  // Slack refuses messages somewhere above 10 000 characters
constexpr std::size_t shown_in_text = 300;

std::string wrote(const core::message& m)
{
    if (m.side == core::side::note)
        return " noted for the team";
    if (m.side == core::side::reply)
        return " answered with Reply";
    if (m.side == core::side::triage)
        return " wrote to the team";
    switch (m.role) {
        case core::role::requester:
            return " (requester) wrote";
        case core::role::agent:
            return " answered in the conversation";
        case core::role::bystander:
            return " wrote in the conversation";
    }
    return {};
}

std::string when(const core::message& m)
{
    return m.edited ? words::time(m.at) + ", edited " + words::time(*m.edited) : words::time(m.at);
}

/// The words and files themselves; something in any case.
void add_words(std::vector<json>& parts, const core::message& m, bool behind_a_bar, const surroundings& s)
{
    const auto text = paged(m.text, most_pages, s);
    for (const auto& page : text.each)
        parts.push_back(blocks::section(behind_a_bar ? mrkdwn::quote(page) : page));
    const auto files = files_line(m.files);
    if (!files.empty())
        parts.push_back(blocks::context(files));
    if (text.each.empty() && files.empty())
        parts.push_back(blocks::section("(no words)"));
}

bool is_cut(const core::message& m, const surroundings& s)
{
    return paged(m.text, most_pages, s).cut;
}

/// "the words", "a file" or both, in one line.
std::string in_short(const core::message& m, const surroundings& s)
{
    const auto words = words::one_line(m.text, shown_in_text, s.names);
    if (!words.empty())
        return words;
    return m.files.empty() ? std::string("(no words)") : files_line(m.files);
}

/// One message of a transcript: who, when, what.
std::vector<json> entry_of(const core::message& m, const surroundings& s)
{
    std::vector<json> parts;
    if (m.deleted) {
        parts.push_back(blocks::context(name_of(m.author, s) + " deleted what stood here."));
        return parts;
    }
    parts.push_back(blocks::context("*" + name_of(m.author, s) + "* · " + when(m)));
    add_words(parts, m, true, s);
    return parts;
}

/// How long the texts of sections and small print are together: names, links and bars make more of what was written.
std::size_t letters_in(const std::vector<json>& parts)
{
    std::size_t sum = 0;
    const auto add = [&sum](const json& text) { sum += mrkdwn::length(text.at("text").get_ref<const std::string&>()); };
    for (const auto& part : parts) {
        if (part.contains("text"))
            add(part["text"]);
        for (const auto& each : part.value("elements", json::array()))
            add(each);
    }
    return sum;
}

std::string question_words(const core::ticket& t, const surroundings& s)
{
    const auto done = quoted(t.outcome, 2'000, s);
    return "*" + words::number(t.number) + "* is resolved." + (done.empty() ? std::string() : "\n" + done);
}

}  // namespace

message mirror(const core::ticket& t, const core::message& m, const std::string& unreached, const surroundings& s)
{
    const auto author = name_of(m.author, s);
    if (m.deleted)
        return just(author + " deleted what stood here (" + words::time(*m.deleted) + ").");
    std::vector<json> parts;
    parts.push_back(blocks::context(author + wrote(m) + " · " + when(m)));
    add_words(parts, m, true, s);
    if (is_cut(m, s))
        parts.push_back(blocks::context("Shortened here. The rest: " + conversation_link(t, "the conversation", s)));
    if (!unreached.empty())
        parts.push_back(blocks::context(":warning: " + words::did_not_reach(t, unreached, s.names)));
    return with_blocks(author + wrote(m) + " on " + words::number(t.number) + ": " + in_short(m, s), std::move(parts));
}

message reply(const core::ticket& t, const core::message& m, const surroundings& s)
{
    const auto author = name_of(m.author, s);
    if (m.deleted)
        return just(author + " took back what stood here (" + words::time(*m.deleted) + ").");
    std::vector<json> parts;
    const auto edited = m.edited ? " · edited " + words::time(*m.edited) : std::string();
    parts.push_back(
        blocks::context(author + " · " + words::queue(t.queue, s.desk) + " · " + words::number(t.number) + edited)
    );
    add_words(parts, m, false, s);
    if (is_cut(m, s))
        parts.push_back(blocks::context("Shortened here. Ask for the rest by replying."));
    return with_blocks(author + " on " + words::number(t.number) + ": " + in_short(m, s), std::move(parts));
}

message question(const core::ticket& t, bool current, const surroundings& s)
{
    const auto number = "*" + words::number(t.number) + "*";
    if (!current)
        return just(number + " was resolved here, and went on later. What holds now stands above.");
    if (core::is_open(t))
        return just(number + " was resolved, but it is open again: " + words::status(t.status) + ".");
    if (t.continued_by)
        return just(question_words(t, s) + "\nIt goes on as " + words::number(*t.continued_by) + ".");
    if (t.status == core::status::closed)
        return just(
            question_words(t, s) + (t.resolved ? "\nYou said that it is fixed. Thank you! If it comes back, reply here."
                                               : "\nIt is closed. If that is not right, reply here.")
        );
    std::vector<json> parts;
    parts.push_back(blocks::section(question_words(t, s)));
    parts.push_back(blocks::section("Is it fixed?"));
    std::vector<json> answers{
        press(ids::fixed, "Fixed", t.number, blocks::style::primary),
        press(ids::not_fixed, "Not fixed", t.number),
    };
    parts.push_back(blocks::actions(fmt::format("question.{}.{}", t.number.value(), t.question), std::move(answers)));
    const auto done = words::one_line(t.outcome, shown_in_text, s.names);
    return with_blocks(
        words::number(t.number) + " is resolved" + (done.empty() ? "." : ": “" + done + "”") +
            " Is it fixed? Press Fixed or Not fixed, or reply in this thread.",
        std::move(parts)
    );
}

message transcript(
    const core::ticket& t, const std::vector<core::message>& talk, transcript_of where, const surroundings& s
)
{
    const bool thread = where == transcript_of::older_thread;
    constexpr std::size_t most_blocks = 48;  // Slack takes 50 in a message; one more says how many are left out
    constexpr std::size_t most_letters = 9'000;
    std::vector<json> parts;
    const std::string heading =
        thread ? "what the thread held before it was a ticket" : "what was written before it came to this queue";
    parts.push_back(blocks::context("*" + words::number(t.number) + "* · " + heading));
    std::size_t shown = 0;
    std::size_t letters = 0;
    for (const auto& m : talk) {
        auto entry = entry_of(m, s);
        letters += letters_in(entry);
        if (shown > 0 && (letters > most_letters || parts.size() + entry.size() > most_blocks))
            break;
        ++shown;
        std::ranges::move(entry, std::back_inserter(parts));
    }
    if (shown < talk.size())
        parts.push_back(blocks::context(
            fmt::format("{} more: {}", talk.size() - shown, conversation_link(t, "the conversation", s))
        ));
    const auto count = talk.size() == 1 ? std::string("one message") : fmt::format("{} messages", talk.size());
    const auto text = thread ? ": the thread held " + count + " before it was a ticket."
                             : ": " + count + " from before it came to this queue.";
    return with_blocks(words::number(t.number) + text, std::move(parts));
}

}  // namespace docket::bot::views
