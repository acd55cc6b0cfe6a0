#include "bot/views/parts.hpp"

#include "bot/views/ids.hpp"

#include "bot/words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace docket::bot::views {

namespace {

constexpr std::string_view no_words = "(no words)";
constexpr std::size_t page_size = 2'400;  // of a section's 3000: names and bars make a text longer

mrkdwn::names by_id(const surroundings& s)
{
    mrkdwn::names found;
    for (const auto& [id, name] : s.names)
        found.emplace(id.str(), name);
    return found;
}

std::string trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return std::string(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

/// How much of a section one byte of text may take once it stands behind a bar.
std::size_t weight(char c)
{
    const bool continues = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
    return continues ? 0 : c == '\n' ? 3 : 1;
}

/// The last place up to `at` that is not inside "&amp;".
std::size_t outside_escape(std::string_view text, std::size_t at)
{
    const auto from = at > 4 ? at - 4 : 0;  // "&amp" is the longest that can stand before a cut
    const auto ampersand = text.substr(0, at).rfind('&');
    const bool open = ampersand != std::string_view::npos && ampersand >= from &&
                      text.substr(ampersand, at - ampersand).find(';') == std::string_view::npos;
    return open ? ampersand : at;
}

/// Where a page that begins at the start of `text` ends: behind a line, else behind a word, else anywhere but inside
/// an entity or a character. Never 0.
std::size_t page_end(std::string_view text)
{
    std::size_t line = 0;
    std::size_t word = 0;
    std::size_t sum = 0;
    std::optional<std::size_t> entity;  // where the entity around this place began: "<https://…|label>"
    for (std::size_t i = 0; i < text.size(); ++i) {
        sum += weight(text[i]);
        if (sum > page_size) {
            const auto anywhere = std::max<std::size_t>(outside_escape(text, entity.value_or(i)), 1);
            return line > 0 ? line : word > 0 ? word : anywhere;
        }
        if (text[i] == '<')
            entity = i;
        else if (text[i] == '>')
            entity.reset();
        if (text[i] == '\n' && !entity)
            line = i + 1;
        if (text[i] == ' ' && !entity)
            word = i + 1;
    }
    return text.size();
}

bool fence_open(std::string_view text)
{
    bool open = false;
    for (auto at = text.find("```"); at != std::string_view::npos; at = text.find("```", at + 3))
        open = !open;
    return open;
}

std::string size_of(std::int64_t bytes)
{
    if (bytes < 1'000)
        return fmt::format("{} bytes", std::max<std::int64_t>(bytes, 0));
    if (bytes < 1'000'000)
        return fmt::format("{} kB", bytes / 1'000);
    return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

}  // namespace

std::string name_of(const core::member_id& who, const surroundings& s)
{
    return words::person(who, s.names);
}

std::string title_of(const core::ticket& t, std::size_t most, const surroundings& s)
{
    const auto title = words::one_line(t.title, most, s.names);
    return title.empty() ? std::string(no_words) : title;
}

std::string plain_title_of(const core::ticket& t, std::size_t most, const surroundings& s)
{
    const auto title = words::one_plain_line(t.title, most, s.names);
    return title.empty() ? std::string(no_words) : title;
}

std::string headline(const core::ticket& t, const surroundings& s)
{
    return "*" + words::number(t.number) + "* · " + words::queue(t.queue, s.desk) + " · " + words::status(t.status);
}

std::string holder(const core::ticket& t, const surroundings& s)
{
    return t.assignee ? name_of(*t.assignee, s) + " has it" : std::string("nobody has it yet");
}

std::string on_duty(const core::ticket& t, const surroundings& s)
{
    const auto* queue = s.desk.find(t.queue);
    const auto roster = queue == nullptr ? std::vector<core::member_id>() : s.desk.roster(*queue);
    if (roster.empty())
        return "It waits in line until somebody of the team is there.";
    if (roster.size() == 1)
        return words::people(roster, s.names) + " is on duty and takes it as soon as possible.";
    return words::people(roster, s.names) + " are on duty; the first free one takes it.";
}

std::string conversation_link(const core::ticket& t, const std::string& label, const surroundings& s)
{
    if (!t.conversation)
        return "a direct message";
    const auto& channel = t.conversation->channel.str();
    if (channel.starts_with("D"))
        return "a direct message";
    const auto url = permalink(s.workspace_url, *t.conversation);
    return url.empty() ? "a thread in " + mrkdwn::mention_channel(channel) : mrkdwn::link(url, label);
}

std::string triage_channel(const core::ticket& t, const surroundings& s)
{
    const auto* queue = s.desk.find(t.queue);
    return queue == nullptr || queue->triage.empty() ? std::string() : mrkdwn::mention_channel(queue->triage.str());
}

std::string quoted(std::string_view received, std::size_t most, const surroundings& s)
{
    const auto safe = trimmed(mrkdwn::clamp_mrkdwn(trimmed(mrkdwn::inert(received, by_id(s))), most));
    return safe.empty() ? safe : mrkdwn::quote(safe);
}

std::string details_below(const core::ticket& t, std::size_t title, std::size_t most, const surroundings& s)
{
    constexpr std::size_t whole = 5'000;
    const auto line = words::one_plain_line(t.title, whole, s.names);
    if (words::one_plain_line(t.details, whole, s.names) == line && mrkdwn::length(line) <= title)
        return {};
    return quoted(t.details, most, s);
}

pages paged(std::string_view received, std::size_t most_pages, const surroundings& s)
{
    pages all;
    const auto known = by_id(s);
    const auto whole = trimmed(received);
    std::string_view rest = whole;
    bool in_code = false;
    while (!rest.empty() && all.each.size() < most_pages) {
        const auto end = page_end(rest);
        auto page = (in_code ? "```" : "") + std::string(rest.substr(0, end));
        in_code = fence_open(page);
        rest.remove_prefix(end);
        if (auto safe = trimmed(mrkdwn::inert(page, known)); !safe.empty())
            all.each.push_back(std::move(safe));
    }
    all.cut = !rest.empty();
    return all;
}

std::string files_line(const std::vector<core::attachment>& files)
{
    constexpr std::size_t most = 10;
    if (files.empty())
        return {};
    std::string line = files.size() == 1 ? "File: " : "Files: ";
    for (std::size_t i = 0; i < std::min(files.size(), most); ++i) {
        const auto& f = files[i];
        const auto name = words::one_plain_line(mrkdwn::escape(f.name), 80);
        line += (i == 0 ? "" : ", ") + mrkdwn::link(f.link, name.empty() ? "file" : name);
        if (f.bytes > 0)
            line += " (" + size_of(f.bytes) + ")";
    }
    return files.size() > most ? fmt::format("{} and {} more", line, files.size() - most) : line;
}

message with_blocks(const std::string& text, std::vector<json> parts)
{
    return message(mrkdwn::clamp_mrkdwn(text, longest_text), blocks::message_blocks(std::move(parts)));
}

message just(const std::string& words)
{
    std::vector<json> parts{blocks::section(words)};
    return with_blocks(words, std::move(parts));
}

json press(const char* action_id, const std::string& label, core::ticket_number number, blocks::style style)
{
    return blocks::element(
        blocks::button{.action_id = action_id, .text = label, .value = std::to_string(number.value()), .style = style}
    );
}

json hold_button(const core::ticket& t)
{
    const bool held = t.status == core::status::on_hold;
    return blocks::element(blocks::button{
        .action_id = ids::hold,
        .text = held ? "Off hold" : "Hold",
        .value = value_of(t.number, held ? ids::verb_resume : ids::verb_hold),
    });
}

std::string value_of(core::ticket_number number, std::string_view verb)
{
    return fmt::format("{}:{}", number.value(), verb);
}

}  // namespace docket::bot::views
