#pragma once

#include <sys/types.h>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

/// The real executable in a process of its own.
namespace docket::tests {

/// A port of 127.0.0.1 that was free a moment ago.
std::uint16_t free_port();

/// `docket serve` (or another command). Ended for good by the destructor; only this process is ever signalled.
class docket_process {
public:
    /// @param log  where stderr and stdout go, appended; empty: nowhere
    docket_process(
        const std::string& executable, std::vector<std::string> arguments,
        std::map<std::string, std::string> environment, std::string log = {}
    );
    ~docket_process();
    docket_process(const docket_process&) = delete;
    docket_process& operator=(const docket_process&) = delete;

    /// SIGKILL, and reaped on return.
    void kill();
    /// SIGTERM; the exit status, or -1 when it did not end within `patience` (it is killed then) or died by a signal.
    int terminate(std::chrono::milliseconds patience);
    [[nodiscard]] bool running();
    /// Resident memory in kB, from /proc.
    [[nodiscard]] long resident_kilobytes() const;

private:
    int reap(bool wait);

    pid_t pid_ = -1;
    int status_ = 0;
};

/// What a GET on a fresh connection to 127.0.0.1 was answered; status 0 when nothing came. Blocks.
struct answer {
    int status = 0;
    std::string text;  ///< head and body
};
answer get(std::uint16_t port, const std::string& path);

/// Asks /readyz every few milliseconds until it says 200. @return how long that took; nothing lasted longer than
/// `patience` @throws std::runtime_error when it does not become ready
std::chrono::microseconds until_ready(docket_process& of, std::uint16_t port, std::chrono::milliseconds patience);

}  // namespace docket::tests
