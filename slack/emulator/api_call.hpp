#pragma once

#include "slack/emulator/workspace.hpp"

#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

/// What the methods of the Web API are made of.
namespace docket::slack::emulator {

/// The arguments of one call, from a form or a JSON body. JSON null means: not given.
class arguments {
public:
    explicit arguments(json values) : values_(std::move(values)) {}

    [[nodiscard]] bool has(const char* name) const;
    /// Text; a JSON number or boolean in its written form; "" if not given.
    [[nodiscard]] std::string text(const char* name) const;
    [[nodiscard]] bool flag(const char* name, bool otherwise = false) const;
    [[nodiscard]] std::optional<std::int64_t> number(const char* name) const;
    /// A nested argument: real JSON, or JSON written as a string. Discarded JSON when that does not parse.
    [[nodiscard]] json nested(const char* name) const;
    [[nodiscard]] const json& all() const { return values_; }

private:
    json values_;
};

/// One call in progress.
struct api_call {
    workspace& where;
    arguments args;
    instant now;
};

/// Either what a step found or the whole answer that refuses the call.
template <class T>
using or_refusal = tl::expected<T, json>;

/// {"ok":false,"error":…}
json refused(const std::string& error);
/// The same with response_metadata.messages.
json refused(const std::string& error, const std::vector<std::string>& messages);
/// {"ok":true}
json done();

/// Refuses with missing_scope unless the app was granted it.
std::optional<json> lacks_scope(const api_call& call, const std::string& scope);

/// The conversation that an argument names, if the bot may know of it.
/// @errors channel_not_found
or_refusal<channel*> known_channel(api_call& call, const std::string& id);

/// The same, and the bot is in it and may read it by its kind's `:history` scope.
/// @errors channel_not_found, not_in_channel, missing_scope
or_refusal<channel*> readable_channel(api_call& call, const std::string& id);

/// "channels", "groups" or "im": the first half of the scopes for conversations of that kind.
std::string scope_family(const channel& of);

/// A page of a list, by Slack's cursors.
struct page {
    std::size_t from = 0;
    std::size_t to = 0;
    std::string next_cursor;  ///< "" on the last page
};

/// Cuts `count` items by the arguments `cursor` and `limit`.
/// @param otherwise  items per page when no limit is given
/// @errors invalid_cursor, invalid_limit (below 1 or above `most`)
or_refusal<page> cut_page(const api_call& call, std::size_t count, std::size_t otherwise, std::size_t most);

/// The same for messages: the cursor names the next message, so that new ones do not shift the pages.
/// A limit above `most` counts as `most`.
or_refusal<page> cut_messages(
    const api_call& call, const std::vector<const message*>& found, std::size_t otherwise, std::size_t most
);

void put_cursor(json& answer, const std::string& next_cursor);

using api_method = json (*)(api_call&);

/// How a method is called.
struct method_entry {
    const char* name;
    bool takes_json;
    std::vector<std::string> scopes;  ///< any one of them will do; none: no scope needed
    api_method run;
};

std::vector<method_entry> chat_methods();
std::vector<method_entry> conversation_methods();
std::vector<method_entry> people_methods();
std::vector<method_entry> reaction_methods();
std::vector<method_entry> view_methods();
std::vector<method_entry> file_methods();

}  // namespace docket::slack::emulator
