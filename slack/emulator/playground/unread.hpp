#pragma once

#include "slack/emulator/workspace.hpp"

#include <map>
#include <string>
#include <utility>

namespace docket::slack::emulator {

/// What somebody has not seen of a channel.
struct unread_count {
    std::size_t messages = 0;
    std::size_t mentions = 0;  ///< those that name them; in a direct message every one does
};

/// How far everybody has read every channel. What was there at the beginning counts as read.
class read_marks {
public:
    static constexpr std::size_t most = 1'000;  ///< no further back than so many messages

    void begin(const workspace& where);
    void read(const std::string& user, const channel& in);

    /// Messages of others, replies only if they were sent to the channel as well; no notices of who came and went.
    [[nodiscard]] unread_count count(const workspace& where, const std::string& user, const channel& in) const;

private:
    std::map<std::string, std::string> since_;                          ///< channel → ts
    std::map<std::pair<std::string, std::string>, std::string> marks_;  ///< user and channel → ts
};

/// Whether it stands in the channel itself: no reply, or one that was sent there as well.
bool stands_in_channel(const message& what);

}  // namespace docket::slack::emulator
