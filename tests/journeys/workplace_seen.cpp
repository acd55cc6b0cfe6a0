#include "workplace.hpp"

#include "slack/http/client.hpp"
#include "slack/signature.hpp"

// What can be seen of a workplace: messages, private words, tickets, HTTP from outside.

namespace journeys {

std::string workplace::seen(const slack::emulator::message& m)
{
    return slack::emulator::render_text(slack.world(), m);
}

slack::emulator::message workplace::card(int number, const std::string& channel)
{
    const auto start = "#" + std::to_string(number) + " ";
    for (const auto& m : slack.messages(channel)) {
        if (m.user == slack.bot() && m.thread_ts.empty() && (m.text.starts_with(start) || m.text.starts_with("*#")))
            if (m.text.starts_with(start) || m.text.starts_with("*#" + std::to_string(number) + "*"))
                return m;
    }
    return {};
}

slack::emulator::message workplace::card(int number)
{
    const auto t = ticket(number);
    if (!t)
        return {};
    return card(number, t->queue == core::queue_id("finance") ? finance_desk : it_desk);
}

std::vector<slack::emulator::message> workplace::said_in(const std::string& channel, const std::string& root)
{
    std::vector<slack::emulator::message> all;
    for (const auto& m : slack.thread(channel, root)) {
        if (m.ts != root && m.user == slack.bot())
            all.push_back(m);
    }
    return all;
}

std::vector<std::string> workplace::replies(const std::string& channel, const std::string& root)
{
    std::vector<std::string> all;
    for (const auto& m : slack.thread(channel, root)) {
        if (m.ts != root)
            all.push_back(seen(m));
    }
    return all;
}

std::vector<std::string> workplace::whispers(const std::string& who)
{
    std::vector<std::string> all;
    for (const auto& e : slack.ephemerals(who))
        all.push_back(slack::emulator::render_text(slack.world(), e));
    return all;
}

std::string workplace::last_whisper(const std::string& who)
{
    const auto all = whispers(who);
    return all.empty() ? std::string() : all.back();
}

std::vector<std::string> workplace::direct(const std::string& who)
{
    std::vector<std::string> all;
    const auto channel = slack.dm(who);
    for (const auto& m : slack.messages(channel)) {
        if (m.user == slack.bot())
            all.push_back(seen(m));
        for (const auto& reply : said_in(channel, m.ts))
            all.push_back(seen(reply));
    }
    return all;
}

std::optional<core::ticket> workplace::ticket(int number)
{
    auto read = [number](bot::ledger& l) { return l.tickets().find(core::ticket_number(number)); };
    return run(docket->desk()->look(read));
}

std::size_t workplace::tickets()
{
    auto read = [](bot::ledger& l) {
        storage::tickets::filter all;
        all.open_only = false;
        all.limit = 10'000;
        return l.tickets().list(all).size();
    };
    return run(docket->desk()->look(read));
}

std::vector<core::event> workplace::history(int number)
{
    auto read = [number](bot::ledger& l) { return l.tickets().history(core::ticket_number(number)); };
    return run(docket->desk()->look(read));
}

std::string workplace::words(const slack::emulator::app_answer& a)
{
    if (!a.said.is_object())
        return a.body;
    return a.said.value("text", "") + (a.said.contains("blocks") ? "\n" + a.said["blocks"].dump() : std::string());
}

std::pair<unsigned, std::string> workplace::get(const std::string& path)
{
    slack::http::client web(io);
    const auto where = slack::http::parse_url("http://127.0.0.1:" + std::to_string(docket->port()) + path);
    slack::http::request asked("GET", path);
    auto got = run(web.send(*where, std::move(asked), 5s));
    REQUIRE(got);
    return {got->status, got->body};
}

std::pair<unsigned, std::string> workplace::deliver(
    const std::string& body, const std::string& content_type, std::optional<std::string> signature
)
{
    slack::http::client web(io);
    const std::string path = "/slack/events";
    const auto where = slack::http::parse_url("http://127.0.0.1:" + std::to_string(docket->port()) + path);
    slack::http::request asked("POST", path);
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(time.now().time_since_epoch()).count();
    const auto stamp = std::to_string(now);
    asked.fields.set("Content-Type", content_type);
    asked.fields.set("X-Slack-Request-Timestamp", stamp);
    const slack::signer signer({slack::emulator::options().signing_secret});
    asked.fields.set("X-Slack-Signature", signature ? *signature : signer.sign(stamp, body));
    asked.body = body;
    auto got = run(web.send(*where, std::move(asked), 5s));
    REQUIRE(got);
    return {got->status, got->body};
}

double workplace::metric(const std::string& line_start)
{
    const auto text = get("/metrics").second;
    const auto at = text.find("\n" + line_start);
    if (at == std::string::npos)
        return 0;
    const auto end = text.find('\n', at + 1);
    const auto line = text.substr(at + 1, end - at - 1);
    return std::stod(line.substr(line.rfind(' ') + 1));
}

}  // namespace journeys
