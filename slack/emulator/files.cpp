#include "slack/emulator/files.hpp"

#include "slack/emulator/members.hpp"
#include "slack/emulator/multipart.hpp"
#include "slack/emulator/stamp.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <stdexcept>

namespace docket::slack::emulator {

namespace {

std::string extension_of(const std::string& name)
{
    const auto dot = name.rfind('.');
    return dot == std::string::npos ? "text" : name.substr(dot + 1);
}

json address_json(const std::string& address, const std::string& name)
{
    json one = json::object();
    one["address"] = address;
    one["name"] = name;
    one["original"] = name.empty() ? address : name + " <" + address + ">";
    json list = json::array();
    list.push_back(std::move(one));
    return list;
}

/// Base64 with its padding (RFC 4648, 4); nothing where it is none.
std::optional<std::string> bytes_of_base64(std::string_view text)
{
    static constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if (text.size() % 4 != 0)
        return std::nullopt;
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    text.remove_suffix(padding);
    std::string bytes;
    bytes.reserve(text.size() * 3 / 4);
    unsigned kept = 0;
    int bits = 0;
    for (const char c : text) {
        const auto value = alphabet.find(c);
        if (value == std::string_view::npos)
            return std::nullopt;
        kept = (kept << 6 | static_cast<unsigned>(value)) & 0xffffff;
        bits += 6;
        if (bits < 8)
            continue;
        bits -= 8;
        bytes += static_cast<char>(kept >> bits & 0xff);
    }
    return bytes;
}

}  // namespace

std::string sent_content(const json& file)
{
    auto content = text_at(file, "content");
    if (!is_set(file, "base64"))
        return content;
    auto bytes = bytes_of_base64(content);
    if (!bytes)
        throw std::invalid_argument("The content of " + text_at(file, "name") + " is no base64.");
    return std::move(*bytes);
}

stored_file& add_file(
    workspace& where, const std::string& name, const std::string& mimetype, const std::string& owner,
    std::string content, instant now
)
{
    const auto id = where.new_id("F");
    const auto path = fmt::format("{}-{}", where.team_id, id);
    json object = json::object();
    object["id"] = id;
    object["created"] = seconds_of(now);
    object["timestamp"] = seconds_of(now);
    object["name"] = name;
    object["title"] = name;
    object["mimetype"] = mimetype;
    object["filetype"] = extension_of(name);
    object["pretty_type"] = extension_of(name);
    object["user"] = owner;
    object["user_team"] = where.team_id;
    object["size"] = content.size();
    object["mode"] = "hosted";
    object["editable"] = false;
    object["is_external"] = false;
    object["external_type"] = "";
    object["is_public"] = false;
    object["public_url_shared"] = false;
    object["is_starred"] = false;
    object["has_rich_preview"] = false;
    object["comments_count"] = 0;
    object["username"] = "";
    object["display_as_bot"] = false;
    object["url_private"] = fmt::format("{}/files-pri/{}/{}", where.base_url, path, name);
    object["url_private_download"] = fmt::format("{}/files-pri/{}/download/{}", where.base_url, path, name);
    object["permalink"] = fmt::format("https://{}.slack.com/files/{}/{}/{}", where.domain, owner, id, name);
    object["permalink_public"] = fmt::format("https://slack-files.com/{}-0000000000", path);
    object["shares"] = json::object();
    object["channels"] = json::array();
    object["groups"] = json::array();
    object["ims"] = json::array();
    object["file_access"] = "visible";
    stored_file made;
    made.object = std::move(object);
    made.announced_length = static_cast<std::int64_t>(content.size());
    made.uploaded = made.completed = true;
    made.content = std::move(content);
    return where.files.insert_or_assign(id, std::move(made)).first->second;
}

stored_file& add_email(
    workspace& where, const std::string& from_address, const std::string& from_name, const std::string& subject,
    const std::string& body, instant now
)
{
    auto& made = add_file(where, subject, "text/html", slackbot, "<div>" + body + "</div>", now);
    auto& object = made.object;
    object["filetype"] = "email";
    object["pretty_type"] = "Email";
    object["mode"] = "email";
    object["editable"] = true;
    object["display_as_bot"] = true;
    object["username"] = "Email";
    object["bot_id"] = where.email_bot_id;
    object["subject"] = subject;
    object["from"] = address_json(from_address, from_name);
    object["to"] = address_json("intake-0e@" + where.domain + ".slack.com", "");
    object["cc"] = json::array();
    object["attachments"] = json::array();
    object["original_attachment_count"] = 0;
    object["plain_text"] = body;
    object["preview_plain_text"] = body.substr(0, 200);
    object["headers"]["message_id"] = "<" + object["id"].get<std::string>() + "@mail.example.com>";
    object["headers"]["in_reply_to"] = nullptr;
    object["headers"]["reply_to"] = nullptr;
    object["headers"]["date"] = nullptr;
    object["has_more"] = false;
    object["sent_to_self"] = false;
    return made;
}

void note_share(workspace& where, const std::vector<std::string>& ids, const channel& in, const message& with)
{
    json share = json::object();
    share["ts"] = with.ts;
    share["team_id"] = where.team_id;
    share["channel_name"] = in.name;
    share["share_user_id"] = with.user;
    share["reply_users"] = json::array();
    share["reply_users_count"] = 0;
    share["reply_count"] = 0;
    if (!with.thread_ts.empty())
        share["thread_ts"] = with.thread_ts;
    const bool is_public = in.kind == channel_kind::public_channel;
    const char* list = is_public ? "channels" : in.kind == channel_kind::im ? "ims" : "groups";
    for (const auto& id : ids) {
        auto& object = where.files.at(id).object;
        object["shares"][is_public ? "public" : "private"][in.id].push_back(share);
        object[list].push_back(in.id);
        object["is_public"] = is_public || object.value("is_public", false);
    }
}

file_answer receive_upload(
    workspace& where, const std::string& file_id, const std::string& content_type, std::string content
)
{
    const auto found = where.files.find(file_id);
    if (found == where.files.end() || found->second.completed)
        return {404, "text/plain; charset=utf-8", "Not found"};
    if (const auto parts = read_multipart(content_type, content)) {
        const auto is_file = [](const form_part& part) { return !part.filename.empty(); };
        const auto file = std::find_if(parts->begin(), parts->end(), is_file);
        content = file == parts->end() ? "" : file->content;
    }
    if (static_cast<std::int64_t>(content.size()) != found->second.announced_length)
        return {400, "text/plain; charset=utf-8", "Size mismatch"};
    found->second.content = std::move(content);
    found->second.uploaded = true;
    return {200, "text/plain; charset=utf-8", fmt::format("OK - {}", found->second.content.size())};
}

file_answer send_file(const workspace& where, const std::string& file_id, const std::string& authorization)
{
    const bool allowed = authorization == "Bearer " + where.app.token && where.app.scopes.count("files:read") != 0;
    if (!allowed)
        return {200, "text/html; charset=utf-8", "<!DOCTYPE html><html><title>Sign in to Slack</title></html>"};
    const auto found = where.files.find(file_id);
    if (found == where.files.end())
        return {404, "text/plain; charset=utf-8", "Not found"};
    return {200, found->second.object.at("mimetype").get<std::string>(), found->second.content};
}

}  // namespace docket::slack::emulator
