#include "slack/emulator/playground/acts.hpp"

#include "slack/emulator/members.hpp"
#include "slack/emulator/playground/asked.hpp"
#include "slack/emulator/playground/snapshot.hpp"
#include "slack/emulator/server.hpp"
#include "slack/emulator/text.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace docket::slack::emulator {

namespace {

constexpr std::size_t longest_message = 40'000;  // characters, as in Slack
constexpr std::size_t longest_command = 8'000;
constexpr std::size_t longest_emoji = 100;

/// Somebody, and what they do.
struct doing {
    emulator& on;
    std::string who;
    asked_for asked;
};

/// The channel asked for, if they may look into it.
const channel& seen_channel(const doing& what)
{
    const auto id = what.asked.text("channel");
    const auto& where = what.on.world();
    const auto* in = where.find_channel(id);
    if (in == nullptr || !may_see(where, what.who, *in))
        throw std::invalid_argument("There is no conversation " + id + " for " + what.who + ".");
    return *in;
}

/// The same, and they are in it.
std::string own_channel(const doing& what)
{
    const auto& in = seen_channel(what);
    if (!in.has_member(what.who))
        throw std::invalid_argument("Join #" + in.name + " first.");
    return in.id;
}

std::string message_text(const doing& what, bool may_be_empty)
{
    auto text = may_be_empty ? what.asked.maybe("text") : what.asked.text("text");
    if (length_of(text) > longest_message)
        throw std::invalid_argument("A message is at most 40,000 characters long.");
    return text;
}

std::string emoji_name(const doing& what)
{
    auto name = what.asked.text("name");
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '+' || c == '-' || c == '\'' ||
               c == ':';
    };
    if (name.size() > longest_emoji || !std::all_of(name.begin(), name.end(), allowed))
        throw std::invalid_argument("No emoji goes by that name.");
    return name;
}

json done()
{
    json answer = json::object();
    answer["ok"] = true;
    return answer;
}

// --- What is over at once ---

json post(const doing& what)
{
    const auto channel = own_channel(what);
    auto files = what.asked.files("files");
    const auto text = message_text(what, !files.empty());
    const auto thread_ts = what.asked.maybe("thread_ts");
    auto answer = done();
    if (!what.asked.flag("broadcast")) {
        answer["ts"] = what.on.post(what.who, channel, text, thread_ts, std::move(files));
        return answer;
    }
    if (thread_ts.empty() || !files.empty())
        throw std::invalid_argument("Only a reply without files can be sent to the channel as well.");
    answer["ts"] = what.on.broadcast(what.who, channel, text, thread_ts);
    return answer;
}

json edit(const doing& what)
{
    what.on.edit(what.who, own_channel(what), what.asked.text("ts"), message_text(what, false));
    return done();
}

json remove(const doing& what)
{
    what.on.remove(what.who, own_channel(what), what.asked.text("ts"));
    return done();
}

json react(const doing& what)
{
    what.on.react(what.who, own_channel(what), what.asked.text("ts"), emoji_name(what));
    return done();
}

json unreact(const doing& what)
{
    what.on.unreact(what.who, own_channel(what), what.asked.text("ts"), emoji_name(what));
    return done();
}

json open_home(const doing& what)
{
    if (!what.on.setup().home_tab)
        throw std::invalid_argument("The app has no Home tab.");
    what.on.open_home(what.who);
    return done();
}

json open_dm(const doing& what)
{
    auto answer = done();
    answer["channel"] = what.on.dm(what.who);
    return answer;
}

json join(const doing& what)
{
    const auto& in = seen_channel(what);
    if (in.archived)
        throw std::invalid_argument("#" + in.name + " is archived.");
    what.on.join(what.who, in.id);
    return done();
}

json leave(const doing& what)
{
    const auto& in = seen_channel(what);
    if (in.kind == channel_kind::im)
        throw std::invalid_argument("Nobody leaves a direct message.");
    what.on.leave(what.who, own_channel(what));
    return done();
}

json invite_bot(const doing& what)
{
    what.on.invite_bot(what.who, own_channel(what));
    return done();
}

const std::map<std::string, json (*)(const doing&)>& simple_acts()
{
    static const std::map<std::string, json (*)(const doing&)> acts{
        {"post", post},       {"edit", edit},
        {"delete", remove},   {"react", react},
        {"unreact", unreact}, {"open_home", open_home},
        {"open_dm", open_dm}, {"join", join},
        {"leave", leave},     {"invite_bot", invite_bot},
    };
    return acts;
}

// --- What the app answers ---

asio::awaitable<app_answer> command(const doing& what)
{
    const auto line = what.asked.text("text");
    if (length_of(line) > longest_command)
        throw std::invalid_argument("A command is at most 8,000 characters long.");
    const auto end = std::min(line.find_first_of(" \n\t"), line.size());
    const auto begin = std::min(line.find_first_not_of(" \n\t", end), line.size());
    return what.on.command(what.who, own_channel(what), line.substr(0, end), line.substr(begin));
}

asio::awaitable<app_answer> message_shortcut(const doing& what)
{
    return what.on.message_shortcut(what.who, own_channel(what), what.asked.text("ts"), what.asked.text("callback_id"));
}

asio::awaitable<app_answer> global_shortcut(const doing& what)
{
    return what.on.global_shortcut(what.who, what.asked.text("callback_id"));
}

/// Whether it is about what only they see: said so, or the ts says so.
bool is_ephemeral(const doing& what)
{
    if (what.asked.flag("ephemeral"))
        return true;
    const auto ts = what.asked.text("ts");
    const auto shown = what.on.ephemerals(what.who);
    return seen_channel(what).messages.count(ts) == 0 &&
           std::any_of(shown.begin(), shown.end(), [&](const ephemeral& each) { return each.ts == ts; });
}

asio::awaitable<app_answer> press(const doing& what)
{
    const auto ts = what.asked.text("ts");
    const auto action_id = what.asked.text("action_id");
    const auto block_id = what.asked.maybe("block_id");
    if (is_ephemeral(what))
        return what.on.press_ephemeral(what.who, ts, action_id, what.asked.value("value"), block_id);
    return what.on.press(what.who, own_channel(what), ts, action_id, what.asked.value("value"), block_id);
}

asio::awaitable<app_answer> view_press(const doing& what)
{
    return what.on.in_view_press(
        what.who, what.asked.text("view_id"), what.asked.text("action_id"), what.asked.value("value"),
        what.asked.maybe("block_id")
    );
}

asio::awaitable<app_answer> submit(const doing& what)
{
    return what.on.submit(what.who, what.asked.text("view_id"), what.asked.nested("values"));
}

asio::awaitable<app_answer> close_view(const doing& what)
{
    return what.on.close_view(what.who, what.asked.flag("all"));
}

const std::map<std::string, asio::awaitable<app_answer> (*)(const doing&)>& answered_acts()
{
    static const std::map<std::string, asio::awaitable<app_answer> (*)(const doing&)> acts{
        {"command", command},
        {"message_shortcut", message_shortcut},
        {"global_shortcut", global_shortcut},
        {"press", press},
        {"view_press", view_press},
        {"submit", submit},
        {"close_view", close_view},
    };
    return acts;
}

json answer_json(const app_answer& said)
{
    auto answer = done();
    answer["answer"]["status"] = said.status;
    answer["answer"]["trouble"] = said.trouble;
    answer["answer"]["errors"] = said.errors.is_object() ? said.errors : json::object();
    return answer;
}

asio::awaitable<json> offered_options(const doing& what)
{
    const auto action_id = what.asked.text("action_id");
    const auto block_id = what.asked.maybe("block_id");
    const auto typed = what.asked.maybe("typed");
    if (length_of(typed) > longest_command)
        throw std::invalid_argument("Nobody types that much into a menu.");
    if (what.asked.has("view_id"))
        return what.on.options_in_view(what.who, what.asked.text("view_id"), action_id, typed, block_id);
    const auto ts = what.asked.text("ts");
    if (is_ephemeral(what))
        return what.on.options_in_ephemeral(what.who, ts, action_id, typed, block_id);
    return what.on.options_in_message(what.who, own_channel(what), ts, action_id, typed, block_id);
}

json options_json(const json& offered)
{
    if (offered.is_null())
        throw std::invalid_argument("The app gave no options.");
    auto answer = done();
    answer["options"] = list_at(offered, "options");
    answer["option_groups"] = list_at(offered, "option_groups");
    return answer;
}

std::string player(const workspace& where, const asked_for& asked)
{
    auto who = asked.text("as");
    const auto* found = where.find_person(who);
    if (found == nullptr || !is_playable(*found))
        throw std::invalid_argument("Nobody to play has the id " + who + ".");
    return who;
}

}  // namespace

asio::awaitable<json> act(emulator& on, json asked)
{
    const asked_for read(std::move(asked));
    const auto verb = read.text("do");
    const doing what{on, player(on.world(), read), read};
    const auto simple = simple_acts().find(verb);
    if (simple != simple_acts().end())
        co_return simple->second(what);
    if (verb == "options") {
        auto work = offered_options(what);
        const auto offered = co_await std::move(work);
        co_return options_json(offered);
    }
    const auto answered = answered_acts().find(verb);
    if (answered == answered_acts().end())
        throw std::invalid_argument("Nobody can " + verb + " here.");
    auto work = answered->second(what);
    const auto said = co_await std::move(work);
    co_return answer_json(said);
}

}  // namespace docket::slack::emulator
