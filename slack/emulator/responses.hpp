#pragma once

#include "slack/emulator/workspace.hpp"

namespace docket::slack::emulator {

/// What hooks.slack.com answers.
struct response_outcome {
    unsigned status = 200;
    std::string body = "ok";
};

/// Carries out what an app says to a response_url, or as the immediate answer to a slash command: ephemeral unless
/// response_type is in_channel; replaces or deletes the message that was clicked; bypasses membership.
/// (docs.slack.dev/interactivity/handling-user-interaction)
///
/// After a click, replace_original left out counts as true; after a command or shortcut there is nothing to replace.
/// thread_ts counts only together with in_channel and replace_original false. An ephemeral message stays ephemeral.
response_outcome respond(workspace& where, const response_target& to, const json& said, instant now);

/// A POST to a response_url: counts the use, then responds.
/// 404 for what is unknown, older than 30 minutes or used 5 times.
response_outcome receive_response(workspace& where, const std::string& key, const std::string& body, instant now);

}  // namespace docket::slack::emulator
