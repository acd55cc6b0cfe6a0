#pragma once

#include "bot/commands/doctor/installed.hpp"
#include "bot/commands/doctor/machine.hpp"
#include "bot/config/docket_toml.hpp"
#include "bot/environment.hpp"
#include "bot/setup/missing.hpp"
#include "slack/clock.hpp"
#include "slack/failure.hpp"
#include "slack/web_client.hpp"
#include "storage/workspaces.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// `docket doctor`: what was found out (examine.hpp) becomes one line for each check. Values in, values out.
namespace docket::bot::doctor {

/// docket.toml as far as it could be read.
struct file_facts {
    std::string trouble;  ///< why it could not be read
    std::vector<config_error> errors;
};

struct database_facts {
    bool there = false;
    std::string trouble;                          ///< why it cannot be used, or made where it is not there
    bool older = false;                           ///< migrated by an older Docket only: not read any further
    std::optional<storage::workspace> workspace;  ///< whose it is
};

/// The address to listen on.
struct address_facts {
    std::string trouble;  ///< why nobody can listen there
    bool docket = false;  ///< because a Docket does already
};

/// The app's manifest as it was saved from Slack's settings.
struct installed_facts {
    std::string file;  ///< empty: none was given
    std::string trouble;
    nlohmann::json manifest;
};

/// What was found out; what could not be asked is empty.
struct facts {
    environment from;
    file_facts file;
    std::optional<core::settings> settings;  ///< of the file, else of the database
    database_facts database;
    std::optional<slack::result<slack::identity>> identity;  ///< nothing without a token
    std::string bot_app;                                     ///< whose bot token it is: A…
    std::optional<slack::result<void>> connection;           ///< over Socket Mode; nothing where it was not tried
    installed_facts installed;
    std::optional<std::chrono::milliseconds> ahead;  ///< of Slack's clock is ours
    std::vector<setup::channel_check> channels;
    std::map<core::channel_id, std::string> channel_names;
    address_facts address;
    machine_facts machine;
};

struct finding {
    enum class kind { well, wrong, unknown };
    kind what;
    std::string check;     ///< "database"
    std::string sentence;  ///< what was found, and what to do where it is wrong

    friend bool operator==(const finding&, const finding&) = default;
};

/// One for each check, in the order in which people mend things.
[[nodiscard]] std::vector<finding> findings(const facts& f);

/// "ok     database   docket.db can be used".
[[nodiscard]] std::string to_line(const finding& f);

/// The instant of a Date field: "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7).
[[nodiscard]] std::optional<slack::instant> read_date(std::string_view text);

}  // namespace docket::bot::doctor
