#pragma once

#include "slack/emulator/api_call.hpp"

namespace docket::slack::emulator {

/// What a message says, checked and as Slack keeps it.
struct content {
    bool has_text = false;
    bool has_blocks = false;
    std::string text;
    json blocks = nullptr;
    json attachments = nullptr;
    bool has_metadata = false;
    json metadata = nullptr;  ///< null when metadata is {}: remove it
};

/// Reads text, blocks, attachments, markdown_text and metadata out of the arguments.
/// @param longest_text  code points; more is refused as msg_too_long. 0: cut at 40 000 instead, as postMessage does
/// @errors no_text, msg_too_long, msg_blocks_too_long, invalid_blocks (with pointers), invalid_blocks_format,
///         invalid_attachments, too_many_attachments, markdown_text_conflict, invalid_metadata_format,
///         invalid_metadata_schema, metadata_too_large
or_refusal<content> read_content(workspace& where, const arguments& args, std::size_t longest_text);

}  // namespace docket::slack::emulator
