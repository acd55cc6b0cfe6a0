#pragma once

#include "slack/emulator/workspace.hpp"

#include <iosfwd>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// What the demo shows in the terminal.
namespace docket::bot::demo {

/// What somebody already saw of the conversations they look at: only what is new to them is worth showing again.
class memory {
public:
    /// The messages of a channel that look other than last time, threads set in below their beginning.
    std::vector<std::string> news(const slack::emulator::workspace& where, const std::string& channel);
    /// What only `who` sees, likewise.
    std::vector<std::string> private_news(const slack::emulator::workspace& where, const std::string& who);

private:
    bool is_news(const std::string& key, const std::string& looks);

    std::map<std::string, std::string> seen_;
};

/// Every line of `text` behind `margin`; no empty lines at its end.
[[nodiscard]] std::string set_in(std::string_view text, std::string_view margin);

/// What stands between two stars of a line, in bold where there are colours; the stars are gone.
[[nodiscard]] std::string emphasised(std::string_view text, bool colours);

/// The terminal: sentences that tell, and below each what people see.
class screen {
public:
    screen(std::ostream& out, bool colours) : out_(out), colours_(colours) {}

    /// The next step of the story, numbered.
    void tell(const std::string& sentence);
    /// "Ben and Cyd, in #it-desk", and what is new to them there; nothing when nothing is.
    void show(const std::string& who_and_where, const std::vector<std::string>& seen);
    void say(const std::string& line);

private:
    [[nodiscard]] std::string painted(const char* colour, const std::string& text) const;

    std::ostream& out_;
    bool colours_;
    int steps_ = 0;
};

}  // namespace docket::bot::demo
