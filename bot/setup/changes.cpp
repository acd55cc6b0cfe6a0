#include "bot/setup/changes.hpp"

#include "bot/config/hours.hpp"
#include "bot/setup/ids.hpp"
#include "bot/setup/terms.hpp"
#include "bot/words_setup.hpp"
#include "slack/mrkdwn.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <nlohmann/json.hpp>

namespace docket::bot::setup {

namespace say = words::setup;

namespace {

using values = std::vector<std::string>;

std::string trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return std::string(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

/// The fields of one dialog. Each reader leaves its target alone where the dialog did not show the field, and notes
/// what is wrong where the value cannot be read.
class fields {
public:
    explicit fields(const slack::state_values& sent) : sent_(sent) {}

    void text(const char* block, std::string& into)
    {
        if (const auto* v = find(block))
            into = v->empty() ? std::string() : trimmed(v->front());
    }

    void needed(const char* block, std::string& into)
    {
        text(block, into);
        if (into.empty())
            wrong(block, say::required());
    }

    template <class Id>
    void id(const char* block, Id& into)
    {
        std::string chosen = into.str();
        needed(block, chosen);
        into = Id(std::move(chosen));
    }

    template <class Id>
    void several(const char* block, std::vector<Id>& into)
    {
        const auto* v = find(block);
        if (v == nullptr)
            return;
        into.clear();
        for (const auto& each : *v)
            into.emplace_back(each);
    }

    void hours(const char* block, std::chrono::minutes& into)
    {
        const auto* v = find(block);
        if (v == nullptr)
            return;
        const auto typed = v->empty() ? std::string() : trimmed(v->front());
        const auto read = read_hours(typed);
        if (read)
            into = *read;
        else
            wrong(block, typed.empty() ? say::required() : say::not_hours(typed));
    }

    /// @param most  inclusive
    std::optional<int> whole(const char* block, int most)
    {
        const auto* v = find(block);
        if (v == nullptr)
            return std::nullopt;
        const auto typed = v->empty() ? std::string() : trimmed(v->front());
        int number = 0;
        const auto* last = typed.data() + typed.size();
        const auto [end, failed] = std::from_chars(typed.data(), last, number);
        if (!typed.empty() && failed == std::errc{} && end == last && number >= 0 && number <= most)
            return number;
        wrong(block, typed.empty() ? say::required() : say::not_whole(typed, most));
        return std::nullopt;
    }

    /// Nothing when the dialog did not show it.
    [[nodiscard]] const values* find(const char* block) const
    {
        const auto found = sent_.find(block);
        if (found == sent_.end())
            return nullptr;
        const auto input = found->second.find(ids::value);
        return input == found->second.end() ? nullptr : &input->second;
    }

    void wrong(const std::string& block, const std::string& why)
    {
        auto& said = errors_[block];
        // A field that could not be read needs no second complaint about the same.
        if (said.empty())
            said = why;
        else if (said != say::required())
            said += " " + why;
    }

    [[nodiscard]] bool is_wrong(const char* block) const { return errors_.count(block) > 0; }
    [[nodiscard]] const field_errors& errors() const { return errors_; }

private:
    const slack::state_values& sent_;
    field_errors errors_;
};

/// The field that an error of core's concerns, in the dialog at hand; empty where it is none of its fields.
using place_of = std::function<std::string(const std::string& where)>;

/// `after`, unless something is wrong with it. @param fallback  the field for errors that are none's
tl::expected<core::settings, field_errors> checked(
    fields& form, const core::settings& present, core::settings after, const place_of& block_of, const char* fallback
)
{
    const auto before = core::check(present);
    const auto known = [&before](const core::settings_error& e) {
        return std::any_of(before.begin(), before.end(), [&e](const core::settings_error& b) {
            return b.where == e.where && b.why == e.why;
        });
    };
    const bool readable = form.errors().empty();
    for (const auto& e : core::check(after)) {
        const auto block = block_of(e.where);
        if (!block.empty()) {
            if (!form.is_wrong(block.c_str()))
                form.wrong(block, e.why);
        } else if (readable && !known(e)) {
            form.wrong(fallback, say::elsewhere(e));
        }
    }
    if (!form.errors().empty())
        return tl::unexpected(form.errors());
    return after;
}

/// What stands behind the last dot, without an index: "agents" of "queue[2].agents[1]".
std::string last_name(std::string_view where)
{
    const auto dot = where.rfind('.');
    auto name = dot == std::string_view::npos ? where : where.substr(dot + 1);
    return std::string(name.substr(0, name.find('[')));
}

// ---- a queue ------------------------------------------------------------------------------------------------------

std::string block_of_queue_setting(const std::string& name)
{
    static const std::map<std::string, const char*> blocks{
        {"key", ids::queue_key},
        {"name", ids::queue_name},
        {"triage", ids::queue_triage},
        {"intake", ids::queue_intake},
        {"agents", ids::queue_agents},
        {"agent_group", ids::queue_group},
        {"assignment", ids::queue_assignment},
        {"bots_may_open", ids::queue_bots},
        {"keywords", ids::queue_keywords},
        {"burst_minutes", ids::queue_burst},
        {"skip_prefix", ids::queue_skip},
        {"remind_assignee_after_hours", ids::queue_remind},
        {"update_requester_after_hours", ids::queue_update},
    };
    const auto found = blocks.find(name);
    return found == blocks.end() ? ids::queue_name : found->second;
}

/// The id of a group as it is or in a mention's clothes, which people paste: "<!subteam^S1|@it>".
void read_group(fields& form, std::optional<core::group_id>& into)
{
    std::string typed = into ? into->str() : std::string();
    form.text(ids::queue_group, typed);
    if (typed.empty()) {
        into.reset();
        return;
    }
    const auto mention = slack::mrkdwn::as_mention(typed);
    const auto id = mention && mention->what == slack::mrkdwn::mention::kind::group ? mention->id : typed;
    const auto fits = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
    if (id.size() < 2 || id.front() != 'S' || !std::all_of(id.begin(), id.end(), fits))
        form.wrong(ids::queue_group, say::not_a_group(typed));
    else
        into = core::group_id(id);
}

void read_keywords(fields& form, std::vector<std::string>& into)
{
    const auto* typed = form.find(ids::queue_keywords);
    if (typed == nullptr)
        return;
    auto words = read_words(typed->empty() ? std::string() : typed->front());
    if (words)
        into = std::move(*words);
    else
        form.wrong(ids::queue_keywords, words.error());
}

void read_queue(fields& form, core::queue& q)
{
    form.needed(ids::queue_name, q.name);
    form.id(ids::queue_triage, q.triage);
    form.several(ids::queue_intake, q.intake);
    form.several(ids::queue_agents, q.agents);
    read_group(form, q.agent_group);
    if (const auto* chosen = form.find(ids::queue_assignment)) {
        const bool in_turn = !chosen->empty() && chosen->front() == ids::assign_round_robin;
        q.assignment = in_turn ? core::assignment::round_robin : core::assignment::none;
    }
    if (const auto* chosen = form.find(ids::queue_bots))
        q.bots_may_open = !chosen->empty();
    read_keywords(form, q.keywords);
    if (const auto minutes = form.whole(ids::queue_burst, 24 * 60))
        q.burst = std::chrono::minutes(*minutes);
    form.text(ids::queue_skip, q.skip_prefix);
    form.hours(ids::queue_remind, q.remind_assignee);
    form.hours(ids::queue_update, q.update_requester);
}

/// Which queue the form was opened for; empty for a new one.
core::queue_id edited_queue(const std::string& private_metadata)
{
    const auto metadata = nlohmann::json::parse(private_metadata, nullptr, false);
    if (!metadata.is_object())
        return {};
    const auto key = metadata.find("queue");
    if (key == metadata.end() || !key->is_string())
        return {};
    return core::queue_id(key->get<std::string>());
}

tl::expected<core::settings, field_errors> with_queue(const slack::view& sent, const core::settings& present)
{
    fields form(sent.state);
    auto after = present;
    const auto edited = edited_queue(sent.private_metadata);
    const auto at = [&after](const core::queue_id& key) {
        return std::find_if(after.queues.begin(), after.queues.end(), [&key](const core::queue& q) {
            return q.key == key;
        });
    };
    auto queue = at(edited);
    if (!edited.empty() && queue == after.queues.end())
        return tl::unexpected(field_errors{{ids::queue_name, say::queue_gone()}});
    if (edited.empty()) {
        core::queue_id key;
        form.id(ids::queue_key, key);
        // A first request to the same name may have been kept, and its answer lost.
        if (!key.empty() && at(key) != after.queues.end())
            return tl::unexpected(field_errors{{ids::queue_key, say::key_taken(key.str())}});
        core::queue fresh;
        fresh.key = std::move(key);
        queue = after.queues.insert(after.queues.end(), std::move(fresh));
    }
    read_queue(form, *queue);
    if (after.default_queue.empty())
        after.default_queue = queue->key;

    const auto mine = fmt::format("queue[{}]", queue - after.queues.begin() + 1);
    const auto block_of = [&](const std::string& where) -> std::string {
        if (where != mine && !where.starts_with(mine + "."))
            return {};
        auto block = block_of_queue_setting(last_name(where));
        const bool shown = sent.state.count(block) > 0;
        return shown ? block : ids::queue_name;
    };
    return checked(form, present, std::move(after), block_of, ids::queue_name);
}

// ---- people and days ----------------------------------------------------------------------------------------------

tl::expected<core::settings, field_errors> with_people(const slack::view& sent, const core::settings& present)
{
    fields form(sent.state);
    auto after = present;
    form.several(ids::administrators, after.administrators);
    form.several(ids::managers, after.managers);
    if (form.find(ids::default_queue) != nullptr)
        form.id(ids::default_queue, after.default_queue);
    if (const auto days = form.whole(ids::reopen_days, 1'000))
        after.reopen_within_working_days = *days;
    form.needed(ids::time_zone, after.time_zone);
    if (after.administrators.empty())
        form.wrong(ids::administrators, say::no_administrator());

    const auto block_of = [&sent](const std::string& where) -> std::string {
        static const std::map<std::string, const char*> blocks{
            {"administrators", ids::administrators}, {"managers", ids::managers},
            {"default_queue", ids::default_queue},   {"reopen_within_working_days", ids::reopen_days},
            {"time_zone", ids::time_zone},
        };
        const auto found = blocks.find(where.substr(0, where.find('[')));
        return found != blocks.end() && sent.state.count(found->second) > 0 ? found->second : std::string();
    };
    return checked(form, present, std::move(after), block_of, ids::administrators);
}

// ---- routes -------------------------------------------------------------------------------------------------------

tl::expected<core::settings, field_errors> with_routes(const slack::view& sent, const core::settings& present)
{
    fields form(sent.state);
    const auto* typed = form.find(ids::routes);
    if (typed == nullptr)
        return present;
    const auto read = read_routes(typed->empty() ? std::string() : typed->front(), present.queues);
    if (!read) {
        for (const auto& why : read.error())
            form.wrong(ids::routes, why);
        return tl::unexpected(form.errors());
    }
    auto after = present;
    after.routes = read->routes;
    for (const auto& e : core::check(after)) {
        std::size_t index = 0;
        constexpr std::string_view start = "route[";
        if (!e.where.starts_with(start))
            continue;
        std::from_chars(e.where.data() + start.size(), e.where.data() + e.where.size(), index);
        const bool known = index >= 1 && index <= read->lines.size();
        form.wrong(ids::routes, known ? say::on_line(read->lines[index - 1], e.why) : e.why);
    }
    if (!form.errors().empty())
        return tl::unexpected(form.errors());
    const auto none = [](const std::string&) { return std::string(); };
    return checked(form, present, std::move(after), none, ids::routes);
}

}  // namespace

tl::expected<core::settings, field_errors> settings_change_from(const slack::view& sent, const core::settings& present)
{
    if (sent.callback_id == ids::queue_form)
        return with_queue(sent, present);
    if (sent.callback_id == ids::people_form)
        return with_people(sent, present);
    if (sent.callback_id == ids::routes_form)
        return with_routes(sent, present);
    return present;
}

nlohmann::json refused(const field_errors& errors)
{
    nlohmann::json answer;
    answer["response_action"] = "errors";
    answer["errors"] = errors;
    return answer;
}

}  // namespace docket::bot::setup
