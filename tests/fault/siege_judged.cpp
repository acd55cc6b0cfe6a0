#include "bot/words.hpp"
#include "core/ticket.hpp"
#include "tests/fault/siege.hpp"
#include "tests/fault/stormy_day.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

// What has to be so once Docket was started a last time and is quiet.

namespace docket::tests {

namespace {

/// What a field of a card says: "In progress" of "*Status*\nIn progress".
std::string field(const emulator::message& card, const std::string& name)
{
    const auto start = "*" + name + "*\n";
    for (const auto& block : card.blocks.is_array() ? card.blocks : json::array()) {
        for (const auto& each : block.value("fields", json::array())) {
            const auto text = each.value("text", "");
            if (text.starts_with(start))
                return text.substr(start.size());
        }
    }
    return "no such field";
}

}  // namespace

std::string number_in(const std::string& text)
{
    const auto hash = text.find('#');
    if (hash == std::string::npos)
        return text;
    const auto end = text.find_first_not_of("0123456789", hash + 1);
    return text.substr(hash + 1, end - hash - 1);
}

SQLite::Database siege::database() const
{
    return {(folder_.path() / "docket.db").string(), SQLite::OPEN_READONLY, 10'000};
}

std::ptrdiff_t siege::shown_at_desks(const std::string& words)
{
    std::ptrdiff_t count = 0;
    for (const auto& channel : triage_) {
        const auto all = slack_.messages(channel);
        count += std::ranges::count_if(all, [&](const emulator::message& m) {
            return m.user == slack_.bot() && !m.thread_ts.empty() && m.text.find(words) != std::string::npos;
        });
    }
    return count;
}

void siege::judge(bool all)
{
    judge_requests(all);
    judge_messages();
    judge_cards();
    judge_order();
}

/// One ticket for each request that was acknowledged, at most one for any, each with a card and a status line of its
/// own; none without a request.
void siege::judge_requests(bool all)
{
    auto db = database();
    std::map<std::string, int> cards;  // by number
    for (const auto& channel : triage_) {
        for (const auto& m : slack_.messages(channel)) {
            if (m.user == slack_.bot() && m.thread_ts.empty())
                ++cards[number_in(m.text)];
        }
    }
    std::size_t tickets = 0;
    for (const auto& root : roots_) {
        INFO("message " << root.channel << " " << root.ts);
        std::vector<std::string> kept;
        SQLite::Statement rows(
            db, "SELECT number FROM ticket WHERE conversation_channel = $1 AND conversation_ts = $2"
        );
        rows.bind(1, root.channel);
        rows.bind(2, root.ts);
        while (rows.executeStep())
            kept.push_back(rows.getColumn(0).getString());
        if (all || acknowledged(root.channel, root.ts))
            CHECK(kept.size() == 1);
        else
            CHECK(kept.size() <= 1);
        std::vector<std::string> lines;
        for (const auto& m : slack_.thread(root.channel, root.ts)) {
            if (m.ts != root.ts && m.user == slack_.bot())
                lines.push_back(number_in(m.text));
        }
        CHECK(lines == kept);
        for (const auto& number : kept)
            CHECK(cards[number] == 1);
        tickets += kept.size();
    }
    CHECK(tickets > 0);
    CHECK(cards.size() == tickets);
    CHECK(db.execAndGet("SELECT COUNT(*) FROM ticket").getInt64() == static_cast<std::int64_t>(tickets));
}

/// Every message of Docket's is there once, where it believes it is, and none besides.
void siege::judge_messages()
{
    auto db = database();
    std::map<std::string, std::string> kept;  // ts by delivery
    SQLite::Statement rows(db, "SELECT id, channel || ' ' || ts FROM delivery WHERE ts IS NOT NULL");
    while (rows.executeStep())
        kept[rows.getColumn(0).getString()] = rows.getColumn(1).getString();
    std::map<std::string, std::string> there;
    for (const auto& [id, channel] : slack_.world().channels) {
        for (const auto& [ts, m] : channel.messages) {
            if (m.user != slack_.bot() || m.tombstone || !m.subtype.empty())
                continue;
            INFO("in " << channel.name << ": " << m.text);
            const auto delivery = delivery_in(m);
            CHECK_FALSE(delivery.empty());
            const bool once = there.emplace(delivery, id + " " + ts).second;
            CHECK(once);
        }
    }
    CHECK(there == kept);
}

/// The card says who has the ticket and how far it is.
void siege::judge_cards()
{
    auto db = database();
    SQLite::Statement rows(
        db,
        "SELECT t.number, t.status, COALESCE(t.assignee, ''), COALESCE(d.channel, ''), COALESCE(d.ts, '') "
        "FROM ticket t LEFT JOIN delivery d ON d.ticket = t.number AND d.kind = 'card'"
    );
    while (rows.executeStep()) {
        INFO("ticket " << rows.getColumn(0).getString());
        const auto* card = slack_.world().find_message(rows.getColumn(3).getString(), rows.getColumn(4).getString());
        CHECK(card != nullptr);
        if (card == nullptr)
            continue;
        const auto status = core::status_named(rows.getColumn(1).getString());
        REQUIRE(status);
        CHECK(field(*card, "Status") == bot::words::status(*status));
        const auto assignee = rows.getColumn(2).getString();
        const auto shown = field(*card, "Assigned to");
        const auto* who = slack_.world().find_person(assignee);
        // A mention where Docket has not learned the name yet.
        if (who == nullptr || shown != "<@" + assignee + ">")
            CHECK(shown == (who == nullptr ? "nobody yet" : who->name));
    }
}

/// Below its card the words of a ticket stand in the order in which Docket heard them.
void siege::judge_order()
{
    auto db = database();
    SQLite::Statement rows(
        db,
        "SELECT ticket, ts, CAST(subject AS INTEGER) FROM delivery WHERE kind = 'mirror' AND ts IS NOT NULL "
        "ORDER BY ticket, ts"
    );
    std::pair<std::int64_t, std::int64_t> last{0, 0};
    while (rows.executeStep()) {
        const std::pair<std::int64_t, std::int64_t> next{rows.getColumn(0).getInt64(), rows.getColumn(2).getInt64()};
        INFO("ticket " << next.first << ", message " << next.second);
        CHECK(last < next);
        last = next;
    }
}

}  // namespace docket::tests
