#include "bot/receiver.hpp"

#include "bot/handlers/forms.hpp"
#include "bot/log.hpp"
#include "bot/setup/ids.hpp"
#include "bot/views/views.hpp"
#include "bot/words_commands.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace docket::bot {

namespace {

using slack::http::response;

response json_answer(const nlohmann::json& body)
{
    return response(200, body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), "application/json");
}

}  // namespace

receiver::receiver(
    asio::io_context& context, office& where, slack::web_client& web, setup_desk& setup, std::function<void()> changed,
    event_came came
)
    : context_(context), office_(where), web_(web), setup_(setup), changed_(std::move(changed)), came_(std::move(came))
{
}

asio::awaitable<response> receiver::receive(std::string content_type, std::string body)
{
    auto what = slack::decode(content_type, body);
    if (!what) {
        log::warn("request not understood", {{"why", what.error().why}, {"bytes", body.size()}});
        office_.counts().request("unknown", "malformed", std::chrono::microseconds(0));
        co_return response(400, "That is not what its Content-Type says: " + what.error().why + "\n");
    }
    auto taking = take(std::move(*what), body.size());
    co_return co_await std::move(taking);
}

asio::awaitable<response> receiver::take(slack::inbound what, std::size_t bytes)
{
    const auto began = std::chrono::steady_clock::now();
    const auto took = [began] {
        return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
    };
    const auto event = event_in(what);
    std::string failure;
    bool broken = false;
    try {
        auto done = co_await dispatch(std::move(what));
        if (event)
            came_(*event, true);
        co_return done;
    } catch (const storage::broken& e) {
        failure = e.what();
        broken = true;
    } catch (const std::exception& e) {
        failure = e.what();
    }
    if (event && broken)
        came_(*event, false);
    log::error("request failed", {{"error", failure}, {"bytes", bytes}});
    office_.counts().request("unknown", broken ? "broken" : "failed", took());
    // Slack delivers events again after a failure; a person's click shows them an error and can be repeated.
    co_return response(broken ? 503 : 500, "Not kept; please deliver again.\n");
}

namespace {

/// The workspace a request speaks for; empty where the kind names none.
struct team_of {
    std::string operator()(const slack::event_callback& r) const { return r.team; }
    std::string operator()(const slack::block_actions& r) const { return r.team; }
    std::string operator()(const slack::view_submission& r) const { return r.team; }
    std::string operator()(const slack::view_closed& r) const { return r.team; }
    std::string operator()(const slack::message_shortcut& r) const { return r.team; }
    std::string operator()(const slack::global_shortcut& r) const { return r.team; }
    std::string operator()(const slack::block_suggestion& r) const { return r.team; }
    std::string operator()(const slack::slash_command& r) const { return r.team; }
    std::string operator()(const slack::app_rate_limited& r) const { return r.team; }
    std::string operator()(const slack::url_verification&) const { return {}; }
    std::string operator()(const slack::ssl_check&) const { return {}; }
    std::string operator()(const slack::unused_request&) const { return {}; }
};

}  // namespace

/// The name of an event that speaks to this workspace; nothing for what is none.
std::optional<std::string> receiver::event_in(const slack::inbound& what) const
{
    const auto* event = std::get_if<slack::event_callback>(&what);
    const bool ours = event != nullptr && (event->team.empty() || event->team == office_.workspace().id.str());
    return ours ? std::optional(event->event_id) : std::nullopt;
}

asio::awaitable<response> receiver::dispatch(slack::inbound what)
{
    using std::chrono::microseconds;
    const auto team = std::visit(team_of{}, what);
    if (!team.empty() && team != office_.workspace().id.str()) {
        office_.counts().request("foreign", "unused", microseconds(0));
        co_return response(200);  // another workspace's; a refusal would make Slack repeat it
    }
    if (auto* r = std::get_if<slack::event_callback>(&what)) {
        if (!is_of_use(*r)) {
            office_.counts().request("event", "unused", microseconds(0));
            co_return response(200);
        }
        co_return co_await handle(std::string("event"), std::move(*r));
    }
    if (auto* r = std::get_if<slack::block_actions>(&what)) {
        if (setup_.concerns(*r)) {
            auto first = [&r](ledger& l) {
                if (!l.first_trigger(r->trigger_id))
                    return handled::outcome::duplicate;
                // They see and can press the buttons of a shared channel.
                if (!is_insider(l, r->who, r->enterprise))
                    return refuse_outsider(l, r->who, r->channel, r->trigger_id).what;
                return handled::outcome::done;
            };
            const auto fresh = co_await office_.commit(first);
            if (fresh != handled::outcome::done) {
                office_.counts().request("block_actions", handled::name_of(fresh), microseconds(0));
                changed_();
                co_return response(200);
            }
            auto work = setup_.pressed(std::move(*r));
            spawn(std::move(work));
            office_.counts().request("block_actions", "done", microseconds(0));
            co_return response(200);
        }
        co_return co_await handle(std::string("block_actions"), std::move(*r));
    }
    if (auto* r = std::get_if<slack::view_submission>(&what)) {
        if (setup_.concerns(*r)) {
            auto body = co_await setup_.submitted(*r);
            changed_();
            if (!body) {
                auto work = setup_.refresh(std::move(*r));
                spawn(std::move(work));
            }
            office_.counts().request("view_submission", "done", microseconds(0));
            co_return body ? json_answer(*body) : response(200);
        }
        co_return co_await handle(std::string("view_submission"), std::move(*r));
    }
    if (auto* r = std::get_if<slack::message_shortcut>(&what))
        co_return co_await handle(std::string("message_shortcut"), std::move(*r));
    if (auto* r = std::get_if<slack::global_shortcut>(&what))
        co_return co_await handle(std::string("global_shortcut"), std::move(*r));
    if (auto* r = std::get_if<slack::slash_command>(&what))
        co_return co_await handle_command(std::move(*r));
    if (const auto* r = std::get_if<slack::url_verification>(&what))
        co_return response(200, r->challenge);
    if (const auto* r = std::get_if<slack::app_rate_limited>(&what)) {
        log::warn("Slack limits our events", {{"minute", r->minute}});
        came_("those of minute " + std::to_string(r->minute), false);
    }
    office_.counts().request("other", "unused", microseconds(0));
    co_return response(200);
}

template <class Request>
asio::awaitable<response> receiver::handle(std::string kind, Request what)
{
    const auto began = std::chrono::steady_clock::now();
    auto work = [&what](ledger& l) { return on(l, what); };
    auto h = co_await office_.commit(work);
    const auto took = std::chrono::steady_clock::now() - began;
    office_.counts().request(
        kind, handled::name_of(h.what), std::chrono::duration_cast<std::chrono::microseconds>(took)
    );
    changed_();
    co_return answer(kind, std::move(h));
}

asio::awaitable<response> receiver::handle_command(slack::slash_command typed)
{
    if (!only_reads(typed)) {
        auto work = [&typed](ledger& l) { return on(l, typed); };
        auto h = co_await office_.commit(work);
        changed_();
        if (h.setup) {
            auto opening = setup_.asked(std::move(typed));
            spawn(std::move(opening));
        }
        office_.counts().request("command", handled::name_of(h.what), std::chrono::microseconds(0));
        co_return answer("command", std::move(h));
    }
    auto work = [&typed](ledger& l) { return on(l, typed); };
    auto h = co_await office_.look(work);
    office_.counts().request("command", handled::name_of(h.what), std::chrono::microseconds(0));
    co_return answer("command", std::move(h));
}

response receiver::answer(const std::string& kind, handled h)
{
    log::debug("handled", {{"kind", kind}, {"outcome", handled::name_of(h.what)}});
    if (h.form) {
        auto work = open_form(std::move(*h.form));
        spawn(std::move(work));
    }
    return h.body ? json_answer(*h.body) : response(200);
}

/// The trigger lives three seconds and works once, so this neither waits in line nor repeats.
asio::awaitable<void> receiver::open_form(form_to_open f)
{
    auto opened = co_await web_.open_view(f.trigger_id, f.view);
    if (opened)
        co_return;
    log::warn(
        "form came too late", {{"verb", f.verb}, {"error", opened.error().error}, {"detail", opened.error().detail}}
    );
    auto say = [&f](ledger& l) {
        const auto m = views::form_too_late(f.ticket, f.verb);
        errand::tell words;
        words.who = f.who;
        words.channel = f.channel;
        words.text = m.text;
        words.blocks = m.blocks.empty() ? std::string() : m.blocks.dump();
        l.tell(words, "late:" + f.trigger_id);
        return true;
    };
    co_await office_.commit(say);
}

void receiver::spawn(asio::awaitable<void> work)
{
    ++in_hand_;
    asio::co_spawn(context_, std::move(work), [this](std::exception_ptr failed) {
        --in_hand_;
        changed_();  // it may have had words for somebody
        if (!failed)
            return;
        try {
            std::rethrow_exception(failed);
        } catch (const std::exception& e) {
            log::error("work after an answer failed", {{"error", e.what()}});
        }
    });
}

}  // namespace docket::bot
