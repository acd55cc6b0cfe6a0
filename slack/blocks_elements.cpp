#include "slack/blocks.hpp"
#include "slack/blocks_parts.hpp"
#include "slack/mrkdwn.hpp"

#include <algorithm>
#include <stdexcept>

// Buttons, selects and inputs.

namespace docket::slack::blocks {

namespace {

json begin(const char* type, const std::string& action_id)
{
    return {{"type", type}, {"action_id", kept("action_id", action_id, longest_id)}};
}

void hold_place(json& element, const std::string& placeholder)
{
    if (!placeholder.empty())
        element["placeholder"] = plain_text(placeholder, 150);
}

json option_of(const option& o)
{
    json made = {{"text", plain_text(o.text, 75)}, {"value", kept("option value", o.value, 150)}};
    if (!o.description.empty())
        made["description"] = plain_text(o.description, 75);
    return made;
}

/// The first `most` options, each value once; Slack refuses a list that is empty or has doubles.
std::vector<json> options_of(const std::vector<option>& wanted, std::size_t most)
{
    std::vector<json> made;
    for (const auto& o : wanted) {
        const auto same = [&](const json& m) { return m["value"] == o.value; };
        if (made.size() < most && std::none_of(made.begin(), made.end(), same))
            made.push_back(option_of(o));
    }
    if (made.empty())
        made.push_back(option_of({.text = {}, .value = std::string(no_choice)}));
    return made;
}

/// The options that stand for `values`: Slack wants them word for word as in the list.
std::vector<json> chosen(const std::vector<json>& options, const std::vector<std::string>& values)
{
    std::vector<json> found;
    for (const auto& o : options)
        if (std::find(values.begin(), values.end(), o["value"].get_ref<const std::string&>()) != values.end())
            found.push_back(o);
    return found;
}

enum class how_many { one, several };

json choice_of(const char* type, const choice& c, std::size_t most, how_many initial)
{
    auto made = begin(type, c.action_id);
    auto options = options_of(c.options, most);
    auto set = chosen(options, c.initial);
    if (!set.empty() && initial == how_many::one)
        made["initial_option"] = std::move(set.front());
    else if (!set.empty())
        made["initial_options"] = std::move(set);
    made["options"] = std::move(options);
    ask_first(made, c.confirm);
    return made;
}

json picker_of(const char* type, const picker& p, const char* initial, how_many number)
{
    auto made = begin(type, p.action_id);
    if (!p.initial.empty() && number == how_many::one)
        made[initial] = p.initial.front();
    else if (!p.initial.empty())
        made[initial] = p.initial;
    hold_place(made, p.placeholder);
    ask_first(made, p.confirm);
    return made;
}

json only_channels(json select)
{
    select["filter"] = {{"include", {"public", "private"}}, {"exclude_bot_users", true}};
    return select;
}

}  // namespace

json element(const button& b)
{
    auto made = begin("button", b.action_id);
    made["text"] = plain_text(b.text, 75);
    if (!b.value.empty())
        made["value"] = kept("button value", b.value, 2'000);
    if (!b.url.empty())
        made["url"] = kept("button url", b.url, 3'000);
    if (b.style == style::primary)
        made["style"] = "primary";
    if (b.style == style::danger)
        made["style"] = "danger";
    ask_first(made, b.confirm);
    return made;
}

json static_select(const choice& c)
{
    auto made = choice_of("static_select", c, 100, how_many::one);
    hold_place(made, c.placeholder);
    return made;
}

json grouped_select(const choice& c)
{
    constexpr std::size_t most = 100;
    if (c.options.size() <= most)
        return static_select(c);
    auto part = c;
    json groups = json::array();
    json made;
    json initial;
    for (std::size_t from = 0; from < c.options.size() && groups.size() < most; from += most) {
        const auto to = std::min(from + most, c.options.size());
        const auto begin = c.options.begin();
        part.options.assign(begin + static_cast<std::ptrdiff_t>(from), begin + static_cast<std::ptrdiff_t>(to));
        made = static_select(part);
        if (made.contains("initial_option"))
            initial = made["initial_option"];
        const auto name = mrkdwn::clamp(c.options[from].text, 35) + " … " + mrkdwn::clamp(c.options[to - 1].text, 35);
        groups.push_back({{"label", plain_text(name, 75)}, {"options", made["options"]}});
    }
    made.erase("options");
    made["option_groups"] = std::move(groups);
    if (!initial.is_null())
        made["initial_option"] = std::move(initial);
    return made;
}

json multi_static_select(const choice& c)
{
    auto made = choice_of("multi_static_select", c, 100, how_many::several);
    hold_place(made, c.placeholder);
    return made;
}

json radio_buttons(const choice& c)
{
    return choice_of("radio_buttons", c, 10, how_many::one);
}

json checkboxes(const choice& c)
{
    return choice_of("checkboxes", c, 10, how_many::several);
}

json overflow(const choice& c)
{
    auto made = choice_of("overflow", c, 5, how_many::one);
    made.erase("initial_option");  // an overflow menu has nothing chosen
    return made;
}

json users_select(const picker& p)
{
    return picker_of("users_select", p, "initial_user", how_many::one);
}

json multi_users_select(const picker& p)
{
    return picker_of("multi_users_select", p, "initial_users", how_many::several);
}

json conversations_select(const picker& p)
{
    return only_channels(picker_of("conversations_select", p, "initial_conversation", how_many::one));
}

json multi_conversations_select(const picker& p)
{
    return only_channels(picker_of("multi_conversations_select", p, "initial_conversations", how_many::several));
}

json channels_select(const picker& p)
{
    return picker_of("channels_select", p, "initial_channel", how_many::one);
}

json multi_channels_select(const picker& p)
{
    return picker_of("multi_channels_select", p, "initial_channels", how_many::several);
}

json plain_text_input(const text_input& t)
{
    const auto most = std::clamp<std::size_t>(t.most, 1, 3'000);
    auto made = begin("plain_text_input", t.action_id);
    made["multiline"] = t.multiline;
    made["max_length"] = most;
    if (t.least > 0)
        made["min_length"] = std::min(t.least, most);
    if (!t.initial.empty())
        made["initial_value"] = mrkdwn::clamp(mrkdwn::clean(t.initial), most);
    hold_place(made, t.placeholder);
    return made;
}

json element(const number_input& n)
{
    auto made = begin("number_input", n.action_id);
    made["is_decimal_allowed"] = false;
    if (n.initial)
        made["initial_value"] = std::to_string(*n.initial);
    if (n.least)
        made["min_value"] = std::to_string(*n.least);
    if (n.most)
        made["max_value"] = std::to_string(*n.most);
    return made;
}

json input(const input_block& block, json element)
{
    json made = {
        {"type", "input"},
        {"block_id", kept("block_id", block.block_id, longest_id)},
        {"label", plain_text(block.label, 2'000)},
        {"element", std::move(element)},
        {"optional", block.optional},
    };
    if (!block.hint.empty())
        made["hint"] = plain_text(block.hint, 2'000);
    if (block.tells_at_once)
        made["dispatch_action"] = true;
    return made;
}

}  // namespace docket::slack::blocks
