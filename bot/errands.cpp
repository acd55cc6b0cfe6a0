#include "bot/errands.hpp"

#include <nlohmann/json.hpp>

namespace docket::bot::errand {

namespace {

using nlohmann::json;
using storage::delivery;
using storage::urgency;

std::string key_of(const core::place& p)
{
    return p.channel.str() + ":" + p.ts.str();
}

std::int64_t to_number(core::instant at)
{
    return at.time_since_epoch().count();
}

/// What both ways of catching up keep of it.
template <class Reading>
json reading_to_json(const Reading& e)
{
    return {{"since", to_number(e.since)}, {"look", e.look}, {"silent", e.silent}, {"cursor", e.cursor}};
}

struct writer {
    const std::string& subject;

    delivery operator()(const fetch_request& e) const
    {
        delivery d;
        d.kind = "fetch_request";
        d.subject = key_of(e.message);
        d.lane = "fetch:" + d.subject;
        d.urgency = urgency::answer;
        json payload;
        payload["channel"] = e.message.channel.str();
        payload["ts"] = e.message.ts.str();
        payload["by"] = e.by.str();
        payload["author"] = e.author.str();
        payload["source"] = std::string(core::name_of(e.source));
        d.payload = payload.dump();
        return d;
    }
    delivery operator()(const fetch_thread&) const
    {
        delivery d;
        d.kind = "fetch_thread";
        return d;
    }
    delivery operator()(const fetch_words& e) const
    {
        delivery d;
        d.kind = "fetch_words";
        d.subject = key_of(e.message);
        d.lane = "fetch:" + d.subject;
        d.urgency = urgency::answer;  // before what shows them
        json payload;
        payload["channel"] = e.message.channel.str();
        payload["ts"] = e.message.ts.str();
        d.payload = payload.dump();
        return d;
    }
    delivery operator()(const fetch_sender& e) const
    {
        delivery d;
        d.kind = "fetch_sender";
        d.subject = key_of(e.message);
        d.lane = "fetch:" + d.subject;
        d.urgency = urgency::answer;
        json payload;
        payload["channel"] = e.message.channel.str();
        payload["ts"] = e.message.ts.str();
        payload["address"] = e.address;
        payload["title"] = e.title;
        payload["file"]["name"] = e.mail.name;
        payload["file"]["link"] = e.mail.link;
        payload["file"]["bytes"] = e.mail.bytes;
        payload["text"] = e.text;
        d.payload = payload.dump();
        return d;
    }
    delivery operator()(const fetch_person& e) const
    {
        delivery d;
        d.kind = "fetch_person";
        d.subject = e.who.str();
        d.lane = "fetch:" + d.subject;
        d.urgency = urgency::digest;
        return d;
    }
    delivery operator()(const fetch_group& e) const
    {
        delivery d;
        d.kind = "fetch_group";
        d.subject = e.group.str();
        d.lane = "fetch:" + d.subject;
        return d;
    }
    delivery operator()(const show_transcript& e) const
    {
        delivery d;
        d.kind = "transcript";
        d.subject = e.moved_to.str();
        return d;
    }
    delivery operator()(const tell& e) const
    {
        delivery d;
        d.kind = "tell";
        d.subject = subject;
        d.lane = "tell:" + e.who.str();
        d.urgency = urgency::answer;
        json payload;
        payload["who"] = e.who.str();
        payload["text"] = e.text;
        if (e.channel)
            payload["channel"] = e.channel->str();
        if (e.thread)
            payload["thread"] = e.thread->str();
        if (!e.blocks.empty())
            payload["blocks"] = e.blocks;
        d.payload = payload.dump();
        return d;
    }
    delivery operator()(const catch_up& e) const
    {
        delivery d;
        d.kind = "catch_up";
        d.subject = e.thread ? key_of(core::place{e.channel, *e.thread}) : e.channel.str();
        // Intake channels, direct messages and threads each in the order they were asked for, beside each other.
        d.lane = std::string("catch_up:") + (e.thread ? "threads" : e.direct ? "direct" : "channels");
        d.urgency = urgency::digest;
        auto payload = reading_to_json(e);
        payload["channel"] = e.channel.str();
        if (e.thread)
            payload["thread"] = e.thread->str();
        payload["direct"] = e.direct;
        payload["pages"] = e.pages;
        payload["found_all"] = e.found_all;
        payload["joined"] = e.joined;
        d.payload = payload.dump();
        return d;
    }
    delivery operator()(const catch_up_directs& e) const
    {
        delivery d;
        d.kind = "catch_up_directs";
        d.lane = "catch_up:directs";
        d.urgency = urgency::digest;
        d.payload = reading_to_json(e).dump();
        return d;
    }
    delivery operator()(const show_report& e) const
    {
        delivery d;
        d.kind = "report";
        d.subject = subject;
        d.lane = "report:" + e.who.str();
        d.urgency = urgency::answer;
        json payload;
        payload["who"] = e.who.str();
        payload["period"] = e.period;
        payload["response_url"] = e.response_url;
        if (e.channel)
            payload["channel"] = e.channel->str();
        d.payload = payload.dump();
        return d;
    }
};

template <class Reading>
Reading read_reading(const json& payload)
{
    Reading e;
    e.since = core::instant(std::chrono::milliseconds(payload.value("since", std::int64_t{0})));
    e.look = payload.value("look", false);
    e.silent = payload.value("silent", false);
    e.cursor = payload.value("cursor", "");
    return e;
}

core::place place_in(const json& payload)
{
    return core::place{core::channel_id(payload.value("channel", "")), core::message_ts(payload.value("ts", ""))};
}

any read_sender(const json& payload)
{
    fetch_sender e;
    e.message = place_in(payload);
    e.address = payload.value("address", "");
    e.title = payload.value("title", "");
    e.text = payload.value("text", "");
    const auto file = payload.value("file", json::object());
    e.mail.name = file.value("name", "");
    e.mail.link = file.value("link", "");
    e.mail.bytes = file.value("bytes", std::int64_t{0});
    return e;
}

any read_tell(const json& payload)
{
    tell e;
    e.who = core::member_id(payload.value("who", ""));
    e.text = payload.value("text", "");
    e.blocks = payload.value("blocks", "");
    if (payload.contains("channel"))
        e.channel = core::channel_id(payload.value("channel", ""));
    if (payload.contains("thread"))
        e.thread = core::message_ts(payload.value("thread", ""));
    return e;
}

any read_catch_up(const json& payload)
{
    auto e = read_reading<catch_up>(payload);
    e.channel = core::channel_id(payload.value("channel", ""));
    if (payload.contains("thread"))
        e.thread = core::message_ts(payload.value("thread", ""));
    e.direct = payload.value("direct", false);
    e.pages = payload.value("pages", e.pages);
    e.found_all = payload.value("found_all", false);
    e.joined = payload.value("joined", "");
    return e;
}

any read_report(const json& payload)
{
    show_report e;
    e.who = core::member_id(payload.value("who", ""));
    e.period = payload.value("period", "");
    e.response_url = payload.value("response_url", "");
    if (payload.contains("channel"))
        e.channel = core::channel_id(payload.value("channel", ""));
    return e;
}

}  // namespace

storage::delivery to_row(const any& e, core::ticket_number ticket, const std::string& subject)
{
    auto row = std::visit(writer{subject}, e);
    row.ticket = ticket;
    if (row.lane.empty())
        row.lane = "fetch:" + std::to_string(ticket.value());  // one ticket's thread waits for no other's
    return row;
}

std::optional<any> from_row(const storage::delivery& row)
{
    const auto payload = row.payload.empty() ? json::object() : json::parse(row.payload);
    if (row.kind == "fetch_request") {
        const auto source = core::source_named(payload.value("source", ""));
        return fetch_request{
            place_in(payload), core::member_id(payload.value("by", "")), core::member_id(payload.value("author", "")),
            source.value_or(core::source::reaction)
        };
    }
    if (row.kind == "fetch_thread")
        return fetch_thread{};
    if (row.kind == "fetch_words")
        return fetch_words{place_in(payload)};
    if (row.kind == "fetch_sender")
        return read_sender(payload);
    if (row.kind == "fetch_person")
        return fetch_person{core::member_id(row.subject)};
    if (row.kind == "fetch_group")
        return fetch_group{core::group_id(row.subject)};
    if (row.kind == "transcript")
        return show_transcript{core::queue_id(row.subject)};
    if (row.kind == "tell")
        return read_tell(payload);
    if (row.kind == "report")
        return read_report(payload);
    if (row.kind == "catch_up")
        return read_catch_up(payload);
    if (row.kind == "catch_up_directs")
        return read_reading<catch_up_directs>(payload);
    return std::nullopt;
}

}  // namespace docket::bot::errand
