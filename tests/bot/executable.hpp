#pragma once

#include "tests/support/scratch_folder.hpp"

#include <sys/types.h>
#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace bot_tests {

/// A folder of one test's own.
class folder : public docket::tests::scratch_folder {
public:
    [[nodiscard]] std::string file(const std::string& name) const { return (path() / name).string(); }
    std::string write(const std::string& name, const std::string& text) const;
};

/// The built executable as a process of its own, with an environment of its own, in a folder of the test's. Killed if
/// it still runs at the end of the test.
class executable {
public:
    executable(
        const folder& where, const std::vector<std::string>& arguments,
        const std::map<std::string, std::string>& variables = {}
    );
    ~executable();
    executable(const executable&) = delete;
    executable& operator=(const executable&) = delete;

    /// Waits until it has written `text`; false when it ended first, or too much time has gone.
    bool writes(const std::string& text, std::chrono::seconds patience = std::chrono::seconds(60));
    void send(int signal) const;
    /// Its exit status; -1 when it does not end in time, or by a signal.
    int ends(std::chrono::seconds patience = std::chrono::seconds(60));

    [[nodiscard]] const std::string& out() const { return out_.text; }
    [[nodiscard]] const std::string& err() const { return err_.text; }

private:
    struct pipe_end {
        int descriptor = -1;
        std::string text;
    };
    bool read_more(std::chrono::steady_clock::time_point latest);
    static void take(pipe_end& from);

    pid_t process_ = -1;
    pipe_end out_;
    pipe_end err_;
};

}  // namespace bot_tests
