#include "bot/setup/missing.hpp"

#include "bot/words.hpp"
#include "bot/words_setup.hpp"

#include <algorithm>

namespace docket::bot::setup {

namespace {

/// What a channel is for, as the words say it: "cards of IT Help", "requests to Finance".
std::string purpose_of(const core::settings& s, const core::channel_id& channel)
{
    for (const auto& q : s.queues) {
        if (q.triage == channel)
            return words::setup::purpose_triage(q);
        if (std::find(q.intake.begin(), q.intake.end(), channel) != q.intake.end())
            return words::setup::purpose_intake(q);
    }
    return {};
}

/// Empty when all is well with it.
std::string sentence(const channel_check& c, const std::string& purpose)
{
    switch (c.found) {
        case channel_check::state::ok:
            return {};
        case channel_check::state::not_member:
            return words::setup::invite(c.channel, purpose);
        case channel_check::state::not_found:
            return words::setup::channel_unseen(c.channel, purpose);
        case channel_check::state::archived:
            return words::setup::channel_archived(c.channel, purpose);
        case channel_check::state::unknown:
            return words::setup::channel_unchecked(c.channel, purpose);
    }
    return {};
}

}  // namespace

std::vector<core::channel_id> channels_of(const core::settings& s)
{
    std::vector<core::channel_id> all;
    const auto add = [&all](const core::channel_id& c) {
        if (!c.empty() && std::find(all.begin(), all.end(), c) == all.end())
            all.push_back(c);
    };
    for (const auto& q : s.queues) {
        add(q.triage);
        for (const auto& c : q.intake)
            add(c);
    }
    return all;
}

std::vector<std::string> missing(
    const core::settings& s, const std::vector<channel_check>& checks, const std::vector<std::string>& granted,
    std::span<const std::string_view> required
)
{
    std::vector<std::string> sentences;
    if (s.queues.empty())
        sentences.push_back(words::setup::no_queue_yet());
    else
        for (const auto& e : core::check(s))
            sentences.push_back(words::setup::cannot_stand(e));
    for (const auto& c : checks) {
        auto purpose = purpose_of(s, c.channel);
        if (purpose.empty())
            continue;  // no setting names it any more
        if (auto said = sentence(c, purpose); !said.empty())
            sentences.push_back(std::move(said));
    }
    if (!granted.empty())
        for (const auto scope : required)
            if (std::find(granted.begin(), granted.end(), scope) == granted.end())
                sentences.push_back(words::scope_missing(std::string(scope)));
    return sentences;
}

}  // namespace docket::bot::setup
