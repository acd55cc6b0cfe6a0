#pragma once

#include "core/desk.hpp"
#include "slack/emulator/server.hpp"

#include <string>

namespace docket::bot::demo {

/// Who and what is in the demo's workspace: ids.
struct cast {
    std::string eva;  ///< asks
    std::string tom;  ///< her colleague
    std::string ben;  ///< an agent of IT Help
    std::string cyd;  ///< another
    std::string dee;  ///< the agent of Finance
    std::string mei;  ///< manages
    std::string ana;  ///< administers
    std::string general;
    std::string help_it;
    std::string it_desk;
    std::string finance_desk;
};

/// The app as its manifest installs it.
[[nodiscard]] slack::emulator::options installed();

/// Puts the people and channels into a fresh workspace.
[[nodiscard]] cast populate(slack::emulator::emulator& workspace);

/// What an administrator there would have set: IT Help and Finance.
[[nodiscard]] core::settings settings_for(const cast& c);

}  // namespace docket::bot::demo
