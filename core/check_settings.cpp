#include "core/desk.hpp"
#include "core/text.hpp"
#include "core/working_days.hpp"

#include <algorithm>

// Everything wrong with settings by themselves. Paths are those of docket.toml, so that its reader finds the line and a
// dialog the field.

namespace docket::core {

namespace {

constexpr std::chrono::minutes longest_burst{24 * 60};
constexpr std::chrono::minutes longest_wait{60 * 24 * 3650};  // ten years: longer is a slip of the finger
constexpr int most_reopen_days = 1'000;
constexpr std::size_t longest_key = 40;

bool is_letter_or_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// An id as Slack makes them: one of `first`, then letters and digits. Names ("#help", "@ana") are none.
bool is_id(const std::string& text, std::string_view first)
{
    return text.size() >= 2 && first.find(text.front()) != std::string_view::npos &&
           std::ranges::all_of(text, is_letter_or_digit);
}

std::string at(const std::string& list, std::size_t index)
{
    return list + "[" + std::to_string(index + 1) + "]";
}

class checker {
public:
    explicit checker(const settings& s) : s_(s) {}

    std::vector<settings_error> run()
    {
        people("administrators", s_.administrators);
        people("managers", s_.managers);
        default_queue();
        if (s_.reopen_within_working_days < 0 || s_.reopen_within_working_days > most_reopen_days)
            wrong("reopen_within_working_days", "must be between 0 and " + std::to_string(most_reopen_days) + ".");
        if (!is_time_zone(s_.time_zone))
            wrong(
                "time_zone",
                "there is no time zone \"" + s_.time_zone + "\": write one like \"Europe/Berlin\", or \"UTC\"."
            );
        if (s_.queues.empty())
            wrong("queue", "there must be at least one queue.");
        for (std::size_t i = 0; i < s_.queues.size(); ++i)
            one_queue(i);
        for (std::size_t i = 0; i < s_.routes.size(); ++i)
            one_route(i);
        return std::move(errors_);
    }

private:
    void wrong(std::string where, std::string why) { errors_.push_back({std::move(where), std::move(why)}); }

    [[nodiscard]] bool knows(const queue_id& key) const
    {
        return std::ranges::any_of(s_.queues, [&](const queue& q) { return q.key == key; });
    }

    void people(const std::string& where, const std::vector<member_id>& all)
    {
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (!is_id(all[i].str(), "UW"))
                wrong(at(where, i), "must be a person's id such as U012BEN: profile, ⋮, Copy member ID.");
        }
    }

    void default_queue()
    {
        if (s_.queues.empty())
            return;  // said once, of the queues
        if (s_.default_queue.empty()) {
            if (s_.queues.size() > 1)
                wrong("default_queue", "with more than one queue, name the one for everything that no route claims.");
        } else if (!knows(s_.default_queue)) {
            wrong("default_queue", "there is no queue \"" + s_.default_queue.str() + "\".");
        }
    }

    void one_queue(std::size_t index)
    {
        const auto& q = s_.queues[index];
        const auto path = at("queue", index);
        key(index, path + ".key");
        if (is_blank(q.name))
            wrong(path + ".name", "must say how people call this queue.");
        if (!is_id(q.triage.str(), "CG"))
            wrong(
                path + ".triage", "must be the id of a channel such as C0TRIAGE: channel name, About, at the bottom."
            );
        intake(index, path + ".intake");
        people(path + ".agents", q.agents);
        if (q.agent_group && !is_id(q.agent_group->str(), "S"))
            wrong(path + ".agent_group", "must be the id of a user group such as S012ITAGENTS.");
        if (q.agents.empty() && !q.agent_group)
            wrong(path + ".agents", "nobody works this queue: name people, or a user group.");
        words(path + ".keywords", q.keywords);
        length(path + ".burst_minutes", q.burst, longest_burst, "24 hours");
        length(path + ".remind_assignee_after_hours", q.remind_assignee, longest_wait, "ten years");
        length(path + ".update_requester_after_hours", q.update_requester, longest_wait, "ten years");
    }

    void key(std::size_t index, const std::string& where)
    {
        const auto& text = s_.queues[index].key.str();
        const bool fits = std::ranges::all_of(text, [](char c) { return is_letter_or_digit(c) || c == '-'; });
        if (text.empty())
            return wrong(where, "must be a short name such as \"it\".");
        if (!fits || text.size() > longest_key)
            return wrong(where, "takes letters, digits and dashes, at most " + std::to_string(longest_key) + ".");
        for (std::size_t i = 0; i < index; ++i) {
            // People type keys in any case.
            if (folded(s_.queues[i].key.str()) == folded(text))
                return wrong(where, "queue " + std::to_string(i + 1) + " is called \"" + text + "\" already.");
        }
    }

    /// A channel is the way into one queue, and no place where the desk talks: that talk would become tickets.
    void intake(std::size_t index, const std::string& where)
    {
        const auto& mine = s_.queues[index].intake;
        for (std::size_t i = 0; i < mine.size(); ++i) {
            if (!is_id(mine[i].str(), "CG")) {
                wrong(at(where, i), "must be the id of a channel such as C0HELP: channel name, About, at the bottom.");
                continue;
            }
            for (const auto& other : s_.queues) {
                if (other.triage == mine[i])
                    wrong(at(where, i), "is the triage channel of " + shown(other) + ": its talk would open tickets.");
            }
            for (std::size_t j = 0; j < index; ++j) {
                if (std::ranges::find(s_.queues[j].intake, mine[i]) != s_.queues[j].intake.end())
                    wrong(at(where, i), "leads to " + shown(s_.queues[j]) + " already.");
            }
        }
    }

    void words(const std::string& where, const std::vector<std::string>& all)
    {
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (is_blank(all[i]))
                wrong(at(where, i), "is empty.");
        }
    }

    void length(const std::string& where, std::chrono::minutes m, std::chrono::minutes most, const std::string& name)
    {
        if (m < std::chrono::minutes(0) || m > most)
            wrong(where, "must be between 0 and " + name + ".");
    }

    void one_route(std::size_t index)
    {
        const auto& r = s_.routes[index];
        const auto path = at("route", index);
        words(path + ".words", r.words);
        for (const auto& [field, value] : r.form) {
            if (is_blank(field) || is_blank(value))
                wrong(path + ".form", "a field or its value is empty.");
        }
        if (r.words.empty() && r.form.empty())
            wrong(path + ".form", "this route has neither words nor form values, so it would take every request.");
        if (r.queue.empty())
            wrong(path + ".queue", "must name the queue that these requests go to.");
        else if (!knows(r.queue))
            wrong(path + ".queue", "there is no queue \"" + r.queue.str() + "\".");
    }

    static std::string shown(const queue& q) { return "\"" + (is_blank(q.name) ? q.key.str() : q.name) + "\""; }

    const settings& s_;
    std::vector<settings_error> errors_;
};

}  // namespace

std::vector<settings_error> check(const settings& s)
{
    return checker(s).run();
}

}  // namespace docket::core
