#include "bot/service.hpp"

#include "bot/comma_list.hpp"
#include "bot/descriptors.hpp"
#include "bot/log.hpp"
#include "slack/http/counted.hpp"
#include "storage/database.hpp"

#include <boost/asio/co_spawn.hpp>
#include <utility>

namespace docket::bot {

namespace {

using namespace std::chrono_literals;
using slack::http::request;
using slack::http::response;

constexpr std::size_t writer_bound = 4096;

}  // namespace

storage::workspace service::workspace_of(const slack::identity& who)
{
    storage::workspace w;
    w.id = core::workspace_id(who.team);
    w.name = who.team_name;
    w.bot_user = core::member_id(who.bot_user);
    w.bot_id = who.bot_id;
    w.url = who.url;
    w.scopes = to_comma_list(who.scopes);
    return w;
}

std::vector<int> bring_up_to_date(const std::string& database)
{
    const auto open = storage::open_for_writing(database);
    return storage::migrate(*open);
}

void try_database(const std::string& database)
{
    const auto open = storage::open_for_writing(database);
    storage::read_through(*open);
}

service::serving::serving(service& of, storage::workspace who)
    : where(*of.writes_, *of.reads_, of.time_, of.counts_, std::move(who)),
      setup(where, of.web_, of.chosen_.file.has_value()),
      outbox(of.context_, where, of.web_, of.remedy(), [this](const slack::failure& why) { scopes.refused(why); }),
      timers(of.context_.get_executor(), where, [&of] { of.changed(); }),
      hears(
          of.context_.get_executor(), where,
          [&of]() -> std::optional<bool> {
              if (of.environment_.app_token.empty())
                  return std::nullopt;
              // By the tokens of another workspace nothing comes that is said in this one.
              return of.socket_ && of.socket_->up() > 0 && of.foreign_.empty();
          },
          of.chosen_.all_delivered_until, [&of] { of.changed(); }
      ),
      scopes(
          of.context_.get_executor(), where, [&of] { return of.look_at_scopes(); }, [&of] { of.changed(); }
      ),
      receives(
          of.context_, where, of.web_, setup, [&of] { of.changed(); },
          [this](const std::string& event, bool kept) { hears.came(event, kept); }
      )
{
}

service::service(asio::io_context& context, const environment& from, slack::clock& time, options chosen)
    : context_(context),
      environment_(from),
      time_(time),
      chosen_(std::move(chosen)),
      refusals_(time),
      wire_(context),
      web_(wire_, from.api_url, from.bot_token, chosen_.patience),
      secrets_(context.get_executor(), time),
      done_(context.get_executor()),
      hurry_(context.get_executor())
{
    if (!from.signing_secrets.empty())
        signer_.emplace(from.signing_secrets);
    web_.observe([this](std::string_view method, std::string_view outcome, std::chrono::microseconds took) {
        counts_.api_call(method, outcome, took);
    });
    watch_secrets();
    if (const auto applied = bring_up_to_date(from.database); !applied.empty())
        log::info("database migrated", {{"to", applied.back()}});
    storage::writer_events told;
    told.committed = [this](std::size_t commands, std::chrono::microseconds took) {
        counts_.committed(commands, took);
    };
    told.failed = [this](const std::string& why) {
        log::error("database refused a commit", {{"error", why}});
        const std::lock_guard lock(database_.guard);
        database_.why = why;
    };
    writes_ = std::make_unique<storage::writer>(from.database, writer_bound, std::move(told));
    reads_ = std::make_unique<storage::readers>(from.database);
    slack::http::server_events events;
    events.failed = [](const std::string& what) { log::error("request failed", {{"error", what}}); };
    events.refused = [this](unsigned status) {
        if (const auto passed_over = refusals_.speaks(std::to_string(status)))
            log::warn("request refused", {{"status", static_cast<int>(status)}, {"passed_over", *passed_over}});
        counts_.request("http", "malformed", std::chrono::microseconds(0));
    };
    slack::http::server_limits limits;
    limits.connections = connections_allowed();
    limits.memory = 24 * 1024 * 1024;  // with what the allocator adds, a hundred megabytes in all are not reached
    const auto answers = [this](request r) { return answer(std::move(r)); };
    const auto look = [this](const request& head) { return turn_away(head); };
    if (chosen_.listener) {
        // Others go on with the socket: what is just being sent on a connection of ours should not be lost with it.
        limits.parting_time = 500ms;
        server_ =
            std::make_unique<slack::http::server>(context, *chosen_.listener, answers, limits, std::move(events), look);
    } else {
        server_ = std::make_unique<slack::http::server>(
            context, from.host, from.port, answers, limits, std::move(events), look
        );
    }
}

service::~service() = default;

void service::spawn(asio::awaitable<void> work, const char* what)
{
    ++running_;
    asio::co_spawn(context_, std::move(work), [this, what](std::exception_ptr failed) {
        --running_;
        done_.ring();
        if (!failed)
            return;
        try {
            std::rethrow_exception(failed);
        } catch (const std::exception& e) {
            log::error("a part of the service ended", {{"part", what}, {"error", e.what()}});
            trouble_ = std::string(what) + " ended: " + e.what();
        }
    });
}

void service::start()
{
    auto introducing = introduce();
    spawn(std::move(introducing), "introduction");
    auto watching = secrets_.run();
    spawn(std::move(watching), "watch on the files of secrets");
}

/// Serves as soon as it is known for whom; a database that is out of reach for a while only delays that.
asio::awaitable<void> service::introduce()
{
    const slack::http::counted busy(introducing_);
    while (!stopping_) {
        try {
            co_await learn_who_we_are();
            co_return;
        } catch (const storage::broken& e) {
            open_doors();
            log::error("the database does not let Docket begin; trying again", {{"error", e.what()}});
            if (!serving_)
                trouble_ = e.what();
        }
        co_await rest_before_next_try(1s);
    }
}

/// Once it is known whether there is a workspace to serve: until then requests wait in the socket's queue, where they
/// would be refused by us.
void service::open_doors()
{
    if (!std::exchange(open_, true) && !stopping_)
        server_->start();
}

/// An earlier run's answer serves until Slack gives a newer one.
asio::awaitable<void> service::learn_who_we_are()
{
    if (!serving_) {
        auto known = [](storage::transaction& tx) { return storage::only_workspace(tx); };
        if (auto remembered = co_await reads_->run(known))
            co_await serve(std::move(*remembered));
        else
            trouble_ = "waiting for Slack to say who we are (auth.test)";
    }
    open_doors();
    for (auto pause = 1s; !stopping_; pause = std::min<std::chrono::seconds>(pause * 2, 60s)) {
        const auto asked_with = tokens_;
        auto asking = ask_who_we_are();
        auto who = co_await std::move(asking);
        if (asked_with != tokens_)
            continue;  // there is another token by now
        if (who) {
            auto now = workspace_of(*who);
            if (serving_ && serving_->where.workspace().id != now.id) {
                foreign_ = foreign(now.id);
                log::error("token and database belong to different workspaces", {{"why", foreign_}});
                co_return;
            }
            auto meeting = meet(std::move(now));
            co_await std::move(meeting);
            if (asked_with == tokens_)
                co_return;
            continue;
        }
        not_introduced(who.error(), pause);
        co_await rest_before_next_try(pause);
    }
}

/// Sooner when there is another token, or when stopping.
asio::awaitable<void> service::rest_before_next_try(std::chrono::seconds span)
{
    next_try_ = time_.now() + span;
    co_await hurry_.wait(time_, next_try_);
    next_try_ = slack::instant::max();
}

asio::awaitable<slack::result<slack::identity>> service::ask_who_we_are()
{
    auto asking = web_.auth_test();
    co_return co_await std::move(asking);
}

/// Slack has said who we are, with the token that is in use now.
asio::awaitable<void> service::meet(storage::workspace now)
{
    auto keep = [this, &now](storage::transaction& tx) { return keep_workspace(tx, now, time_.now()); };
    const auto revived = co_await writes_->run(keep);
    if (revived > 0) {
        log::info("the bot token has got scopes; what waited for them is tried again", {{"deliveries", revived}});
        changed();
    }
    dead_.clear();
    foreign_.clear();
    if (serving_)
        serving_->where.learn(std::move(now));
    else
        co_await serve(std::move(now));
    start_sending();
}

/// Something failed for want of a scope: has the app been installed again?
asio::awaitable<void> service::look_at_scopes()
{
    const auto asked_with = tokens_;
    auto asking = ask_who_we_are();
    auto who = co_await std::move(asking);
    if (!who || asked_with != tokens_)
        co_return;
    auto now = workspace_of(*who);
    if (now.id != serving_->where.workspace().id)
        co_return;
    auto meeting = meet(std::move(now));
    co_await std::move(meeting);
}

void service::not_introduced(const slack::failure& why, std::chrono::seconds pause)
{
    const bool dead = why.what == slack::failure::kind::stop;
    if (dead && dead_.empty())
        log::error(
            "Slack refuses the bot token; nothing is sent until that is mended",
            {{"error", why.error}, {"do", remedy()}}
        );
    if (!dead)
        log::warn(
            "Slack did not say who we are; trying again",
            {{"error", why.error}, {"seconds", static_cast<int>(pause.count())}}
        );
    if (dead)
        dead_ = why.error;
    if (!serving_)
        trouble_ = "waiting for Slack to say who we are (auth.test: " + why.error + ")";
    else if (!dead && dead_.empty())
        start_sending();  // an earlier run's token, as a rule: that Slack is slow to answer this is no reason to wait
}

/// Not with a token that may be another workspace's: what it does not find there would count as gone for ever.
void service::start_sending()
{
    if (stopping_ || std::exchange(sending_, true))
        return;
    auto outbox = serving_->outbox.run();
    spawn(std::move(outbox), "dispatcher");
}

asio::awaitable<void> service::serve(storage::workspace who)
{
    auto ours = std::make_unique<serving>(*this, std::move(who));
    if (chosen_.file)
        co_await take_file(ours->where);  // before anything is taken from Slack
    serving_ = std::move(ours);
    auto timers = serving_->timers.run();
    spawn(std::move(timers), "scheduler");
    auto hears = serving_->hears.run();
    spawn(std::move(hears), "hearing Slack");
    auto scopes = serving_->scopes.run();
    spawn(std::move(scopes), "scopes");
    trouble_.clear();
    open_socket_mode();
    log::info("serving", {{"workspace", serving_->where.workspace().id.str()}, {"port", static_cast<int>(port())}});
}

/// Only now: what comes by it must find the office open.
void service::open_socket_mode()
{
    if (environment_.app_token.empty() || stopping_)
        return;
    socket_ = std::make_unique<socket_mode>(
        context_, web_, environment_.app_token, counts_,
        [this](slack::inbound what, std::size_t bytes) { return take(std::move(what), bytes); }, chosen_.sockets
    );
    auto connecting = socket_->run();
    spawn(std::move(connecting), "Socket Mode");
}

asio::awaitable<response> service::take(slack::inbound what, std::size_t bytes)
{
    return serving_->receives.take(std::move(what), bytes);
}

asio::awaitable<void> service::take_file(office& where)
{
    const auto origin = "file:" + chosen_.file_digest;
    auto take = [this, &origin](ledger& l) {
        if (l.desks().origin() == origin)
            return false;
        l.take_settings(*chosen_.file, std::nullopt, origin);
        return true;
    };
    const bool taken = co_await where.commit(take);
    if (taken)
        log::info("settings taken from the file", {{"digest", chosen_.file_digest}});
}

void service::changed()
{
    if (serving_)
        serving_->outbox.ring();
}

asio::awaitable<bool> service::stop()
{
    const auto busy = [this] {
        return running_ > 0 || server_->in_hand() > 0 || (serving_ && serving_->receives.in_hand() > 0);
    };
    if (stopping_)
        co_return !busy();
    stopping_ = true;
    trouble_ = "stopping";
    hurry_.ring();
    secrets_.stop();
    if (serving_) {  // begins nothing more while the last requests are answered
        serving_->outbox.stop();
        serving_->timers.stop();
        serving_->hears.stop();
        serving_->scopes.stop();
    }
    if (socket_)
        socket_->stop();
    co_await server_->stop(4s);
    const auto patience = std::chrono::steady_clock::now() + 4s;
    while (busy() && std::chrono::steady_clock::now() < patience) {
        slack::system_clock real;
        co_await done_.wait(real, real.now() + 100ms);
    }
    log::info("stopped", {{"left_running", running_}});
    co_return !busy();
}

/// Where nothing is written, nothing would show that the database takes writes again: it is tried when somebody asks.
asio::awaitable<void> service::try_writing()
{
    trying_ = true;
    auto write = [](storage::transaction& tx) {
        if (const auto same = storage::only_workspace(tx))
            storage::put_workspace(tx, *same);
        return true;
    };
    try {
        co_await writes_->run(write);
    } catch (const storage::broken&) {  // not_ready says so
    }
    trying_ = false;
}

std::string service::not_ready() const
{
    if (!trouble_.empty())
        return trouble_;
    if (!foreign_.empty())
        return foreign_;
    if (!writes_->healthy()) {
        const std::lock_guard lock(database_.guard);
        return "the database does not take writes: " + database_.why;
    }
    // With a signing secret Slack may deliver over HTTP all the while.
    return socket_ && !signer_ ? socket_->not_ready() : std::string();
}

bool service::quiet() const
{
    const bool resting = next_try_ < slack::instant::max();
    return server_->in_hand() == 0 && (introducing_ == 0 || resting) && (secrets_.empty() || secrets_.quiet()) &&
           writes_->waiting() == 0 && (!socket_ || socket_->in_hand() == 0) &&
           (!serving_ || ((!sending_ || serving_->outbox.quiet()) && serving_->timers.quiet() &&
                          serving_->hears.quiet() && serving_->scopes.quiet() && serving_->receives.in_hand() == 0));
}

slack::instant service::next() const
{
    const auto sooner = std::min(secrets_.next(), next_try_);
    if (!serving_)
        return sooner;
    const auto outbox = sending_ ? serving_->outbox.next() : slack::instant::max();
    return std::min({outbox, serving_->timers.next(), serving_->hears.next(), serving_->scopes.next(), sooner});
}

}  // namespace docket::bot
