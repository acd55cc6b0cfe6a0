#include "executable.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>
#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>

namespace bot_tests {

namespace {

using steady = std::chrono::steady_clock;

std::vector<char*> pointers(std::vector<std::string>& texts)
{
    std::vector<char*> all;
    for (auto& each : texts)
        all.push_back(each.data());
    all.push_back(nullptr);
    return all;
}

/// Nothing of the tests' own environment but what a process needs, and how sanitizers are set.
std::vector<std::string> environment_of(const std::map<std::string, std::string>& variables)
{
    std::vector<std::string> all;
    for (const auto* name : {"PATH", "TMPDIR", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"})
        if (const char* value = std::getenv(name))
            all.push_back(std::string(name) + "=" + value);
    for (const auto& [name, value] : variables)
        all.push_back(name + "=" + value);
    return all;
}

}  // namespace

std::string folder::write(const std::string& name, const std::string& text) const
{
    std::ofstream(file(name)) << text;
    return file(name);
}

executable::executable(
    const folder& where, const std::vector<std::string>& arguments, const std::map<std::string, std::string>& variables
)
{
    std::array<int, 2> out{};
    std::array<int, 2> err{};
    REQUIRE(::pipe2(out.data(), O_CLOEXEC) == 0);
    REQUIRE(::pipe2(err.data(), O_CLOEXEC) == 0);
    std::vector<std::string> words{DOCKET_EXECUTABLE};
    words.insert(words.end(), arguments.begin(), arguments.end());
    auto environment = environment_of(variables);
    auto word_pointers = pointers(words);
    auto environment_pointers = pointers(environment);
    process_ = ::fork();
    REQUIRE(process_ >= 0);
    if (process_ == 0) {
        ::dup2(out[1], STDOUT_FILENO);
        ::dup2(err[1], STDERR_FILENO);
        if (::chdir(where.path().c_str()) == 0)
            ::execve(word_pointers[0], word_pointers.data(), environment_pointers.data());
        ::_exit(127);
    }
    ::close(out[1]);
    ::close(err[1]);
    out_.descriptor = out[0];
    err_.descriptor = err[0];
}

executable::~executable()
{
    for (const auto* end : {&out_, &err_})
        if (end->descriptor >= 0)
            ::close(end->descriptor);
    if (process_ > 0) {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }
}

void executable::take(pipe_end& from)
{
    std::array<char, 4096> bytes{};
    const auto count = ::read(from.descriptor, bytes.data(), bytes.size());
    if (count > 0) {
        from.text.append(bytes.data(), static_cast<std::size_t>(count));
        return;
    }
    ::close(from.descriptor);
    from.descriptor = -1;
}

/// False when both have ended, or the time is up.
bool executable::read_more(steady::time_point latest)
{
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(latest - steady::now()).count();
    if (left <= 0 || (out_.descriptor < 0 && err_.descriptor < 0))
        return false;
    std::array<pollfd, 2> ends{{{out_.descriptor, POLLIN, 0}, {err_.descriptor, POLLIN, 0}}};
    if (::poll(ends.data(), ends.size(), static_cast<int>(left)) <= 0)
        return false;
    if (ends[0].revents != 0)
        take(out_);
    if (ends[1].revents != 0)
        take(err_);
    return true;
}

bool executable::writes(const std::string& text, std::chrono::seconds patience)
{
    const auto latest = steady::now() + patience;
    while (out_.text.find(text) == std::string::npos)
        if (!read_more(latest))
            return false;
    return true;
}

void executable::send(int signal) const
{
    REQUIRE(process_ > 0);
    ::kill(process_, signal);
}

int executable::ends(std::chrono::seconds patience)
{
    const auto latest = steady::now() + patience;
    while (read_more(latest)) {
    }
    if (out_.descriptor >= 0 || err_.descriptor >= 0)
        return -1;  // killed by the destructor
    int status = 0;
    REQUIRE(::waitpid(process_, &status, 0) == process_);
    process_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace bot_tests
