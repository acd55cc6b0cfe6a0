#include "tests/fault/stormy_day.hpp"

#include "bot/rendering.hpp"
#include "bot/words_commands.hpp"
#include "core/follow.hpp"

#include <algorithm>
#include <variant>

// What has to be so once Slack is well again and Docket is quiet.

namespace docket::tests {

namespace {

using core::delivery_kind;
using journeys::has;

constexpr auto no_card = "its card is not in the triage channel";  // that was given up

/// "12" of "request 12, edited 13"; 0 where it is none.
int request_in(const std::string& title)
{
    const std::string start = "request ";
    return title.starts_with(start) ? std::atoi(title.c_str() + start.size()) : 0;
}

/// Kept without its words: Slack refused for good to show it.
bool is_unreadable(const core::message& said)
{
    const auto words = bot::words::unreadable_request("");
    return said.text.starts_with(words.substr(0, words.find('\n')));
}

/// The message that an event brought.
std::optional<core::message_id> said_by(const core::event& e)
{
    if (const auto* w = std::get_if<core::requester_wrote>(&e.what))
        return w->what;
    if (const auto* w = std::get_if<core::agent_answered>(&e.what))
        return w->what;
    if (const auto* w = std::get_if<core::bystander_wrote>(&e.what))
        return w->what;
    if (const auto* w = std::get_if<core::discussed>(&e.what))
        return w->what;
    return std::nullopt;
}

std::string described(const storage::delivery& d)
{
    const auto due = std::chrono::duration_cast<std::chrono::seconds>(d.due - journeys::monday).count();
    return d.kind + " \"" + d.subject + "\" of #" + std::to_string(d.ticket.value()) + " (delivery " +
           std::to_string(d.id) + ", lane " + d.lane + ", due " + std::to_string(due) + " s, tried " +
           std::to_string(d.attempts) + " times, " + d.error + ")";
}

/// A mention is as good as the name, which Docket may have learned since.
std::string plain(std::string seen)
{
    std::erase(seen, '@');
    return seen;
}

}  // namespace

std::string delivery_in(const emulator::message& m)
{
    if (!m.metadata.is_object())
        return {};
    return m.metadata.value("event_payload", json::object()).value("delivery", "");
}

stormy_day::memory stormy_day::recall()
{
    auto read = [](bot::ledger& l) {
        memory m;
        storage::tickets::filter all;
        all.open_only = false;
        all.limit = 10'000;
        m.tickets = l.tickets().list(all);
        for (const auto& t : m.tickets) {
            m.history[t.number] = l.tickets().history(t.number);
            for (auto& each : l.messages().of(t.number))
                m.said.push_back(std::move(each));
        }
        auto rows = l.tx().prepare("SELECT id FROM delivery ORDER BY id");
        std::vector<std::int64_t> ids;
        while (rows.step())
            ids.push_back(rows.integer(0));
        for (const auto id : ids) {
            auto row = l.deliveries().find(id);
            if (!row)
                continue;
            const auto kind = core::delivery_kind_named(row->kind);
            if (row->ts && kind && core::is_surface(*kind)) {
                const auto now = bot::render(l, *row);
                if (const auto* change = std::get_if<bot::change_posted>(&now))
                    m.drawn[id] = change->message;
            }
            m.outbox.push_back(std::move(*row));
        }
        return m;
    };
    return w_.run(w_.docket->desk()->look(read));
}

void stormy_day::judge()
{
    const auto m = recall();
    judge_outbox(m);
    judge_alerts(m);
    judge_requests(m);
    judge_messages(m);
    judge_surfaces(m);
    judge_order(m);
    judge_words(m);
}

/// Nothing waits, and what was given up was told to those who can mend it.
void stormy_day::judge_outbox(const memory& m)
{
    const bool refused_for_good = how_.storm.refusals > 0;
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(w_.time.now() - journeys::monday).count();
    INFO("it is " << now << " s; " << w_.get("/readyz").second);
    for (const auto& d : m.outbox) {
        INFO(described(d));
        CHECK((d.state == storage::delivery_state::shown || d.state == storage::delivery_state::failed));
        if (d.state != storage::delivery_state::failed)
            continue;
        CHECK_FALSE(d.error.empty());
        CHECK(refused_for_good);
        // Whatever else it refuses is tried again every hour.
        CHECK((d.error == "missing_scope" || d.error == "message_not_found" || d.error == no_card));
    }
}

/// The administrator knows why something was given up, and was not told twice of one reason on one day.
void stormy_day::judge_alerts(const memory& m)
{
    std::map<std::string, int> told;
    for (const auto& d : m.outbox) {
        if (d.kind == "tell" && d.lane == "tell:" + w_.ida && d.subject.starts_with("alert:"))
            ++told[json::parse(d.payload).value("text", "")];
    }
    const auto days = std::chrono::duration_cast<std::chrono::days>(w_.time.now() - journeys::monday).count() + 1;
    for (const auto& [words, times] : told) {
        INFO("to the administrator: " << words);
        CHECK(times <= days);
    }
    for (const auto& d : m.outbox) {
        const bool words_alone = d.kind == "tell" || d.kind == "report";
        if (d.state != storage::delivery_state::failed || words_alone || d.error == "message_not_found" ||
            d.error == no_card)
            continue;
        INFO(described(d));
        CHECK(std::ranges::any_of(told, [&d](const auto& each) {
            return has(each.first, d.error == "missing_scope" ? "a permission that it needs" : d.error);
        }));
    }
}

/// One ticket for each request that was acknowledged, none without a request.
void stormy_day::judge_requests(const memory& m)
{
    std::map<int, int> tickets;
    for (const auto& t : m.tickets) {
        const int number = request_of(t, m);
        INFO("ticket #" << t.number.value() << " “" << t.title << "”");
        CHECK((number != 0 || t.follow_up_of));
        if (number != 0)
            ++tickets[number];
    }
    std::map<std::string, bool> acknowledged;
    for (const auto& d : w_.slack.post_office().deliveries()) {
        if (d.kind == emulator::delivery_kind::event)
            acknowledged[d.id] = acknowledged[d.id] || d.status == 200;
    }
    const auto never = std::ranges::count_if(acknowledged, [](const auto& e) { return !e.second; });
    CHECK(never == 0);
    for (const auto& [number, r] : requests_) {
        INFO("request " << number << " in " << r.channel << " " << r.ts);
        if (r.acknowledged)
            CHECK(tickets[number] == 1);
        else
            CHECK(tickets[number] <= 1);
    }
}

int stormy_day::request_of(const core::ticket& t, const memory& m) const
{
    if (const int number = request_in(t.title); number != 0)
        return number;
    for (const auto& said : m.said) {
        const auto found = std::ranges::find_if(requests_, [&](const auto& asked) {
            const auto& r = asked.second;
            return said.ticket == t.number && said.where && said.where->channel.str() == r.channel &&
                   said.where->ts.str() == r.ts && is_unreadable(said);
        });
        if (found != requests_.end())
            return found->first;
    }
    return 0;
}

/// Every message of Docket's is there once, where it believes it is, and none besides.
void stormy_day::judge_messages(const memory& m)
{
    std::map<std::string, int> there;  // by delivery
    for (const auto& [id, channel] : w_.slack.world().channels) {
        for (const auto& [ts, each] : channel.messages) {
            if (each.user != w_.slack.bot() || each.tombstone || !each.subtype.empty())
                continue;
            INFO("in " << channel.name << ": " << each.text);
            const auto delivery = delivery_in(each);
            CHECK_FALSE(delivery.empty());
            CHECK(++there[delivery] == 1);
        }
    }
    for (const auto& d : m.outbox) {
        if (!d.ts)
            continue;
        INFO(described(d));
        const auto* found = w_.slack.world().find_message(d.channel->str(), d.ts->str());
        REQUIRE(found != nullptr);
        CHECK(delivery_in(*found) == std::to_string(d.id));
    }
    const auto whispers =
        std::ranges::count_if(m.outbox, [](const auto& d) { return d.kind == "tell" || d.kind == "report"; });
    std::ptrdiff_t said = 0;
    for (const auto& call : w_.slack.calls()) {
        const bool private_words = call.method == "chat.postEphemeral" || call.method == "response_url";
        said += private_words && call.status == 200 && call.error.empty() ? 1 : 0;
    }
    CHECK(said <= whispers);
}

/// What shows something that changes shows what holds now.
void stormy_day::judge_surfaces(const memory& m)
{
    for (const auto& d : m.outbox) {
        const auto drawn = m.drawn.find(d.id);
        if (drawn == m.drawn.end() || d.state == storage::delivery_state::failed)
            continue;
        const auto* there = w_.slack.world().find_message(d.channel->str(), d.ts->str());
        if (there == nullptr)
            continue;  // said above
        auto wanted = *there;
        wanted.text = drawn->second.value("text", "");
        wanted.blocks = drawn->second.value("blocks", json(nullptr));
        if (d.kind == core::name_of(delivery_kind::reply)) {  // the queue in its small print is that of its moment
            wanted.blocks[0] = there->blocks[0];
        }
        INFO(described(d));
        CHECK(plain(w_.seen(*there)) == plain(w_.seen(wanted)));
    }
    for (const auto& t : m.tickets) {
        const auto card = w_.card(static_cast<int>(t.number.value()));
        const auto row = std::ranges::find_if(m.outbox, [&t](const storage::delivery& d) {
            return d.ticket == t.number && d.kind == core::name_of(delivery_kind::card) && d.subject == t.queue.str();
        });
        if (row != m.outbox.end() && row->state == storage::delivery_state::failed)
            continue;  // it was refused for good
        const auto seen = w_.seen(card);
        INFO("card of #" << t.number.value() << ":\n" << seen);
        CHECK(has(seen, t.assignee ? w_.slack.world().find_person(t.assignee->str())->name : "nobody yet"));
        CHECK(has(seen, t.title));
    }
}

/// In each thread the words of a ticket stand in the order in which Docket heard them.
void stormy_day::judge_order(const memory& m)
{
    if (how_.storm.refusals > 0)
        return;  // what was refused for good holds up nothing, and may come later all the same
    for (const auto& t : m.tickets) {
        std::map<std::string, std::size_t> heard;
        for (const auto& e : m.history.at(t.number)) {
            if (const auto what = said_by(e))
                heard.emplace(std::to_string(what->value()), heard.size());
        }
        for (const auto kind : {delivery_kind::mirror, delivery_kind::reply}) {
            std::map<std::string, std::map<std::string, std::size_t>> shown;  // by channel, then ts
            for (const auto& d : m.outbox) {
                if (d.ticket == t.number && d.kind == core::name_of(kind) && d.ts && heard.contains(d.subject))
                    shown[d.channel->str()][d.ts->str()] = heard[d.subject];
            }
            for (const auto& [channel, in_order] : shown) {
                std::vector<std::size_t> places;
                for (const auto& [ts, place] : in_order)
                    places.push_back(place);
                INFO("#" << t.number.value() << ", " << core::name_of(kind) << " in " << channel);
                CHECK(std::ranges::is_sorted(places));
            }
        }
    }
}

/// What people wrote is kept as it stands in Slack now.
void stormy_day::judge_words(const memory& m)
{
    for (const auto& said : m.said) {
        if (!said.where || (how_.storm.refusals > 0 && is_unreadable(said)))
            continue;
        INFO("message " << said.id.value() << " of #" << said.ticket.value());
        const auto* there = w_.slack.world().find_message(said.where->channel.str(), said.where->ts.str());
        CHECK((there == nullptr || there->tombstone) == said.deleted.has_value());
        if (there != nullptr && !there->tombstone)
            CHECK(there->text == said.text);
    }
}

std::string stormy_day::summary()
{
    const auto m = recall();
    std::map<std::string, int> came;
    for (const auto& d : m.outbox)
        ++came[d.state == storage::delivery_state::failed ? "failed" : d.ts ? "posted" : "done"];
    return std::to_string(requests_.size()) + " requests, " + std::to_string(m.tickets.size()) + " tickets, " +
           std::to_string(came["posted"]) + " messages, " + std::to_string(came["failed"]) + " given up, " +
           std::to_string(w_.slack.calls().size()) + " calls";
}

}  // namespace docket::tests
