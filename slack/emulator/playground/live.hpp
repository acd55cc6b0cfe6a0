#pragma once

#include "slack/emulator/playground/unread.hpp"
#include "slack/emulator/workspace.hpp"
#include "slack/http/websocket.hpp"

#include <list>
#include <set>
#include <string>
#include <vector>

namespace docket::slack::emulator {

/// What changed, as one person hears of it: the page's live messages, in order.
///
/// @param known  the channels they were shown; kept in step
std::vector<json> live_messages(
    const workspace& where, const std::string& user, const std::vector<touch>& what, const read_marks& marks,
    std::set<std::string>& known
);

/// Who listens, as whom. For one thread; sockets are kept only while they are open.
class live {
public:
    /// One page that listens, for as long as this lives.
    class seat {
    public:
        seat(live& among, http::websocket& socket, std::string user, const workspace& where);
        ~seat();
        seat(const seat&) = delete;
        seat& operator=(const seat&) = delete;

    private:
        friend class live;
        live& among_;
        http::websocket& socket_;
        std::string user_;
        std::set<std::string> known_;
    };

    void tell(const workspace& where, const std::vector<touch>& what, const read_marks& marks);
    void tell_everybody(const json& what);

private:
    std::list<seat*> seats_;
};

/// A message as text; bytes that are no UTF-8 come as replacement characters.
std::string written(const json& what);

}  // namespace docket::slack::emulator
