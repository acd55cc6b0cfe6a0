#pragma once

#include "slack/emulator/workspace.hpp"

namespace docket::slack::emulator {

/// What the web server must know of files: uploads come in, downloads go out.
struct file_answer {
    unsigned status = 200;
    std::string content_type = "text/plain; charset=utf-8";
    std::string body;
};

/// The bytes of a file that a browser sent: `content`, which is text, or with `base64` such.
/// @throws std::invalid_argument
std::string sent_content(const json& file);

/// Makes a file object. @param owner a person or the bot user
stored_file& add_file(
    workspace& where, const std::string& name, const std::string& mimetype, const std::string& owner,
    std::string content, instant now
);

/// A mail as Slack makes it a file: mode and filetype "email", the body as plain_text.
stored_file& add_email(
    workspace& where, const std::string& from_address, const std::string& from_name, const std::string& subject,
    const std::string& body, instant now
);

/// Notes in which conversation the files were shared.
void note_share(workspace& where, const std::vector<std::string>& ids, const channel& in, const message& with);

/// The bytes POSTed to an upload_url. Their number must be the one announced.
file_answer receive_upload(
    workspace& where, const std::string& file_id, const std::string& content_type, std::string content
);

/// A download by url_private. Without the token and files:read Slack shows its login page, with status 200.
file_answer send_file(const workspace& where, const std::string& file_id, const std::string& authorization);

}  // namespace docket::slack::emulator
