#include "tests/support/docket_process.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <array>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <random>
#include <stdexcept>
#include <thread>

namespace docket::tests {

namespace {

using namespace std::chrono_literals;

sockaddr_in loopback(std::uint16_t port)
{
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_port = htons(port);
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return where;
}

/// A socket that closes itself.
class descriptor {
public:
    explicit descriptor(int fd) : fd_(fd) {}
    ~descriptor()
    {
        if (fd_ >= 0)
            ::close(fd_);
    }
    descriptor(const descriptor&) = delete;
    descriptor& operator=(const descriptor&) = delete;
    [[nodiscard]] int get() const { return fd_; }

private:
    int fd_;
};

const sockaddr* as_address(const sockaddr_in& where)
{
    return static_cast<const sockaddr*>(static_cast<const void*>(&where));
}

std::vector<char*> pointers(std::vector<std::string>& texts)
{
    std::vector<char*> all;
    for (auto& t : texts)
        all.push_back(t.data());
    all.push_back(nullptr);
    return all;
}

}  // namespace

std::uint16_t free_port()
{
    // Below those that systems give to whoever asks for any: nobody gets it while the process is not there.
    std::random_device chance;
    std::uniform_int_distribution<std::uint16_t> some(20'000, 30'000);
    for (int tries = 0; tries < 100; ++tries) {
        const descriptor s(::socket(AF_INET, SOCK_STREAM, 0));
        const auto where = loopback(some(chance));
        if (::bind(s.get(), as_address(where), sizeof where) == 0)
            return ntohs(where.sin_port);
    }
    throw std::runtime_error("no free port");
}

docket_process::docket_process(
    const std::string& executable, std::vector<std::string> arguments, std::map<std::string, std::string> environment,
    std::string log
)
{
    std::vector<std::string> words{executable};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<std::string> settings;
    for (const auto& [name, value] : environment)
        settings.push_back(name + "=" + value);
    const char* path = log.empty() ? "/dev/null" : log.c_str();
    posix_spawn_file_actions_t files;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawn_file_actions_addopen(&files, 1, path, O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::posix_spawn_file_actions_adddup2(&files, 1, 2);
    auto argv = pointers(words);
    auto envp = pointers(settings);
    const int failed = ::posix_spawn(&pid_, executable.c_str(), &files, nullptr, argv.data(), envp.data());
    ::posix_spawn_file_actions_destroy(&files);
    if (failed != 0)
        throw std::runtime_error("cannot start " + executable);
}

docket_process::~docket_process()
{
    kill();
}

int docket_process::reap(bool wait)
{
    if (pid_ < 0)
        return 1;
    const auto got = ::waitpid(pid_, &status_, wait ? 0 : WNOHANG);
    if (got == pid_)
        pid_ = -1;
    return pid_ < 0 ? 1 : 0;
}

void docket_process::kill()
{
    if (pid_ < 0)
        return;
    ::kill(pid_, SIGKILL);
    reap(true);
}

int docket_process::terminate(std::chrono::milliseconds patience)
{
    if (pid_ < 0)
        return -1;
    ::kill(pid_, SIGTERM);
    const auto latest = std::chrono::steady_clock::now() + patience;
    while (reap(false) == 0) {
        if (std::chrono::steady_clock::now() > latest) {
            kill();
            return -1;
        }
        std::this_thread::sleep_for(2ms);
    }
    return WIFEXITED(status_) ? WEXITSTATUS(status_) : -1;
}

bool docket_process::running()
{
    return reap(false) == 0;
}

long docket_process::resident_kilobytes() const
{
    std::ifstream status("/proc/" + std::to_string(pid_) + "/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:"))
            return std::stol(line.substr(6));
    }
    return 0;
}

answer get(std::uint16_t port, const std::string& path)
{
    const descriptor s(::socket(AF_INET, SOCK_STREAM, 0));
    const timeval patience{2, 0};
    ::setsockopt(s.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    const auto where = loopback(port);
    if (::connect(s.get(), as_address(where), sizeof where) != 0)
        return {};
    const auto asked = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    if (::send(s.get(), asked.data(), asked.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(asked.size()))
        return {};
    answer got;
    std::array<char, 4096> bytes{};
    for (ssize_t size = 1; size > 0;) {
        size = ::recv(s.get(), bytes.data(), bytes.size(), 0);
        if (size > 0)
            got.text.append(bytes.data(), static_cast<std::size_t>(size));
    }
    if (got.text.size() > 12)
        got.status = std::atoi(got.text.c_str() + 9);  // "HTTP/1.1 200 …"
    return got;
}

std::chrono::microseconds until_ready(docket_process& of, std::uint16_t port, std::chrono::milliseconds patience)
{
    const auto began = std::chrono::steady_clock::now();
    while (get(port, "/readyz").status != 200) {
        if (!of.running())
            throw std::runtime_error("docket ended while starting");
        if (std::chrono::steady_clock::now() - began > patience)
            throw std::runtime_error("docket does not become ready");
        std::this_thread::sleep_for(1ms);
    }
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
}

}  // namespace docket::tests
