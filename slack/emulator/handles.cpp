#include "slack/emulator/handles.hpp"

#include <fmt/format.h>
#include <iterator>

namespace docket::slack::emulator {

namespace {

constexpr std::size_t remembered = 10'000;  // more than any test or demo holds at once

/// Keeps the newest; keys rise, so the first are the oldest.
template <class T>
void forget_oldest(std::map<std::string, T>& known)
{
    while (known.size() > remembered)
        known.erase(known.begin());
}

}  // namespace

std::string trigger_book::issue(std::string user, std::string view_id, instant now)
{
    ++issued_;
    auto id = fmt::format("{:013}.1001.{:016x}", issued_, issued_ * 0x9e3779b97f4a7c15ULL);
    known_.emplace(id, trigger{now, std::move(user), std::move(view_id)});
    forget_oldest(known_);
    return id;
}

tl::expected<trigger, std::string> trigger_book::exchange(const std::string& id, instant now)
{
    const auto found = known_.find(id);
    if (found == known_.end())
        return tl::unexpected<std::string>("invalid_trigger_id");
    if (found->second.used)
        return tl::unexpected<std::string>("exchanged_trigger_id");
    if (now - found->second.issued > life)
        return tl::unexpected<std::string>("expired_trigger_id");
    found->second.used = true;
    return found->second;
}

std::string response_book::issue(response_target where)
{
    ++issued_;
    auto key = fmt::format("{:013}{:016x}", issued_, issued_ * 0xd1342543de82ef95ULL);
    known_.emplace(key, std::move(where));
    forget_oldest(known_);
    return key;
}

tl::expected<response_target, std::string> response_book::use(const std::string& key, instant now)
{
    const auto found = known_.find(key);
    if (found == known_.end())
        return tl::unexpected<std::string>("no_such_url");
    if (now - found->second.issued > life)
        return tl::unexpected<std::string>("expired_url");
    if (found->second.uses >= allowed_uses)
        return tl::unexpected<std::string>("used_url");
    ++found->second.uses;
    return found->second;
}

}  // namespace docket::slack::emulator
