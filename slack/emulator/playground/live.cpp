#include "slack/emulator/playground/live.hpp"

#include "slack/emulator/playground/snapshot.hpp"

#include <algorithm>

namespace docket::slack::emulator {

namespace {

constexpr std::size_t most_changes = 1'000;  // more at once: the page reads everything again

json of_type(const char* type)
{
    json said = json::object();
    said["type"] = type;
    return said;
}

/// One person's view of a list of changes.
class teller {
public:
    teller(
        const workspace& where, const std::string& user, const read_marks& marks, std::set<std::string>& known,
        std::vector<json>& said
    )
        : where_(where), user_(user), marks_(marks), known_(known), said_(said)
    {
    }

    void operator()(const touched::message& what)
    {
        const auto* in = seen(what.channel);
        if (in == nullptr)
            return;
        say_message(*in, what.ts);
        const auto found = in->messages.find(what.ts);
        if (found == in->messages.end())
            return;
        if (!found->second.thread_ts.empty())
            say_message(*in, found->second.thread_ts);
        if (what.is_new && stands_in_channel(found->second))
            counted_.insert(in->id);
    }

    void operator()(const touched::removed_message& what)
    {
        const auto* in = seen(what.channel);
        if (in == nullptr)
            return;
        say_removed(what.channel, what.ts, what.thread_ts);
        if (what.thread_ts.empty())
            counted_.insert(in->id);
        else
            say_message(*in, what.thread_ts);
    }

    void operator()(const touched::ephemeral& what)
    {
        const auto shown = where_.ephemerals.find(user_);
        if (what.user != user_ || shown == where_.ephemerals.end())
            return;
        for (const auto& each : shown->second)
            if (each.ts == what.ts && each.channel == what.channel) {
                auto one = of_type("message");
                one["channel"] = each.channel;
                one["message"] = ephemeral_snapshot(where_, each);
                said_.push_back(std::move(one));
            }
    }

    void operator()(const touched::removed_ephemeral& what)
    {
        if (what.user == user_)
            say_removed(what.channel, what.ts, what.thread_ts);
    }

    void operator()(const touched::channel& what) { counted_.insert(what.id); }

    void operator()(const touched::person& what)
    {
        const auto* who = where_.find_person(what.id);
        if (who == nullptr)
            return;
        auto one = of_type("person");
        one["person"] = person_snapshot(where_, *who);
        said_.push_back(std::move(one));
    }

    void operator()(const touched::modals& what)
    {
        if (what.user != user_)
            return;
        auto one = of_type("view");
        one["view"] = modal_snapshot(where_, user_);
        said_.push_back(std::move(one));
    }

    void operator()(const touched::home& what)
    {
        if (what.user != user_)
            return;
        auto one = of_type("home");
        one["view"] = home_snapshot(where_, user_);
        said_.push_back(std::move(one));
    }

    /// Channels come last, once each: their counters follow from all that was said before.
    void say_channels()
    {
        for (const auto& id : counted_)
            say_channel(id);
    }

private:
    const channel* seen(const std::string& id) const
    {
        const auto* in = where_.find_channel(id);
        return in != nullptr && may_see(where_, user_, *in) ? in : nullptr;
    }

    void say_message(const channel& in, const std::string& ts)
    {
        const auto found = in.messages.find(ts);
        if (found == in.messages.end())
            return;
        auto one = of_type("message");
        one["channel"] = in.id;
        one["message"] = message_snapshot(where_, in, found->second);
        said_.push_back(std::move(one));
    }

    void say_removed(const std::string& channel, const std::string& ts, const std::string& thread_ts)
    {
        auto one = of_type("message_removed");
        one["channel"] = channel;
        one["ts"] = ts;
        one["thread_ts"] = thread_ts.empty() ? json(nullptr) : json(thread_ts);
        said_.push_back(std::move(one));
    }

    void say_channel(const std::string& id)
    {
        if (const auto* in = seen(id)) {
            auto one = of_type("channel");
            one["channel"] = channel_snapshot(where_, user_, *in, marks_);
            known_.insert(id);
            said_.push_back(std::move(one));
        } else if (known_.erase(id) != 0) {
            auto one = of_type("channel_removed");
            one["channel"] = id;
            said_.push_back(std::move(one));
        }
    }

    const workspace& where_;
    const std::string& user_;
    const read_marks& marks_;
    std::set<std::string>& known_;
    std::vector<json>& said_;
    std::set<std::string> counted_;
};

std::vector<touch> each_once(const std::vector<touch>& what)
{
    std::vector<touch> once;
    for (const auto& each : what)
        if (std::find(once.begin(), once.end(), each) == once.end())
            once.push_back(each);
    return once;
}

}  // namespace

std::string written(const json& what)
{
    return what.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::vector<json> live_messages(
    const workspace& where, const std::string& user, const std::vector<touch>& what, const read_marks& marks,
    std::set<std::string>& known
)
{
    std::vector<json> said;
    if (what.size() > most_changes) {
        said.push_back(of_type("restart"));
        return said;
    }
    teller tell(where, user, marks, known, said);
    for (const auto& each : each_once(what))
        std::visit(tell, each);
    tell.say_channels();
    return said;
}

live::seat::seat(live& among, http::websocket& socket, std::string user, const workspace& where)
    : among_(among), socket_(socket), user_(std::move(user))
{
    for (const auto& [id, in] : where.channels)
        if (may_see(where, user_, in))
            known_.insert(id);
    among_.seats_.push_back(this);
}

live::seat::~seat()
{
    among_.seats_.remove(this);
}

void live::tell(const workspace& where, const std::vector<touch>& what, const read_marks& marks)
{
    if (what.empty())
        return;
    for (auto* each : seats_)
        for (const auto& message : live_messages(where, each->user_, what, marks, each->known_))
            each->socket_.send(written(message));
}

void live::tell_everybody(const json& what)
{
    const auto text = written(what);
    for (auto* each : seats_)
        each->socket_.send(text);
}

}  // namespace docket::slack::emulator
