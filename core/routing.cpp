#include "core/decide.hpp"
#include "core/text.hpp"

#include <algorithm>

// Where a request goes, and by what.

namespace docket::core {

namespace {

/// Title and words: a form's title says as much as its details.
std::string words_of(const request& r)
{
    return r.title + "\n" + r.text;
}

/// What of the route holds, in its own words ("invoice, urgency = urgent"). Nothing when it does not apply.
std::optional<std::string> holds(const route& wanted, const request& r)
{
    std::string because;
    if (!wanted.words.empty()) {
        const auto text = words_of(r);
        const auto word = std::ranges::find_if(wanted.words, [&](const auto& w) { return has_words(text, w); });
        if (word == wanted.words.end())
            return std::nullopt;
        because = *word;
    }
    for (const auto& [field, value] : wanted.form) {
        const auto chosen = r.form.find(field);
        if (chosen == r.form.end() || folded(trimmed(chosen->second)) != folded(trimmed(value)))
            return std::nullopt;
        because += (because.empty() ? "" : ", ") + field + " = " + value;
    }
    return because;
}

std::optional<routing> by_routes(const request& r, const desk& d)
{
    for (std::size_t i = 0; i < d.set.routes.size(); ++i) {
        const auto& each = d.set.routes[i];
        const auto* to = d.find(each.queue);
        if (to == nullptr)
            continue;
        if (const auto because = holds(each, r))
            return routing{to, "route " + std::to_string(i + 1) + (because->empty() ? "" : ": " + *because)};
    }
    return std::nullopt;
}

std::optional<routing> by_keywords(const request& r, const desk& d)
{
    const auto text = words_of(r);
    for (const auto& q : d.set.queues) {
        const auto word = std::ranges::find_if(q.keywords, [&](const auto& w) { return has_words(text, w); });
        if (word != q.keywords.end())
            return routing{&q, "keyword " + *word};
    }
    return std::nullopt;
}

}  // namespace

std::optional<routing> route_of(const request& r, const desk& d)
{
    if (!is_blank(r.queue)) {
        if (const auto* chosen = d.find_named(r.queue))
            return routing{chosen, {}};
        // A follow-up asks for the queue of old. Where that is gone, rules decide, rather than losing the request.
        if (!r.follow_up_of)
            return std::nullopt;
    }
    if (auto found = by_routes(r, d))
        return found;
    if (r.conversation) {
        // Writing in a queue's own channel is choosing it.
        if (const auto* own = d.with_intake(r.conversation->channel))
            return routing{own, {}};
    }
    if (auto found = by_keywords(r, d))
        return found;
    if (const auto* otherwise = d.find(d.set.default_queue))
        return routing{otherwise, "default queue"};
    if (d.set.queues.empty())
        return std::nullopt;
    return routing{&d.set.queues.front(), "default queue"};
}

}  // namespace docket::core
