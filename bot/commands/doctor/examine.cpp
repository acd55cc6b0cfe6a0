#include "bot/commands/doctor/examine.hpp"

#include "bot/commands/running.hpp"
#include "slack/envelope.hpp"
#include "slack/http/client.hpp"
#include "slack/http/server.hpp"
#include "slack/http/websocket_client.hpp"
#include "storage/desks.hpp"
#include "storage/readers.hpp"

#include <fmt/format.h>
#include <boost/system/system_error.hpp>
#include <nlohmann/json.hpp>

#include <unistd.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <type_traits>

namespace docket::bot::doctor {

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using nlohmann::json;

constexpr auto patience = 10s;
constexpr std::size_t most_channels = 200;  // each is a question to Slack, and Slack takes some fifty a minute

// ---- what is on this machine --------------------------------------------------------------------------------------

void read_file(facts& f)
{
    if (f.from.config.empty())
        return;
    std::ifstream in(f.from.config, std::ios::binary);
    if (!in) {
        f.file.trouble = fmt::format("cannot read {}: check its permissions", f.from.config);
        return;
    }
    const std::string text(std::istreambuf_iterator<char>(in), {});
    auto settings = read_docket_toml(text);
    if (settings)
        f.settings = std::move(*settings);
    else
        f.file.errors = std::move(settings.error());
}

void read_manifest_of(facts& f)
{
    if (f.installed.file.empty())
        return;
    std::ifstream in(f.installed.file, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(in), {});
    if (!in && text.empty()) {
        f.installed.trouble = "cannot be read: check the path and its permissions";
        return;
    }
    auto manifest = read_installed(text);
    if (manifest)
        f.installed.manifest = std::move(*manifest);
    else
        f.installed.trouble = std::move(manifest.error());
}

struct told {
    std::optional<storage::workspace> workspace;
    std::optional<core::settings> settings;
};

told ask(storage::transaction& tx)
{
    told t;
    t.workspace = storage::only_workspace(tx);
    if (t.workspace)
        t.settings = storage::desks(tx, t.workspace->id).load().set;
    return t;
}

/// Whose it is and what is set in it.
asio::awaitable<void> read_database(facts& f)
{
    try {
        storage::readers reads(f.from.database, 1);
        auto said = co_await reads.run(ask);
        f.database.workspace = std::move(said.workspace);
        if (f.from.config.empty())
            f.settings = std::move(said.settings);
    } catch (const storage::broken& e) {
        f.database.trouble = e.what();
    } catch (const std::logic_error&) {
        f.database.older = true;  // a statement that does not fit: its tables are those of another version
    }
}

asio::awaitable<void> look_at_database(facts& f)
{
    const std::filesystem::path file(f.from.database);
    std::error_code unreadable;
    f.database.there = std::filesystem::exists(file, unreadable);
    if (!f.database.there) {
        const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
        if (::access(folder.c_str(), W_OK | X_OK) != 0)
            f.database.trouble = fmt::format(
                "{} cannot be made: create the folder {} and let this user write there", file.string(), folder.string()
            );
        co_return;
    }
    try {
        try_database(f.from.database);
    } catch (const storage::broken& e) {
        f.database.trouble = e.what();
        co_return;
    }
    co_await read_database(f);
}

asio::awaitable<slack::http::response> nobody(slack::http::request)
{
    co_return slack::http::response(503);
}

asio::awaitable<void> try_address(asio::io_context& context, slack::http::client& wire, facts& f)
{
    const auto& from = f.from;
    try {
        const slack::http::server probe(context, from.host, from.port, nobody);
        co_return;
    } catch (const boost::system::system_error& e) {
        f.address.trouble = commands::cannot_listen(from.host, from.port, e.code());
    }
    const auto where = slack::http::parse_url("http://" + commands::to_address(from.host, from.port) + "/healthz");
    if (!where)
        co_return;
    slack::http::request asked("GET", where->target);
    auto sending = wire.send(*where, std::move(asked), 2s);
    const auto answer = co_await std::move(sending);
    f.address.docket = answer && answer->status == 200 && answer->body == "alive\n";
}

// ---- what Slack says ----------------------------------------------------------------------------------------------

/// Any answer tells the time; api.test wants no token.
asio::awaitable<void> compare_clocks(slack::http::client& wire, slack::clock& time, facts& f)
{
    const auto where = slack::http::parse_url(f.from.api_url + "api.test");
    if (!where)
        co_return;
    slack::http::request asked("POST", where->target);
    asked.fields.set("Content-Type", "application/x-www-form-urlencoded");
    const auto before = time.now();
    auto sending = wire.send(*where, std::move(asked), patience);
    const auto answer = co_await std::move(sending);
    const auto after = time.now();
    const auto date = answer ? answer->fields.find("Date") : std::nullopt;
    const auto theirs = date ? read_date(*date) : std::nullopt;
    if (theirs)
        f.ahead = before + (after - before) / 2 - (*theirs + 500ms);  // the field has whole seconds, cut off
}

/// What stands under that name, where it is an object.
json object_in(const json& answer, const char* name)
{
    const auto found = answer.find(name);
    return found != answer.end() && found->is_object() ? *found : json::object();
}

/// What stands under that name, where it is of that type.
template <class T>
T value_in(const json& object, const char* name, T otherwise)
{
    const auto found = object.find(name);
    const bool fits = found != object.end() && (std::is_same_v<T, bool> ? found->is_boolean() : found->is_string());
    return fits ? found->template get<T>() : otherwise;
}

asio::awaitable<void> ask_about(slack::web_client& web, core::channel_id channel, facts& f)
{
    using state = setup::channel_check::state;
    setup::channel_check c{channel, state::unknown};
    json arguments;
    arguments["channel"] = channel.str();
    const auto told = co_await web.call("conversations.info", std::move(arguments), patience);
    if (told) {
        const auto info = object_in(*told, "channel");
        if (auto name = value_in(info, "name", std::string()); !name.empty())
            f.channel_names[channel] = std::move(name);
        if (value_in(info, "is_archived", false))
            c.found = state::archived;
        else
            c.found = value_in(info, "is_member", false) ? state::ok : state::not_member;
    } else if (told.error().error == "channel_not_found") {
        c.found = state::not_found;
    }
    f.channels.push_back(std::move(c));
}

/// Whose bot it is, to be held against the app token.
asio::awaitable<void> ask_for_app(slack::web_client& web, facts& f)
{
    json arguments;
    arguments["bot"] = (*f.identity)->bot_id;
    const auto told = co_await web.call("bots.info", std::move(arguments), patience);
    if (told)
        f.bot_app = value_in(object_in(*told, "bot"), "app_id", std::string());
}

/// Opens a connection, hears Slack's hello and leaves: only that shows whether Socket Mode is switched on.
asio::awaitable<slack::result<void>> greet(asio::io_context& context, slack::web_client& web, std::string app_token)
{
    using failure = slack::failure;
    auto url = co_await web.open_connection(std::move(app_token));
    if (!url)
        co_return tl::unexpected(url.error());
    slack::http::websocket_limits limits;
    limits.silence = patience;
    slack::http::websocket_client sockets(context, limits);
    auto line = co_await sockets.connect(std::move(*url), patience);
    if (!line)
        co_return tl::unexpected(line.error());
    const auto first = co_await (*line)->read();
    (*line)->close();
    co_await (*line)->ended();
    const auto frame = first ? slack::decode_frame(*first) : tl::unexpected(slack::malformed{"nothing was said"});
    failure silent(failure::kind::retry, "no_hello");
    if (!frame)
        co_return tl::unexpected(std::move(silent));
    if (const auto* leave = std::get_if<slack::disconnect>(&*frame)) {
        failure sent_away(failure::kind::permanent, leave->reason);
        co_return tl::unexpected(std::move(sent_away));
    }
    if (!std::holds_alternative<slack::hello>(*frame))
        co_return tl::unexpected(std::move(silent));
    co_return slack::result<void>();
}

asio::awaitable<void> try_socket_mode(asio::io_context& context, slack::web_client& web, facts& f)
{
    // While a Docket runs, Slack would send part of its requests here.
    if (f.from.app_token.empty() || f.address.docket)
        co_return;
    f.connection = co_await greet(context, web, f.from.app_token);
}

asio::awaitable<void> ask_slack(asio::io_context& context, slack::http::client& wire, facts& f)
{
    slack::web_client web(wire, f.from.api_url, f.from.bot_token);
    co_await try_socket_mode(context, web, f);
    if (f.from.bot_token.empty())
        co_return;
    f.identity = co_await web.auth_test();
    if (!*f.identity)
        co_return;
    if (!f.from.app_token.empty())
        co_await ask_for_app(web, f);
    if (!f.settings)
        co_return;
    auto channels = setup::channels_of(*f.settings);
    channels.resize(std::min(channels.size(), most_channels));
    for (const auto& channel : channels)
        co_await ask_about(web, channel, f);
}

}  // namespace

asio::awaitable<facts> examine(
    asio::io_context& context, environment from, std::string installed_manifest, variables get
)
{
    slack::system_clock time;
    slack::http::client wire(context);
    facts f;
    f.from = std::move(from);
    f.installed.file = std::move(installed_manifest);
    read_file(f);
    read_manifest_of(f);
    f.machine = look_at_machine(f.from, get);
    co_await look_at_database(f);
    co_await try_address(context, wire, f);
    co_await compare_clocks(wire, time, f);
    co_await ask_slack(context, wire, f);
    co_return f;
}

}  // namespace docket::bot::doctor
