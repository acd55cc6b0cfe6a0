// The load generator: signed requests as Slack sends them, to whoever listens on a port of 127.0.0.1.
//
//   bench_load --port N --kind KIND --team T --channels C,C --user U --secret S
//              [--connections 64] [--rate 0] [--seconds 5] [--warm-up 1] [--from 1] [--count 100000]
//
// Closed loop (rate 0): every connection sends its next request as soon as the last was answered.
// Open loop: a request leaves when it is meant to, whatever became of those before; where no connection is free it
// waits, and its time counts from when it was meant to leave, so that a stall is seen by all that it held up.
//
// All requests are made and signed beforehand; while it measures, the generator only sends and receives. Prints one
// JSON line; `busy` is the share of its own core that it used.

#include "tests/bench/requests.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <deque>
#include <iostream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <system_error>

using namespace docket::bench;
using steady = std::chrono::steady_clock;
using seconds = std::chrono::duration<double>;

namespace {

struct options {
    std::uint16_t port = 0;
    kind what = kind::message;
    int connections = 64;
    double rate = 0;
    double length = 5;
    double warm_up = 1;
    std::int64_t from = 1;
    std::int64_t count = 100'000;
};

[[noreturn]] void failed(const char* what)
{
    throw std::system_error(errno, std::generic_category(), what);
}

/// One connection to the server, on which at most one request is under way.
class line {
public:
    explicit line(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in where{};
        where.sin_family = AF_INET;
        where.sin_port = htons(port);
        where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket_, reinterpret_cast<const sockaddr*>(&where), sizeof where) != 0)
            failed("connect");
        const int on = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        ::fcntl(socket_, F_SETFL, O_NONBLOCK);
    }
    ~line() { ::close(socket_); }
    line(const line&) = delete;
    line& operator=(const line&) = delete;

    [[nodiscard]] int socket() const { return socket_; }
    [[nodiscard]] bool under_way() const { return under_way_; }
    [[nodiscard]] steady::time_point meant() const { return meant_; }

    void send(std::string_view request, steady::time_point meant)
    {
        meant_ = meant;
        under_way_ = true;
        left_ = request;
        push();
    }

    /// Reads what has come. @return the answer's status once it is whole, 0 before that
    int receive()
    {
        if (!left_.empty())
            push();
        const auto got = ::recv(socket_, answer_.data() + size_, answer_.size() - size_, 0);
        if (got < 0 && (errno == EAGAIN || errno == EINTR))
            return 0;
        if (got <= 0)
            throw std::runtime_error("the server closed a connection");
        size_ += static_cast<std::size_t>(got);
        const std::string_view text(answer_.data(), size_);
        const auto head = text.find("\r\n\r\n");
        if (head == text.npos || text.size() < head + 4 + length_in(text.substr(0, head)))
            return 0;
        under_way_ = false;
        size_ = 0;
        int status = 0;
        std::from_chars(text.data() + 9, text.data() + 12, status);  // "HTTP/1.1 200"
        return status;
    }

private:
    void push()
    {
        const auto sent = ::send(socket_, left_.data(), left_.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno != EAGAIN)
            failed("send");
        left_.remove_prefix(sent < 0 ? 0 : static_cast<std::size_t>(sent));
    }

    static std::size_t length_in(std::string_view head)
    {
        constexpr std::string_view name = "ontent-";  // servers differ in the case of its first letter
        std::size_t length = 0;
        for (auto at = head.find(name); at != head.npos; at = head.find(name, at + 1)) {
            const auto value = head.substr(at + name.size());
            if (value.starts_with("Length: ") || value.starts_with("length: "))
                std::from_chars(value.data() + 8, value.data() + value.size(), length);
        }
        return length;
    }

    int socket_;
    bool under_way_ = false;
    steady::time_point meant_;
    std::string_view left_;
    std::array<char, 16384> answer_{};
    std::size_t size_ = 0;
};

class load {
public:
    load(const options& chosen, const workspace& where) : chosen_(chosen), poll_(::epoll_create1(EPOLL_CLOEXEC))
    {
        const request_maker maker(where);
        requests_.reserve(static_cast<std::size_t>(chosen.count));
        for (std::int64_t i = 0; i < chosen.count; ++i)
            requests_.push_back(maker.make(chosen.what, chosen.from + i));
        milliseconds_.reserve(requests_.size());
        for (int i = 0; i < chosen.connections; ++i) {
            auto& each = lines_.emplace_back(chosen.port);
            epoll_event wanted{};
            wanted.events = EPOLLIN;
            wanted.data.ptr = &each;
            if (::epoll_ctl(poll_, EPOLL_CTL_ADD, each.socket(), &wanted) != 0)
                failed("epoll_ctl");
            free_.push_back(&each);
        }
    }
    ~load() { ::close(poll_); }
    load(const load&) = delete;
    load& operator=(const load&) = delete;

    nlohmann::json run()
    {
        began_ = steady::now();
        counts_from_ = began_ + nanoseconds(chosen_.warm_up);
        ends_ = counts_from_ + nanoseconds(chosen_.length);
        const auto used = processor_time();
        offer();
        while (steady::now() < ends_ + std::chrono::seconds(10) && (more() || free_.size() < lines_.size())) {
            wait();
            offer();
        }
        const auto busy = (processor_time() - used) / seconds(steady::now() - began_).count();
        return summary(busy);
    }

private:
    static std::chrono::nanoseconds nanoseconds(double s)
    {
        return std::chrono::nanoseconds(static_cast<std::int64_t>(s * 1e9));
    }

    static double processor_time()
    {
        rusage used{};
        ::getrusage(RUSAGE_SELF, &used);
        const auto of = [](const timeval& t) {
            return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
        };
        return of(used.ru_utime) + of(used.ru_stime);
    }

    /// What Docket does not use may be said again and again; anything else is news only once.
    [[nodiscard]] bool more() const
    {
        const bool left = chosen_.what == kind::unused || next_ < requests_.size();
        return left && (chosen_.rate > 0 ? due() : steady::now()) < ends_;
    }

    [[nodiscard]] steady::time_point due() const
    {
        return began_ + nanoseconds(static_cast<double>(next_) / chosen_.rate);
    }

    /// Sends what is due on the connections that are free.
    void offer()
    {
        while (!free_.empty() && more()) {
            const auto now = steady::now();
            const auto meant = chosen_.rate > 0 ? due() : now;
            if (meant > now)
                return;
            auto* const on = free_.back();
            free_.pop_back();
            on->send(requests_[next_++ % requests_.size()], meant);
        }
    }

    void wait()
    {
        auto patience = std::chrono::nanoseconds(100'000'000);
        if (chosen_.rate > 0 && !free_.empty() && more())
            patience =
                std::clamp<std::chrono::nanoseconds>(due() - steady::now(), std::chrono::nanoseconds(0), patience);
        const timespec until{0, patience.count()};
        std::array<epoll_event, 256> ready{};
        const int count = ::epoll_pwait2(poll_, ready.data(), static_cast<int>(ready.size()), &until, nullptr);
        if (count < 0 && errno != EINTR)
            failed("epoll_pwait2");
        for (int i = 0; i < count; ++i) {
            auto* const from = static_cast<line*>(ready.at(static_cast<std::size_t>(i)).data.ptr);
            const int status = from->receive();
            if (status == 0)
                continue;
            answered(*from, status);
            free_.push_back(from);
        }
    }

    void answered(const line& by, int status)
    {
        const auto now = steady::now();
        errors_ += status == 200 ? 0 : 1;
        if (by.meant() < counts_from_)
            return;
        milliseconds_.push_back(seconds(now - by.meant()).count() * 1000);
        last_ = now;
    }

    nlohmann::json summary(double busy)
    {
        std::ranges::sort(milliseconds_);
        const auto at = [this](double share) {
            if (milliseconds_.empty())
                return 0.0;
            return milliseconds_[static_cast<std::size_t>(share * static_cast<double>(milliseconds_.size() - 1))];
        };
        nlohmann::json all;
        all["requests"] = milliseconds_.size();
        all["sent"] = next_;
        all["errors"] = errors_ + static_cast<std::int64_t>(lines_.size() - free_.size());
        all["per_second"] = milliseconds_.empty()
                                ? 0
                                : static_cast<double>(milliseconds_.size()) / seconds(last_ - counts_from_).count();
        all["p50_ms"] = at(0.5);
        all["p99_ms"] = at(0.99);
        all["p999_ms"] = at(0.999);
        all["max_ms"] = at(1);
        all["busy"] = busy;
        return all;
    }

    const options chosen_;
    const int poll_;
    std::vector<std::string> requests_;
    std::size_t next_ = 0;
    std::deque<line> lines_;
    std::vector<line*> free_;
    steady::time_point began_, counts_from_, ends_, last_;
    std::vector<double> milliseconds_;
    std::int64_t errors_ = 0;
};

}  // namespace

int main(int argc, char** argv)
{
    CLI::App app("The load generator of Docket's benchmarks.");
    options chosen;
    workspace where;
    std::string name = "message";
    app.add_option("--port", chosen.port)->required();
    app.add_option("--kind", name);
    app.add_option("--team", where.team)->required();
    app.add_option("--channels", where.channels)->required()->delimiter(',');
    app.add_option("--user", where.user)->required();
    app.add_option("--secret", where.signing_secret)->required();
    app.add_option("--connections", chosen.connections)->check(CLI::Range(1, 10'000));
    app.add_option("--rate", chosen.rate, "requests a second; 0: closed loop");
    app.add_option("--seconds", chosen.length);
    app.add_option("--warm-up", chosen.warm_up, "seconds that do not count");
    app.add_option("--from", chosen.from, "number of the first request");
    app.add_option("--count", chosen.count, "requests made beforehand")->check(CLI::Range(1, 5'000'000));
    CLI11_PARSE(app, argc, argv);
    try {
        const auto what = kind_named(name);
        if (!what)
            throw std::runtime_error("unknown kind " + name);
        chosen.what = *what;
        load running(chosen, where);
        auto line = running.run();
        line["kind"] = name;
        line["connections"] = chosen.connections;
        line["rate"] = chosen.rate;
        std::cout << line.dump() << std::endl;
        return 0;
    } catch (const std::exception& e) {
        std::cerr << "bench_load: " << e.what() << "\n";
        return 1;
    }
}
