#include "bot/secret_files.hpp"

#include "bot/log.hpp"
#include "storage/transaction.hpp"

#include <algorithm>

namespace docket::bot {

namespace {

using namespace std::chrono_literals;

constexpr auto look_every = 3s;
constexpr auto longest_pause = 1min;  // a pause that seems longer comes of a clock that was set back

}  // namespace

asio::awaitable<void> secret_files::run()
{
    while (!stopping_ && !empty()) {
        const bool asked = std::exchange(asked_, false);
        for (auto& each : all_) {
            if (stopping_)
                break;
            auto looking = look_at(each, asked);
            co_await std::move(looking);
        }
        if (asked)
            log::info("the files of secrets were read again", {{"files", all_.size()}, {"unused", troubles().size()}});
        const auto next = time_.now() + look_every;
        const auto unsettled = [](const watched& w) { return !w.settled; };
        next_ = std::any_of(all_.begin(), all_.end(), unsettled) ? next : slack::instant::max();
        quiet_ = true;
        co_await bell_.wait(time_, next);
        quiet_ = false;
    }
    next_ = slack::instant::max();
    quiet_ = true;
}

void secret_files::look_now()
{
    asked_ = true;
    bell_.ring();
}

void secret_files::stop()
{
    stopping_ = true;
    bell_.ring();
}

std::vector<std::string> secret_files::troubles() const
{
    std::vector<std::string> all;
    for (const auto& each : all_)
        if (!each.trouble.empty())
            all.push_back(each.trouble);
    return all;
}

asio::awaitable<void> secret_files::look_at(watched& at, bool asked)
{
    auto found = at.what.read();
    at.settled = asked || (at.seen && *at.seen == found);
    at.seen = found;
    if (!at.settled)
        co_return;
    if (!found) {
        complain(at, found.error() + "; the one that was read before stays in use", asked);
        co_return;
    }
    if (*found == at.what.in_use) {
        at.tried.reset();
        at.trouble.clear();
        co_return;
    }
    const auto now = time_.now();
    const bool due = at.again <= now || (at.again != slack::instant::max() && at.again - now > longest_pause);
    if (!asked && at.tried == *found && !due)
        co_return;
    auto trying = try_out(at, std::move(*found), asked);
    co_await std::move(trying);
}

asio::awaitable<void> secret_files::try_out(watched& at, std::string secret, bool asked)
{
    const bool first = at.tried != secret;
    secret_trial came;
    try {
        auto taking = at.what.take(secret);
        came = co_await std::move(taking);
    } catch (const storage::broken& e) {
        came = secret_trial::postponed(std::string("the database does not let it be used: ") + e.what(), look_every);
    }
    if (came.what == secret_trial::outcome::taken) {
        log::info("a new secret is in use", {{"which", at.what.name}, {"file", at.what.file}});
        at.what.in_use = std::move(secret);
        at.tried.reset();
        at.trouble.clear();
        co_return;
    }
    const bool later = came.what == secret_trial::outcome::postponed;
    at.again = later ? time_.now() + std::clamp<std::chrono::milliseconds>(came.pause, look_every, longest_pause)
                     : slack::instant::max();
    at.tried = std::move(secret);
    complain(at, std::move(came.why), asked || first);
}

/// Once for each trouble; to whoever asks, each time.
void secret_files::complain(watched& at, std::string why, bool asked)
{
    if (asked || why != at.trouble)
        log::error("a file's secret cannot be used", {{"which", at.what.name}, {"why", why}});
    at.trouble = std::move(why);
}

}  // namespace docket::bot
