#include "slack/inbound.hpp"
#include "slack/http/form.hpp"
#include "tests/fuzz/fuzz.hpp"

// A request's body behind one letter that says its kind: j JSON, f a form, p the JSON payload of an interaction. Any
// bytes give a value or a reason, and what people wrote in it is UTF-8.

namespace docket::fuzz {

namespace {

void check_text(const std::string& text)
{
    must(is_utf8(text), "text is UTF-8");
}

void check(const slack::message& m)
{
    check_text(m.text);
    check_text(m.root());
    for (const auto& file : m.files) {
        check_text(file.title);
        check_text(file.plain_text);
    }
}

void check(const slack::view& v)
{
    check_text(v.private_metadata);
    for (const auto& block : v.state)
        for (const auto& action : block.second)
            for (const auto& value : action.second)
                check_text(value);
}

void check(const slack::event_callback& e)
{
    if (const auto* m = std::get_if<slack::message>(&e.what)) {
        check(*m);
        must(!m->ts.empty() && !m->channel.empty(), "a message can be found again");
    }
    if (const auto* changed = std::get_if<slack::message_changed>(&e.what))
        check(changed->now);
    if (const auto* r = std::get_if<slack::reaction_added>(&e.what))
        must(!r->what.user.empty() && !r->what.item_ts.empty(), "a reaction has somebody and something");
}

void check(const slack::inbound& what)
{
    if (const auto* e = std::get_if<slack::event_callback>(&what))
        check(*e);
    if (const auto* r = std::get_if<slack::block_actions>(&what))
        for (const auto& each : r->actions)
            check_text(each.value);
    if (const auto* r = std::get_if<slack::view_submission>(&what))
        check(r->what);
    if (const auto* r = std::get_if<slack::message_shortcut>(&what))
        check(r->what);
    if (const auto* r = std::get_if<slack::slash_command>(&what))
        check_text(r->text);
}

}  // namespace

void examine(std::string_view input)
{
    const char kind = first(input, 'j');
    constexpr auto form = "application/x-www-form-urlencoded";
    const auto type = kind == 'j' ? "application/json; charset=utf-8" : kind == 'o' ? "text/plain" : form;
    const auto body = kind == 'p' ? slack::http::build_form({{"payload", std::string(input)}}) : std::string(input);
    const auto what = slack::decode(type, body);
    must(kind != 'o' || !what, "other types are refused");
    if (what)
        check(*what);
    else
        must(!what.error().why.empty() && is_utf8(what.error().why), "a refusal has a reason");
}

}  // namespace docket::fuzz
