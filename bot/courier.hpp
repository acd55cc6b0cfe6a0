#pragma once

#include "bot/office.hpp"
#include "bot/rendering.hpp"
#include "slack/web_client.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace docket::bot {

/// What came of carrying one delivery, for who paces them.
struct carried {
    std::string method;                    ///< the Web API method that decided it; empty when none was called
    std::optional<slack::failure> failed;  ///< also after 429 and a dead token
};

/// Of something that was only asked: asking again does no harm, so an uncertain end is none.
[[nodiscard]] slack::failure as_retry(slack::failure why);

/// Carries one delivery to Slack and keeps what came of it: the row's new state and, in the same unit, the command
/// that the result means. Never throws for what Slack does; a broken database is thrown.
class courier {
public:
    courier(office& where, slack::web_client& web) : office_(where), web_(web) {}

    /// Carries that row, if it may still go and waits in that lane.
    asio::awaitable<carried> carry(std::int64_t id, std::string lane);

    /// The method a row will call, as far as pacing must know beforehand.
    static std::string_view method_of(const storage::next_in_lane& row);

private:
    /// How posting at one place went.
    struct posting {
        std::string method;                ///< what was called last
        slack::result<core::place> where;  ///< or why it is not there
        bool doubtful = false;             ///< it may be there all the same
        bool found = false;                ///< an earlier attempt's, so it may show what held then
        bool superfluous = false;          ///< somebody else has finished the row: nothing was posted
    };

    asio::awaitable<carried> do_post(storage::delivery row, post what);
    asio::awaitable<carried> do_change(storage::delivery row, change_posted what);
    asio::awaitable<carried> do_whisper(storage::delivery row, whisper what);
    asio::awaitable<posting> post_at(storage::delivery row, destination to, draft what);
    /// Says a whisper: by its response_url, else in its channel.
    asio::awaitable<slack::result<void>> say(storage::delivery row, whisper what);
    asio::awaitable<bool> begin(std::int64_t row);
    /// After a refusal of its blocks, `what` says the same in plainer ones, then in words alone. @return false when
    /// that was not why, or nothing plainer is left
    bool simplify(const slack::failure& why, const storage::delivery& row, draft& what);
    /// New blocks that Slack refused a while ago are not tried again yet.
    void leave_out_new_blocks(draft& what) const;

    asio::awaitable<carried> do_ask(storage::delivery row, ask_slack what);
    asio::awaitable<carried> ask_by_kind(storage::delivery row, ask_slack what);
    asio::awaitable<carried> ask_request(storage::delivery row, errand::fetch_request what);
    asio::awaitable<carried> ask_thread(storage::delivery row, core::place conversation);
    asio::awaitable<carried> ask_words(storage::delivery row, errand::fetch_words what);
    asio::awaitable<carried> ask_sender(storage::delivery row, errand::fetch_sender what);
    asio::awaitable<carried> ask_person(storage::delivery row, core::member_id who);
    asio::awaitable<carried> ask_group(storage::delivery row, core::group_id group);
    /// One page of a conversation that received something while we did not hear; in courier_catch_up.cpp.
    asio::awaitable<carried> ask_missed(storage::delivery row, errand::catch_up what);
    asio::awaitable<carried> ask_directs(storage::delivery row, errand::catch_up_directs what);
    asio::awaitable<carried> missed_failed(storage::delivery row, std::string method, slack::failure why);
    asio::awaitable<slack::result<bool>> is_shared(core::channel_id channel);

    /// The channel a destination means; opens the direct message where it names a person.
    asio::awaitable<slack::result<core::channel_id>> channel_of(destination to);
    /// After an uncertain end: is the message with this delivery's id in the channel?
    asio::awaitable<slack::result<std::optional<core::place>>> look_for(
        storage::delivery row, core::channel_id channel, std::optional<core::message_ts> thread
    );

    /// @param seen  the `wanted` that Slack shows now
    asio::awaitable<void> keep_success(storage::delivery row, std::int64_t seen, std::optional<core::place> where);
    asio::awaitable<void> keep_failure(storage::delivery row, slack::failure why);
    asio::awaitable<carried> failed(storage::delivery row, std::string method, slack::failure why);

    office& office_;
    slack::web_client& web_;
    core::instant plain_until_;                           ///< a cache: this workspace lacks the newest blocks
    std::map<std::int64_t, core::instant> late_;          ///< until when an update of a row may come late
    std::map<core::member_id, core::channel_id> direct_;  ///< a cache: conversations.open gives the same again
};

}  // namespace docket::bot
