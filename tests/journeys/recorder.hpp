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
/// file of that folder. `what` is the method, "response_url", or "answer" and the kind of what is answered; a third
/// member "shape" is alike for what looks alike, whichever process wrote it. A line {"played"} names a journey that is
/// over.
class recorder {
public:
    /// Listens to a workspace's wire for as long as the workspace lives; nothing when the variable is not set.
    static void listen_to(docket::slack::emulator::wire_log& wire);

    /// The one of this process: shapes repeat from test to test. Null when the variable is not set.
    static recorder* of_this_process();

    explicit recorder(const std::filesystem::path& folder);
    void take(const docket::slack::emulator::exchange& one);
    void played(const std::string& journey);

private:
    void write(const std::string& what, const nlohmann::json& arguments);

    std::ofstream out_;
    std::set<std::string> seen_;
};

}  // namespace journeys
