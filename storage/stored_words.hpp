#pragma once

#include "storage/transaction.hpp"

#include <optional>
#include <string>

namespace docket::storage {

/// The value behind a stored word, such as that of status_named("waiting").
/// @throws broken  when this Docket knows no such word: the schema's CHECKs let none in but a newer version's
template <class T>
T known(std::optional<T> value, const std::string& word)
{
    if (!value)
        throw broken("the database holds the word '" + word + "', which this Docket does not know: run a newer one");
    return *value;
}

/// A place in Slack out of two columns that are both null or neither.
inline std::optional<core::place> place_in(const statement& q, int channel, int ts)
{
    auto where = q.optional_text(channel);
    auto when = q.optional_text(ts);
    if (!where || !when)
        return std::nullopt;
    return core::place{core::channel_id(std::move(*where)), core::message_ts(std::move(*when))};
}

inline std::optional<core::channel_id> channel_of(const std::optional<core::place>& p)
{
    if (!p)
        return std::nullopt;
    return p->channel;
}

inline std::optional<core::message_ts> ts_of(const std::optional<core::place>& p)
{
    if (!p)
        return std::nullopt;
    return p->ts;
}

inline std::optional<core::member_id> member_in(const statement& q, int column)
{
    auto id = q.optional_text(column);
    if (!id)
        return std::nullopt;
    return core::member_id(std::move(*id));
}

}  // namespace docket::storage
