#include "bot/alerts.hpp"
#include "bot/catch_up.hpp"
#include "bot/courier.hpp"
#include "bot/handlers/handlers.hpp"
#include "bot/log.hpp"

#include <algorithm>
#include <array>

namespace docket::bot {

// Reading what was said while we did not hear, a page at a time. Slack gives the newest page first and we handle the
// oldest first: where there is more than one, their ends are noted on the way back in time, and then each is read
// again.

namespace {

using nlohmann::json;
using slack::failure;

constexpr int page_size = 200;           // messages; Slack advises 100 to 200
constexpr std::size_t most_pages = 500;  // of one conversation
constexpr std::size_t recent_directs = 50;
constexpr std::size_t most_directs = 1'000;

// A page with something that cannot be handled is tried again before that is left out: it may have been the moment.
constexpr std::int64_t most_stumbles = 3;
constexpr std::array stumble_pause{std::chrono::seconds(2), std::chrono::seconds(30), std::chrono::seconds(300)};

std::string to_ts(core::instant at)
{
    return std::to_string(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count()) + ".000000";
}

json arguments_of(const errand::catch_up& what)
{
    json arguments;
    arguments["channel"] = what.channel.str();
    if (what.thread)
        arguments["ts"] = what.thread->str();
    arguments["limit"] = page_size;
    arguments["oldest"] = to_ts(what.since);
    arguments["inclusive"] = true;
    if (what.found_all) {
        arguments["limit"] = page_size + 1;  // a thread's root counts, also where it was not in the page before
        arguments["oldest"] = what.pages.front().first;
        arguments["latest"] = what.pages.front().second;
    }
    if (!what.cursor.empty())
        arguments["cursor"] = what.cursor;
    return arguments;
}

std::vector<slack::message> messages_in(const json& answer, const errand::catch_up& what)
{
    std::vector<slack::message> all;
    for (const auto& each : answer.value("messages", json::array())) {
        auto m = slack::message_from(each, what.channel.str());
        if (!m.ts.empty() && !(what.thread && m.ts == what.thread->str()))
            all.push_back(std::move(m));
    }
    return all;
}

std::string cursor_in(const json& answer)
{
    const json::json_pointer at("/response_metadata/next_cursor");
    const auto cursor = answer.contains(at) ? answer.at(at) : json();
    return cursor.is_string() ? cursor.get<std::string>() : std::string();
}

bool is_joining_of(const slack::message& m, const core::member_id& who)
{
    return (m.subtype == "channel_join" || m.subtype == "group_join") && m.user == who.str();
}

/// What was said before we came to a channel was not said to us, however many pages before.
void forget_what_was_before_us(errand::catch_up& what, std::vector<slack::message>& page, const core::member_id& us)
{
    if (what.thread)
        return;
    for (const auto& m : page) {
        if (is_joining_of(m, us))
            what.joined = std::max(what.joined, m.ts);
    }
    std::erase_if(page, [&](const auto& m) { return m.ts < what.joined; });
    if (!what.found_all)
        std::erase_if(what.pages, [&](const auto& ends) { return ends.second < what.joined; });
}

/// Takes note of a page. @return whether it is to be handled now: it is the oldest of those still to be
bool note(errand::catch_up& what, const std::vector<slack::message>& page, std::string next)
{
    if (what.found_all) {
        what.cursor = next == what.cursor ? std::string() : std::move(next);  // Slack may give it in pieces
        if (what.cursor.empty())
            what.pages.erase(what.pages.begin());
        return true;
    }
    const bool only = what.pages.empty() && next.empty();
    if (!page.empty() && !only) {
        const auto [first, last] = std::ranges::minmax_element(page, {}, &slack::message::ts);
        what.pages.emplace_back(first->ts, last->ts);
    }
    what.cursor = what.pages.size() < most_pages ? std::move(next) : std::string();
    if (!what.cursor.empty())
        return false;
    if (only)
        return true;
    what.found_all = true;
    const auto this_one = page.empty() ? std::pair<std::string, std::string>() : what.pages.back();
    std::ranges::sort(what.pages);
    if (what.pages.empty() || what.pages.front() != this_one)
        return false;
    what.pages.erase(what.pages.begin());
    return true;
}

bool is_finished(const errand::catch_up& what)
{
    return what.cursor.empty() && what.pages.empty();
}

const char* place_name(const errand::catch_up& what)
{
    return what.thread ? "thread" : what.direct ? "direct" : "channel";
}

/// Somebody of another organisation, who may ask only where that is meant.
bool has_outsiders(const std::vector<slack::message>& page, const std::string& workspace)
{
    return std::ranges::any_of(page, [&](const auto& m) { return !m.user_team.empty() && m.user_team != workspace; });
}

/// Where something was missed, the threads were not heard either. Once for one silence.
void read_the_rest(ledger& l, const errand::catch_up& what, const caught& found)
{
    const auto key = "missed:" + std::to_string(what.since.time_since_epoch().count());
    if (what.look && found.overdue && l.first_time(key))
        static_cast<void>(catch_up_since(l, what.since));
}

/// A page could not be handled. Throws where that is the database's fault, and not the page's.
asio::awaitable<void> put_off(office& where, storage::delivery row, std::string why)
{
    const auto stumbles = static_cast<std::size_t>(std::min(row.attempts, most_stumbles - 1));
    auto wait = [&](ledger& l) {
        l.deliveries().begin(row.id, false, l.now());
        l.deliveries().retry(row.id, false, l.now() + stumble_pause.at(stumbles), why);
        return true;
    };
    co_await where.commit(wait);
    log::error(
        "missed messages cannot be handled; trying again",
        {{"where", row.subject}, {"error", why}, {"tries", row.attempts + 1}}
    );
}

/// How far it is with everything.
struct progress {
    caught found;
    bool all_read = false;
};

void tell(office& where, const errand::catch_up& what, const progress& p)
{
    for (const auto& outcome : p.found.outcomes)
        where.counts().caught_up(place_name(what), outcome);
    for (const auto& [ts, why] : p.found.left_out)
        log::error(
            "a missed message cannot be handled and is left out; please report this",
            {{"where", what.channel.str()}, {"ts", ts}, {"error", why}}
        );
    auto& tally = where.tally();
    tally.messages += p.found.done;
    tally.conversations += is_finished(what) ? 1 : 0;
    if (what.look && p.found.overdue && !tally.running) {
        tally.running = true;
        log::warn("messages were missed: catching up", {{"where", what.channel.str()}});
    }
    // What was said before Slack last reached us may be missing for other reasons: we could not keep it, or only since
    // then have a use for it.
    if (what.silent && p.found.overdue && *p.found.overdue > tally.reached && !tally.unheard) {
        tally.unheard = true;
        log::error(
            "Slack does not reach us: it holds messages that it did not deliver; see to the request URL, the proxy, "
            "and whether the app's events are switched on",
            {{"where", what.channel.str()}}
        );
    }
    if (tally.running && p.all_read) {
        log::info("caught up", {{"conversations", tally.conversations}, {"messages", tally.messages}});
        tally.running = false;
    }
}

/// Somebody's direct messages with us.
struct direct {
    core::channel_id id;
    core::instant made;
};

std::vector<direct> directs_in(const json& answer)
{
    std::vector<direct> all;
    for (const auto& each : answer.value("channels", json::array())) {
        const auto named = each.find("id");
        if (named == each.end() || !named->is_string() || each.value("is_user_deleted", false))
            continue;
        const core::instant made{std::chrono::seconds(each.value("created", std::int64_t{0}))};
        if (!named->get_ref<const std::string&>().empty())
            all.push_back({core::channel_id(named->get<std::string>()), made});
    }
    return all;
}

/// Those to look into: `known` ones, those that are new, and as many others as make a fair number with these, the
/// newest first: somebody may have been written to for long before they write.
/// @param others  false where they were taken already, from the page before
std::vector<core::channel_id> worth_a_look(
    std::vector<direct> all, core::instant since, const std::vector<core::channel_id>& known, bool others
)
{
    const auto rest = std::ranges::partition(all, [&](const direct& d) {
        return d.made >= since || std::ranges::find(known, d.id) != known.end();
    });
    std::ranges::sort(rest, std::ranges::greater(), &direct::made);
    auto count = static_cast<std::size_t>(rest.begin() - all.begin());
    if (others)
        count = std::max(count, std::min(all.size(), recent_directs));
    std::vector<core::channel_id> chosen;
    for (std::size_t i = 0; i < count; ++i)
        chosen.push_back(all[i].id);
    return chosen;
}

}  // namespace

asio::awaitable<slack::result<bool>> courier::is_shared(core::channel_id channel)
{
    json arguments;
    arguments["channel"] = channel.str();
    const auto found = co_await web_.call("conversations.info", std::move(arguments));
    if (!found)
        co_return tl::unexpected(found.error());
    co_return found->value("channel", json::object()).value("is_ext_shared", false);
}

asio::awaitable<carried> courier::ask_missed(storage::delivery row, errand::catch_up what)
{
    const std::string method = what.thread ? "conversations.replies" : "conversations.history";
    auto answer = co_await web_.call(method, arguments_of(what));
    if (!answer && answer.error().error == "invalid_cursor") {
        what.cursor.clear();  // it has grown old: from the beginning
        what.pages.clear();
        what.found_all = false;
    } else if (!answer) {
        co_return co_await missed_failed(std::move(row), method, answer.error());
    }
    bool handle = false;
    std::vector<slack::message> page;
    if (answer) {
        page = messages_in(*answer, what);
        forget_what_was_before_us(what, page, office_.workspace().bot_user);
        handle = note(what, page, cursor_in(*answer));
    }
    bool shared = false;
    if (handle && has_outsiders(page, office_.workspace().id.str())) {
        auto known = co_await is_shared(what.channel);
        if (!known)
            co_return co_await missed_failed(std::move(row), "conversations.info", known.error());
        shared = *known;
    }
    const bool finished = answer && is_finished(what);
    const auto payload = errand::to_row(what, {}).payload;
    auto keep = [&](ledger& l) {
        progress p;
        if (handle)
            p.found = on_missed(l, what, page, shared, row.attempts >= most_stumbles);
        read_the_rest(l, what, p.found);
        if (finished)
            l.deliveries().succeed(row.id, row.wanted, std::nullopt, l.now());
        else
            static_cast<void>(l.deliveries().go_on(row.id, row.wanted, payload, row.lane, l.now()));
        p.all_read = l.deliveries().count().to_read == 0;
        return p;
    };
    std::optional<std::string> stumbled;
    try {
        const auto done = co_await office_.commit(keep);
        tell(office_, what, done);
    } catch (const std::exception& e) {
        stumbled = e.what();
    }
    if (stumbled) {
        auto waiting = put_off(office_, std::move(row), std::move(*stumbled));
        co_await std::move(waiting);
    }
    co_return carried{method, std::nullopt};
}

asio::awaitable<carried> courier::ask_directs(storage::delivery row, errand::catch_up_directs what)
{
    const std::string method = "conversations.list";
    json arguments;
    arguments["types"] = "im";
    arguments["limit"] = page_size;
    if (!what.cursor.empty())
        arguments["cursor"] = what.cursor;
    const auto answer = co_await web_.call(method, std::move(arguments));
    const bool refused = !answer && answer.error().what == failure::kind::permanent;
    if (!answer && !refused)
        co_return co_await missed_failed(std::move(row), method, answer.error());
    if (refused)
        log::warn(
            "who wrote directly for the first time cannot be found out",
            {{"error", answer.error().error}, {"detail", answer.error().detail}}
        );
    const bool first = what.cursor.empty();
    what.cursor = answer ? cursor_in(*answer) : std::string();
    auto keep = [&](ledger& l) {
        auto wanted = known_directs(l, what.look ? recent_directs : most_directs);
        if (answer && what.look) {
            wanted = worth_a_look(directs_in(*answer), what.since, wanted, first);
        } else if (answer) {
            wanted.clear();
            for (auto& d : directs_in(*answer))
                wanted.push_back(std::move(d.id));
        }
        for (const auto& channel : wanted) {
            errand::catch_up one;
            one.channel = channel;
            one.direct = true;
            one.since = what.since;
            one.look = what.look;
            one.silent = what.silent;
            read_missed(l, std::move(one));
        }
        if (refused)
            alert_administrators(l, row, answer.error());
        if (what.cursor.empty())
            l.deliveries().succeed(row.id, row.wanted, std::nullopt, l.now());
        else
            static_cast<void>(
                l.deliveries().go_on(row.id, row.wanted, errand::to_row(what, {}).payload, row.lane, l.now())
            );
        progress p;
        p.all_read = l.deliveries().count().to_read == 0;
        return p;
    };
    const auto done = co_await office_.commit(keep);
    errand::catch_up nothing_read;
    nothing_read.cursor = "list";
    tell(office_, nothing_read, done);
    co_return carried{method, std::nullopt};
}

/// What cannot be read is left, unless that may be granted; what may be later waits by itself, so that it holds up no
/// other.
asio::awaitable<carried> courier::missed_failed(storage::delivery row, std::string method, failure why)
{
    why = as_retry(std::move(why));
    const bool may_be_granted = why.error == "missing_scope" || is_against_app(why.error);
    if (why.what == failure::kind::permanent && !may_be_granted) {
        log::warn("a conversation cannot be read", {{"where", row.subject}, {"error", why.error}});
        auto give_up = [&row](ledger& l) {
            l.deliveries().succeed(row.id, row.wanted, std::nullopt, l.now());
            return true;
        };
        co_await office_.commit(give_up);
        carried outcome{std::move(method), std::move(why)};
        co_return outcome;
    }
    if (why.what == failure::kind::retry) {
        auto step_aside = [&row](ledger& l) {
            return l.deliveries().go_on(row.id, row.wanted, row.payload, "catch_up:" + row.subject, l.now());
        };
        co_await office_.commit(step_aside);
    }
    co_return co_await failed(std::move(row), std::move(method), std::move(why));
}

}  // namespace docket::bot
