#pragma once

#include "core/desk.hpp"
#include "slack/emulator/server.hpp"

#include <string>

namespace docket::bot::demo {

/// Who and what is in the demo's workspace: ids.
struct cast {
    // Requesters.
    std::string eva;
    std::string tom;
    std::string lena;
    std::string omar;
    std::string priya;
    std::string sofia;
    std::string ben;   ///< an agent of IT Help
    std::string cyd;   ///< another
    std::string dee;   ///< the agent of Finance
    std::string mei;   ///< manages
    std::string ana;   ///< administers
    std::string gus;   ///< a guest
    std::string nora;  ///< of another organisation
    std::string general;
    std::string help_it;          ///< intake of IT Help
    std::string it_desk;          ///< triage of IT Help
    std::string finance_desk;     ///< triage of Finance, private
    std::string project_partner;  ///< shared with the other organisation
    std::string random;
};

/// The app as its manifest installs it.
[[nodiscard]] slack::emulator::options installed();

/// Puts the people and channels into a fresh workspace.
[[nodiscard]] cast populate(slack::emulator::emulator& workspace);

/// What an administrator there would have set: IT Help and Finance.
[[nodiscard]] core::settings settings_for(const cast& c);

}  // namespace docket::bot::demo
