#pragma once

#include "slack/emulator/playground/wire.hpp"

#include <filesystem>
#include <fstream>
#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>

namespace journeys {

/// Writes down what Docket sends to Slack and answers to it, for checks outside these tests: with DOCKET_RECORD_CALLS
/// set, a line {"what", "arguments"} for every request and answer of a shape that this process did not see yet, in a
/// file of that folder. `what` is the method, "response_url", or "answer" and the kind of what is answered.
class recorder {
public:
    /// Listens to a workspace's wire for as long as the workspace lives; nothing when the variable is not set.
    static void listen_to(docket::slack::emulator::wire_log& wire);

    explicit recorder(const std::filesystem::path& folder);
    void take(const docket::slack::emulator::exchange& one);

private:
    void write(const std::string& what, const nlohmann::json& arguments);

    std::ofstream out_;
    std::set<std::string> seen_;
};

}  // namespace journeys
