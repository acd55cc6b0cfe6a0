#pragma once

#include "storage/deliveries.hpp"
#include "storage/messages.hpp"
#include "storage/seen.hpp"
#include "storage/timers.hpp"
#include "storage/writer.hpp"
#include "tests/storage/shelf.hpp"

#include <algorithm>
#include <boost/asio/detached.hpp>
#include <future>
#include <random>
#include <set>
#include <string>
#include <vector>

/// What the tests of disks share: requests that leave a row in every table, and a look at whether each is there whole.
namespace docket::tests {

inline const core::workspace_id workspace("T1");

inline int fault_rounds(int usually)
{
    const char* set = std::getenv("DOCKET_FAULT_ROUNDS");
    return set == nullptr ? usually : std::atoi(set);
}

inline unsigned fault_seed()
{
    const char* set = std::getenv("DOCKET_FAULT_SEED");
    return set == nullptr ? 20'260'302U : static_cast<unsigned>(std::atoi(set));
}

/// A request as the service keeps it: its key, a ticket, what happened, what was said, a timer and a delivery.
/// The value tells whether it was new.
inline auto request(int which)
{
    return [which](storage::transaction& tx) {
        const auto name = "request " + std::to_string(which);
        if (!storage::first_time(tx, workspace, name, at(which)))
            return false;
        storage::tickets all(tx, workspace);
        auto t = ticket(all.take_number().value());
        t.title = name;
        t.conversation = place("C1", std::to_string(which) + ".000100");
        t.details = std::string(static_cast<std::size_t>(which % 7) * 900, 'd');
        all.put(t);
        all.append(t.number, {core::reopened{}, at(which), {}});
        core::message m;
        m.ticket = t.number;
        m.author = core::member_id("U1");
        m.where = t.conversation;
        m.text = name;
        m.at = at(which);
        static_cast<void>(storage::messages(tx, workspace).add(m));
        storage::set_timers(tx, workspace, t.number, {{core::timer_kind::remind_assignee, at(which + 1000)}});
        storage::delivery d;
        d.ticket = t.number;
        d.kind = "card";
        d.lane = "C2";
        storage::deliveries(tx, workspace).ask(d, false, at(which));
        return true;
    };
}

/// What a database holds of such requests.
struct holdings {
    std::set<int> whole;
    std::string wrong;  ///< the first thing that must not be; empty when all is well
};

/// @throws storage::broken
inline holdings look_through(SQLite::Database& database)
{
    holdings found;
    const auto must_be = [&](const std::string& what, const std::string& sql, const std::string& value) {
        const auto got = database.execAndGet(sql).getString();
        if (got != value && found.wrong.empty())
            found.wrong = what + ": " + got + " instead of " + value;
    };
    must_be("integrity", "PRAGMA integrity_check(1)", "ok");
    must_be("dangling references", "SELECT COUNT(*) FROM pragma_foreign_key_check", "0");
    SQLite::Statement rows(
        database,
        "SELECT t.number, t.title, (SELECT COUNT(*) FROM seen s WHERE s.key = t.title), "
        "(SELECT COUNT(*) FROM event e WHERE e.ticket = t.number), "
        "(SELECT COUNT(*) FROM message m WHERE m.ticket = t.number AND m.text = t.title), "
        "(SELECT COUNT(*) FROM timer r WHERE r.ticket = t.number), "
        "(SELECT COUNT(*) FROM delivery d WHERE d.ticket = t.number) FROM ticket t"
    );
    while (rows.executeStep()) {
        const auto title = rows.getColumn(1).getString();
        for (int column = 2; column < 7; ++column) {
            if (rows.getColumn(column).getInt() != 1)
                found.wrong = title + " is there " + rows.getColumn(column).getString() + " times in part " +
                              std::to_string(column);
        }
        if (!found.whole.insert(std::stoi(title.substr(title.find(' ') + 1))).second)
            found.wrong = title + " is there twice";
    }
    const auto count = std::to_string(found.whole.size());
    for (const auto* table : {"seen", "event", "message", "timer", "delivery"})
        must_be(table, "SELECT COUNT(*) FROM " + std::string(table), count);
    must_be("the last number", "SELECT COALESCE(MAX(number), 0) FROM ticket", count);
    must_be("the counter", "SELECT COALESCE(MAX(last), 0) FROM ticket_counter", count);
    return found;
}

/// Those who wait for a writer, all at once, so that their requests make one group.
class petitioners {
public:
    petitioners(asio::io_context& context, storage::writer& w) : context_(context), writer_(w) {}

    /// Asks for all of `which` in one group. @return those that were kept, or had been
    std::set<int> ask(const std::vector<int>& which)
    {
        kept_.clear();
        ended_ = 0;
        std::promise<void> release;
        std::promise<void> holding;
        auto hold = [&](storage::transaction&) {
            holding.set_value();
            release.get_future().wait();
            return true;
        };
        asio::co_spawn(context_, one(0, std::ref(hold)), asio::detached);
        const auto held = holding.get_future();
        // Where not even a group can begin, it is refused before it holds anything up.
        context_.restart();
        while (ended_ == 0 && held.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
            context_.run_one_for(std::chrono::milliseconds(1));
        for (const int r : which)
            asio::co_spawn(context_, one(r, request(r)), asio::detached);
        context_.restart();
        context_.poll();
        release.set_value();
        run_until(context_, [&] { return ended_ == which.size() + 1; });
        return kept_;
    }

private:
    template <class Work>
    asio::awaitable<void> one(int which, Work work)
    {
        try {
            co_await writer_.run(work);
            if (which != 0)
                kept_.insert(which);
        } catch (const storage::broken&) {  // Slack would hear 503
        }
        ++ended_;
    }

    asio::io_context& context_;
    storage::writer& writer_;
    std::set<int> kept_;
    std::size_t ended_ = 0;
};

}  // namespace docket::tests
