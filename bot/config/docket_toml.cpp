#include "bot/config/docket_toml.hpp"

#include "bot/config/alike.hpp"
#include "bot/config/hours.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

// toml++ costs six seconds to compile: it is only here.

namespace docket::bot {

namespace {

using place = toml::source_position;

/// Collects what is wrong, and remembers where in the file each setting stands, by its path: "queue[2].triage".
class findings {
public:
    void at(const std::string& path, const place& where) { places_[path] = where; }

    void wrong(const place& where, std::string why) { errors_.push_back({where.line, where.column, std::move(why)}); }

    /// The same, and what follows from it is not reported: the setting at `path` has a value nobody wrote.
    void wrong(const place& where, const std::string& path, std::string why)
    {
        wrong(where, std::move(why));
        doubtful_.insert(path);
    }

    /// Adds what core says of the settings as a whole, but not what only follows from an error found before.
    void add(const std::vector<core::settings_error>& found)
    {
        for (const auto& e : found)
            if (!follows(e.where))
                wrong(place_of(e.where), fmt::format("{}: {}", e.where, e.why));
    }

    std::vector<config_error> sorted() &&
    {
        std::stable_sort(errors_.begin(), errors_.end(), [](const config_error& a, const config_error& b) {
            return std::tie(a.line, a.column) < std::tie(b.line, b.column);
        });
        return std::move(errors_);
    }

private:
    static std::string_view parent(std::string_view path)
    {
        const auto end = path.find_last_of(".[");
        return end == std::string_view::npos ? std::string_view() : path.substr(0, end);
    }

    bool follows(std::string_view path) const
    {
        // A queue whose key could not be read is unknown to every route, through no fault of theirs.
        const bool key_missing = std::any_of(doubtful_.begin(), doubtful_.end(), [](const std::string& each) {
            return each == "queue" || (each.starts_with("queue[") && each.ends_with("].key"));
        });
        if (key_missing && (path == "default_queue" || path == "queue" || path.ends_with("].queue")))
            return true;
        for (; !path.empty(); path = parent(path))
            if (doubtful_.count(std::string(path)) > 0)
                return true;
        return false;
    }

    /// Of the setting, or of the nearest thing round it that stands in the file; else the file's beginning.
    place place_of(std::string_view path) const
    {
        for (; !path.empty(); path = parent(path))
            if (const auto found = places_.find(std::string(path)); found != places_.end())
                return found->second;
        return place{1, 1};
    }

    std::vector<config_error> errors_;
    std::map<std::string, place> places_;
    std::set<std::string> doubtful_;
};

std::string_view name_of(toml::node_type type)
{
    switch (type) {
        case toml::node_type::none:
            return "nothing";
        case toml::node_type::table:
            return "a table";
        case toml::node_type::array:
            return "a list";
        case toml::node_type::string:
            return "text";
        case toml::node_type::integer:
            return "a whole number";
        case toml::node_type::floating_point:
            return "a number";
        case toml::node_type::boolean:
            return "true or false";
        case toml::node_type::date:
            return "a date";
        case toml::node_type::time:
            return "a time";
        case toml::node_type::date_time:
            return "a date and time";
    }
    return "something else";
}

/// One table of the file. Each reader takes a key if it is there; what nobody asked for is unknown.
class section {
public:
    section(const toml::table& table, std::string path, findings& to)
        : table_(table), path_(std::move(path)), findings_(to)
    {
        for (const auto& [key, value] : table_)
            findings_.at(of(key.str()), value.source().begin);
    }

    void text(std::string_view key, std::string& into)
    {
        const auto* node = take(key);
        if (node == nullptr)
            return;
        if (const auto* value = node->as_string())
            into = value->get();
        else
            wrong_type(key, *node, "text in quotes");
    }

    template <class Id>
    void id(std::string_view key, Id& into)
    {
        std::string value;
        text(key, value);
        if (!value.empty())
            into = Id(std::move(value));
    }

    void flag(std::string_view key, bool& into)
    {
        const auto* node = take(key);
        if (node == nullptr)
            return;
        if (const auto* value = node->as_boolean())
            into = value->get();
        else
            wrong_type(key, *node, "true or false");
    }

    /// A whole number from 0.
    void whole(std::string_view key, std::int64_t most, std::int64_t& into)
    {
        const auto* node = take(key);
        if (node == nullptr)
            return;
        const auto* value = node->as_integer();
        if (value == nullptr)
            wrong_type(key, *node, "a whole number");
        else if (value->get() < 0 || value->get() > most)
            wrong_value(key, *node, fmt::format("must be between 0 and {}", most));
        else
            into = value->get();
    }

    /// Hours, fractions allowed, to the minute.
    void hours(std::string_view key, std::chrono::minutes& into)
    {
        const auto* node = take(key);
        if (node == nullptr)
            return;
        const auto value = node->is_number() ? node->value<double>() : std::nullopt;
        const auto minutes = value ? to_minutes(*value) : std::nullopt;
        if (!value)
            wrong_type(key, *node, "a number of hours");
        else if (!minutes)
            wrong_value(key, *node, fmt::format("must be between 0 and {} hours; 0 is never", most_hours));
        else
            into = *minutes;
    }

    template <class Item>
    void list(std::string_view key, std::vector<Item>& into)
    {
        const auto* node = take(key);
        if (node == nullptr)
            return;
        const auto* items = node->as_array();
        if (items == nullptr)
            return wrong_type(key, *node, "a list of texts, such as [\"a\", \"b\"]");
        into.clear();
        for (const auto& item : *items) {
            const auto path = fmt::format("{}[{}]", of(key), into.size() + 1);
            findings_.at(path, item.source().begin);
            const auto* value = item.as_string();
            if (value == nullptr)
                findings_.wrong(
                    item.source().begin, of(key), fmt::format("\"{}\" holds {}, not text", key, name_of(item.type()))
                );
            into.emplace_back(value != nullptr ? value->get() : std::string());
        }
    }

    void pairs(std::string_view key, std::map<std::string, std::string>& into)
    {
        const auto* node = take(key);
        if (node == nullptr)
            return;
        const auto* table = node->as_table();
        if (table == nullptr)
            return wrong_type(key, *node, "fields and values, such as { urgency = \"urgent\" }");
        for (const auto& [field, value] : *table) {
            findings_.at(fmt::format("{}.{}", of(key), field.str()), value.source().begin);
            if (const auto* is = value.as_string())
                into.emplace(field.str(), is->get());
            else
                findings_.wrong(
                    value.source().begin, of(key),
                    fmt::format("\"{}\" must be text in quotes, not {}", field.str(), name_of(value.type()))
                );
        }
    }

    /// Every [[key]], with its path counted from 1.
    template <class Read>
    void tables(std::string_view key, Read read)
    {
        const auto* node = take(key);
        if (node == nullptr)
            return;
        const auto* all = node->as_array();
        if (all == nullptr || !all->is_homogeneous<toml::table>()) {
            wrong_type(key, *node, fmt::format("written as [[{}]], once for each", key));
            return;
        }
        std::size_t index = 0;
        for (const auto& each : *all) {
            const auto path = fmt::format("{}[{}]", of(key), ++index);
            findings_.at(path, each.source().begin);
            section one(*each.as_table(), path, findings_);
            read(one);
            one.finish();
        }
    }

    void wrong_value(std::string_view key, const toml::node& node, const std::string& why)
    {
        findings_.wrong(node.source().begin, of(key), fmt::format("\"{}\" {}", key, why));
    }

    [[nodiscard]] const toml::node* find(std::string_view key) const { return table_.get(key); }

    /// Reports every key that nobody took.
    void finish()
    {
        for (const auto& [key, value] : table_) {
            const std::string_view name = key.str();
            if (std::find(known_.begin(), known_.end(), name) != known_.end())
                continue;
            auto why = fmt::format("unknown key \"{}\"", name);
            const auto meant = most_alike(name, known_);
            if (!meant.empty())
                why += fmt::format("; did you mean \"{}\"?", meant);
            // The key that was meant counts as read, so that it is not reported as missing too.
            findings_.wrong(key.source().begin, of(meant.empty() ? name : meant), std::move(why));
        }
    }

private:
    const toml::node* take(std::string_view key)
    {
        known_.push_back(key);
        return table_.get(key);
    }

    [[nodiscard]] std::string of(std::string_view key) const
    {
        return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
    }

    void wrong_type(std::string_view key, const toml::node& node, std::string_view wanted)
    {
        wrong_value(key, node, fmt::format("must be {}, not {}", wanted, name_of(node.type())));
    }

    const toml::table& table_;
    std::string path_;
    findings& findings_;
    std::vector<std::string_view> known_;
};

void read_assignment(section& from, core::assignment& into)
{
    std::string word = "none";
    from.text("assignment", word);
    if (word == "round robin")
        into = core::assignment::round_robin;
    else if (word == "none")
        into = core::assignment::none;
    else
        from.wrong_value("assignment", *from.find("assignment"), R"(must be "none" or "round robin")");
}

core::queue read_queue(section& from)
{
    core::queue q;
    from.id("key", q.key);
    from.text("name", q.name);
    from.id("triage", q.triage);
    from.list("intake", q.intake);
    from.list("agents", q.agents);
    core::group_id group;
    from.id("agent_group", group);
    if (!group.empty())
        q.agent_group = std::move(group);
    read_assignment(from, q.assignment);
    from.flag("bots_may_open", q.bots_may_open);
    from.list("keywords", q.keywords);
    std::int64_t burst = q.burst.count();
    from.whole("burst_minutes", 24 * 60, burst);
    q.burst = std::chrono::minutes(burst);
    from.text("skip_prefix", q.skip_prefix);
    from.hours("remind_assignee_after_hours", q.remind_assignee);
    from.hours("update_requester_after_hours", q.update_requester);
    return q;
}

core::route read_route(section& from)
{
    core::route r;
    from.list("words", r.words);
    from.pairs("form", r.form);
    from.id("queue", r.queue);
    return r;
}

core::settings read_settings(section& from)
{
    core::settings s;
    from.list("administrators", s.administrators);
    from.list("managers", s.managers);
    from.id("default_queue", s.default_queue);
    std::int64_t days = s.reopen_within_working_days;
    from.whole("reopen_within_working_days", 1000, days);
    s.reopen_within_working_days = static_cast<int>(days);
    from.text("time_zone", s.time_zone);
    from.tables("queue", [&](section& one) { s.queues.push_back(read_queue(one)); });
    from.tables("route", [&](section& one) { s.routes.push_back(read_route(one)); });
    // With one queue there is nothing to choose.
    if (s.default_queue.empty() && s.queues.size() == 1)
        s.default_queue = s.queues.front().key;
    return s;
}

}  // namespace

tl::expected<core::settings, std::vector<config_error>> read_docket_toml(std::string_view text)
{
    findings found;
    core::settings s;
    try {
        const auto file = toml::parse(text);
        section all(file, "", found);
        s = read_settings(all);
        all.finish();
    } catch (const toml::parse_error& e) {
        found.wrong(e.source().begin, std::string(e.description()));
        return tl::unexpected(std::move(found).sorted());
    }
    found.add(core::check(s));
    auto errors = std::move(found).sorted();
    if (!errors.empty())
        return tl::unexpected(std::move(errors));
    return s;
}

std::string to_line(const std::string& file, const config_error& e)
{
    return fmt::format("{}:{}:{}: {}", file, e.line, e.column, e.why);
}

}  // namespace docket::bot
