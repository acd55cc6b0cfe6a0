// What the parts of one acknowledgement cost by themselves on this machine: checking the signature, reading the body,
// and the rows of a new ticket committed in groups. No HTTP, no threads, no waiting: the limit of what an
// acknowledgement can cost. Prints one JSON line.
//
//   bench_limit --folder DIR

#include "slack/inbound.hpp"
#include "storage/database.hpp"
#include "storage/deliveries.hpp"
#include "storage/messages.hpp"
#include "storage/seen.hpp"
#include "storage/tickets.hpp"
#include "tests/bench/requests.hpp"

#include <CLI/CLI.hpp>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

using namespace docket;
using steady = std::chrono::steady_clock;

namespace {

constexpr std::int64_t rounds = 20'000;
constexpr std::int64_t group = 64;

const core::workspace_id team("T0LIMIT");
const core::channel_id channel("C0LIMIT");
const core::member_id user("U0LIMIT");

/// Microseconds of each of `count` turns.
template <class Work>
double each(std::int64_t count, Work work)
{
    const auto began = steady::now();
    for (std::int64_t i = 0; i < count; ++i)
        work(i);
    const std::chrono::duration<double, std::micro> took = steady::now() - began;
    return took.count() / static_cast<double>(count);
}

core::instant at(std::int64_t i)
{
    return core::instant(std::chrono::milliseconds(1'772'438'400'000 + i));
}

/// The rows of one ticket opened by a message.
void open_ticket(storage::transaction& tx, std::int64_t i)
{
    storage::first_time(tx, team, "event:Ev" + std::to_string(i), at(i));
    storage::tickets tickets(tx, team);
    core::ticket t;
    t.number = tickets.take_number();
    t.queue = core::queue_id("it");
    t.requester = user;
    t.source = core::source::intake_channel;
    t.conversation = core::place{channel, core::message_ts(std::to_string(1'772'438'400 + i) + ".000100")};
    t.title = "The printer on the third floor shows E7 and prints nothing since this morning";
    t.details = "The queue is full, I have switched it off and on again twice, and I have a meeting at ten.";
    t.opened = t.touched = t.informed = at(i);
    t.events = 1;
    tickets.put(t);
    core::opened opened;
    opened.queue = t.queue;
    opened.requester = t.requester;
    opened.source = t.source;
    opened.conversation = t.conversation;
    opened.title = t.title;
    opened.details = t.details;
    tickets.append(t.number, core::event(opened, at(i), user, core::cause::asked));
    storage::deliveries deliveries(tx, team);
    for (const auto* kind : {"card", "status_line"}) {
        storage::delivery d;
        d.ticket = t.number;
        d.kind = kind;
        d.lane = channel.str();
        deliveries.ask(d, true, at(i));
    }
    core::message m;
    m.ticket = t.number;
    m.author = user;
    m.where = t.conversation;
    m.text = t.title + ". " + t.details;
    m.at = at(i);
    static_cast<void>(storage::messages(tx, team).add(m));
}

nlohmann::json measure(const std::filesystem::path& folder)
{
    const bench::request_maker maker({team.str(), {channel.str()}, user.str(), "secret"});
    const auto body = maker.body(bench::kind::message, 1);
    const slack::signer signer({"secret"});
    const auto stamp = std::to_string(std::time(nullptr));
    const auto signature = signer.sign(stamp, body);
    const auto now = slack::instant(std::chrono::seconds(std::time(nullptr)));
    std::int64_t wrong = 0;

    nlohmann::json all;
    all["bytes"] = body.size();
    all["signature_us"] = each(rounds, [&](auto) { wrong += signer.check(stamp, signature, body, now) ? 1 : 0; });
    all["parse_us"] = each(rounds, [&](auto) { wrong += slack::decode("application/json", body) ? 0 : 1; });

    const auto database = storage::open_for_writing(folder / "limit.db");
    storage::migrate(*database);
    storage::transaction tx(*database);
    all["commit_us"] = each(
                           rounds / group,
                           [&](std::int64_t turn) {
                               tx.prepare("BEGIN IMMEDIATE").run();
                               for (std::int64_t i = 0; i < group; ++i)
                                   open_ticket(tx, turn * group + i);
                               tx.prepare("COMMIT").run();
                           }
                       ) /
                       static_cast<double>(group);
    if (wrong != 0)
        throw std::runtime_error("what is measured does not work");
    const double sum = double(all["signature_us"]) + double(all["parse_us"]) + double(all["commit_us"]);
    all["commit_group"] = group;
    all["sum_us"] = sum;
    all["per_second"] = 1e6 / sum;
    return all;
}

}  // namespace

int main(int argc, char** argv)
{
    CLI::App app("What the parts of an acknowledgement cost by themselves.");
    std::string folder;
    app.add_option("--folder", folder)->required();
    CLI11_PARSE(app, argc, argv);
    try {
        std::cout << measure(folder).dump() << std::endl;
        return 0;
    } catch (const std::exception& e) {
        std::cerr << "bench_limit: " << e.what() << "\n";
        return 1;
    }
}
