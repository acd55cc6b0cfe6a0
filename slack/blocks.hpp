#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Block Kit as Docket uses it (docs.slack.dev/reference/block-kit).
///
/// Slack refuses a whole message for one label that is too long or empty. So every text that is shown is cut to its
/// limit, and an empty one becomes a dash; lists longer than Slack takes lose their ends. What is not shown and must
/// come back unchanged (ids, values, private_metadata) is never cut: too long, it is a mistake of ours and throws
/// std::length_error.
///
/// Parameters named `mrkdwn` are Slack's markup with people's text already made safe (slack/mrkdwn.hpp); all others
/// are raw.
namespace docket::slack::blocks {

using nlohmann::json;

// ---- blocks -----------------------------------------------------------------------------------------------------

/// Never parsed for bare @here, #channel or URLs (verbatim).
json section(std::string_view mrkdwn);
/// With a button, select or overflow at its right.
json section(std::string_view mrkdwn, json accessory);
/// Up to 10 short texts in two columns.
json fields(const std::vector<std::string>& mrkdwn);
json header(std::string_view text);
json divider();
/// Small grey text.
json context(std::string_view mrkdwn);
/// Up to 10 of them side by side.
json context(const std::vector<std::string>& mrkdwn);
/// One to 25 elements. @param block_id  unique in its message; empty lets Slack choose
json actions(std::string_view block_id, std::vector<json> elements);
/// What a person wrote, behind a bar; no mention or markup in it can take effect.
json quote(std::string_view text);

enum class align { left, center, right };
struct column {
    align where = align::left;
    bool wrapped = false;
};
/// Up to 100 rows (the first is the header) of up to 20 cells; one table per message. Cells beyond 10 000 characters
/// in all are cut short.
json table(const std::vector<std::vector<std::string>>& rows, const std::vector<column>& columns = {});

struct cell {
    std::string text;
    std::optional<double> number = {};  ///< lets the reader sort by it
};
/// A table that pages and sorts, up to 100 rows. New in 2026: where a workspace does not know it yet, Slack answers
/// invalid_blocks; then send `table`. In messages only, like the charts below.
/// @param page_size  rows shown at once
json data_table(
    std::string_view caption, const std::vector<std::string>& head, const std::vector<std::vector<cell>>& rows,
    int page_size = 5
);

struct slice {
    std::string label;
    double value = 0;
};
/// Up to 6 slices; what is beyond becomes "Other", and what is not above zero is left out. New in 2026, see data_table.
/// @throws std::length_error when nothing is left
json pie_chart(std::string_view title, std::vector<slice> slices);

enum class chart { bar, line, area };
struct series {
    std::string name;
    std::vector<double> values;  ///< one for each category; missing ones are zero
};
struct axis {
    std::vector<std::string> categories;
    std::string x_label = {};
    std::string y_label = {};
};
/// Up to 6 series over the first 20 categories; at most two charts in a message. New in 2026, see data_table.
/// @throws std::length_error without a category or series
json axis_chart(chart kind, std::string_view title, const axis& along, const std::vector<series>& shown_series);

// ---- elements ---------------------------------------------------------------------------------------------------

/// "Are you sure?" before an action is sent.
struct confirm {
    std::string title;
    std::string text;
    std::string yes = "Yes";
    std::string no = "Cancel";
    bool danger = false;
};

enum class style { plain, primary, danger };
struct button {
    std::string action_id;
    std::string text;
    std::string value = {};  ///< up to 2000
    std::string url = {};    ///< opens in the reader's browser; the action is sent all the same
    blocks::style style = blocks::style::plain;
    std::optional<blocks::confirm> confirm = {};
};
json element(const button& b);

struct option {
    std::string text;
    std::string value;  ///< up to 150
    std::string description = {};
};

/// The value of the only option of a select that was given none: Slack takes no empty select. Never a choice.
inline constexpr std::string_view no_choice = "-";

struct choice {
    std::string action_id;
    std::vector<option> options;            ///< the first 100; of checkboxes and radio buttons 10, of overflow 5
    std::vector<std::string> initial = {};  ///< values of options; others are ignored
    std::string placeholder = {};
    std::optional<blocks::confirm> confirm = {};
};
json static_select(const choice& c);
/// The same with any number of options: beyond 100 in groups, each named by its first and last.
json grouped_select(const choice& c);
json multi_static_select(const choice& c);
json radio_buttons(const choice& c);
json checkboxes(const choice& c);
json overflow(const choice& c);

struct picker {
    std::string action_id;
    std::vector<std::string> initial = {};  ///< ids; the single selects take the first
    std::string placeholder = {};
    std::optional<blocks::confirm> confirm = {};
};
json users_select(const picker& p);
json multi_users_select(const picker& p);
/// Public and private channels, no direct messages.
json conversations_select(const picker& p);
json multi_conversations_select(const picker& p);
/// Public channels.
json channels_select(const picker& p);
json multi_channels_select(const picker& p);

struct text_input {
    std::string action_id;
    std::string initial = {};
    std::string placeholder = {};
    bool multiline = false;
    std::size_t least = 0;     ///< characters
    std::size_t most = 3'000;  ///< characters, at most 3000
};
json plain_text_input(const text_input& t);

struct number_input {
    std::string action_id;
    std::optional<long long> initial = {};
    std::optional<long long> least = {};
    std::optional<long long> most = {};
};
/// Whole numbers.
json element(const number_input& n);

struct input_block {
    std::string block_id;
    std::string label;
    std::string hint = {};
    bool optional = false;
    bool tells_at_once = false;  ///< sends block_actions when it changes (dispatch_action)
};
json input(const input_block& block, json element);

// ---- surfaces ---------------------------------------------------------------------------------------------------

struct modal {
    std::string callback_id;
    std::string title;
    std::string submit = {};            ///< "Submit" when there are inputs and this is empty
    std::string close = {};             ///< Slack's own word when empty
    std::string private_metadata = {};  ///< up to 3000; comes back in every payload of the view
    bool tells_when_closed = false;     ///< notify_on_close
};
/// Up to 100 blocks and 250 kB; what is beyond is replaced by a line that says so.
json view(const modal& m, std::vector<json> blocks);
/// A person's App Home; the same limits.
json home(std::vector<json> blocks, std::string_view private_metadata = {});

/// The blocks of one message: up to 50; what is beyond is replaced by a line that says so.
json message_blocks(std::vector<json> blocks);

}  // namespace docket::slack::blocks
