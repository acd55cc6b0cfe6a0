#include "slack/emulator/render.hpp"

#include "slack/emulator/state.hpp"
#include "slack/emulator/text.hpp"

#include <fmt/format.h>

namespace docket::slack::emulator {

namespace {

std::string name_of(const workspace& where, const std::string& user)
{
    const auto* who = where.find_person(user);
    return who == nullptr ? user : who->name;
}

std::string conversation_name(const workspace& where, const std::string& id)
{
    const auto* in = where.find_channel(id);
    return in == nullptr ? id : in->name;
}

std::string text_of(const workspace& where, const json& text)
{
    if (!text.is_object() || !text.contains("text") || !text.at("text").is_string())
        return "";
    const auto words = text.at("text").get<std::string>();
    return text.value("type", "") == "mrkdwn" ? render_mrkdwn(where, words) : words;
}

std::string rich_text(const workspace& where, const json& part)
{
    const auto type = part.value("type", "");
    if (type == "text")
        return part.value("text", "");
    if (type == "user")
        return "@" + name_of(where, part.value("user_id", ""));
    if (type == "channel")
        return "#" + conversation_name(where, part.value("channel_id", ""));
    if (type == "usergroup")
        return "@" + part.value("usergroup_id", "");
    if (type == "broadcast")
        return "@" + part.value("range", "");
    if (type == "emoji")
        return ":" + part.value("name", "") + ":";
    if (type == "link")
        return part.value("text", part.value("url", ""));
    std::string out;
    for (const auto& each : part.value("elements", json::array())) {
        if (type == "rich_text_list")
            out += "- ";
        out += rich_text(where, each);
        if (type == "rich_text_list" || type == "rich_text")
            out += "\n";
    }
    if (type == "rich_text_quote")
        return "> " + out;
    return out;
}

/// A button, menu or field on one line.
std::string element(const workspace& where, const json& e, const json& entry)
{
    const auto type = e.value("type", "");
    if (type == "button" || type == "workflow_button")
        return "[" + text_of(where, e.value("text", json())) + "]";
    if (type == "overflow")
        return "[...]";
    if (type == "image")
        return "(" + e.value("alt_text", "picture") + ")";
    std::string shown;
    for (const auto& [key, value] : entry.items()) {
        if (key == "type" || value.is_null())
            continue;
        if (value.is_string())
            shown = value.get<std::string>();
        else if (value.is_object() && value.contains("text"))
            shown = text_of(where, value.at("text"));
        else if (value.is_array())
            for (const auto& each : value)
                shown += (shown.empty() ? "" : ", ") +
                         (each.is_object() ? text_of(where, each.value("text", json())) : each.get<std::string>());
    }
    if (shown.empty())
        shown = text_of(where, e.value("placeholder", json()));
    const bool menu = type.find("select") != std::string::npos;
    return menu ? "[" + shown + " v]" : "[" + shown + "]";
}

/// Two to a line, as a client shows them; a name and its value beside each other.
std::string fields(const workspace& where, const json& all)
{
    std::string out;
    std::size_t shown = 0;
    for (const auto& each : all) {
        auto words = text_of(where, each);
        if (const auto end = words.find('\n'); end != std::string::npos)
            words.replace(end, 1, ": ");
        out += (shown == 0 ? "" : shown % 2 == 0 ? "\n" : " | ") + words;
        ++shown;
    }
    return out;
}

/// A chart in words: each series or slice on a line.
std::string chart(const json& b)
{
    std::string out = "(chart) " + b.value("title", "") + "\n";
    const auto& drawn = b.at("chart");
    for (const auto& segment : drawn.value("segments", json::array()))
        out += segment.value("label", "") + ": " + segment.at("value").dump() + "\n";
    for (const auto& series : drawn.value("series", json::array())) {
        out += series.value("name", "") + ":";
        for (const auto& point : series.at("data"))
            out += " " + point.value("label", "") + " " + point.at("value").dump() + ",";
        out.back() = '\n';
    }
    return out;
}

std::string block(const workspace& where, const json& b, const json& values)
{
    const auto type = b.value("type", "");
    const auto entry = [&](const json& e) {
        return values.value(b.value("block_id", ""), json::object()).value(e.value("action_id", ""), json::object());
    };
    std::string out;
    if (type == "header")
        return "== " + text_of(where, b.at("text")) + " ==\n";
    if (type == "divider")
        return "----\n";
    if (type == "rich_text")
        return rich_text(where, b);
    if (type == "markdown")
        return b.value("text", "") + "\n";
    if (type == "image")
        return "(" + b.value("alt_text", "picture") + ")\n";
    if (type == "data_visualization")
        return chart(b);
    if (type == "input") {
        out = text_of(where, b.at("label")) + (b.value("optional", false) ? " (optional)" : "") + ": ";
        return out + element(where, b.at("element"), entry(b.at("element"))) + "\n";
    }
    if (b.contains("text"))
        out += text_of(where, b.at("text"));
    if (b.contains("fields"))
        out += (out.empty() ? "" : "\n") + fields(where, b.at("fields"));
    for (const auto& each : b.value("elements", json::array())) {
        const bool words = each.value("type", "") == "mrkdwn" || each.value("type", "") == "plain_text";
        out += (out.empty() ? "" : " ") + (words ? text_of(where, each) : element(where, each, entry(each)));
    }
    if (b.contains("accessory"))
        out += " " + element(where, b.at("accessory"), entry(b.at("accessory")));
    if (type == "data_table")
        out += b.value("caption", "") + "\n";
    for (const auto& row : b.value("rows", json::array())) {
        for (const auto& cell : row)
            out += (cell.value("type", "") == "rich_text" ? rich_text(where, cell) : cell.value("text", "")) + " | ";
        out += "\n";
    }
    return out + "\n";
}

std::string body_of(const workspace& where, const std::string& text, const json& blocks)
{
    if (!blocks.is_array() || blocks.empty())
        return render_mrkdwn(where, text) + "\n";
    std::string out;
    for (const auto& each : blocks)
        out += block(where, each, json::object());
    return out;
}

}  // namespace

std::string render_mrkdwn(const workspace& where, const std::string& mrkdwn)
{
    std::string out;
    for (const auto& p : pieces_of(mrkdwn)) {
        switch (p.what) {
            case piece::kind::text:
                out += unescaped(p.value);
                break;
            case piece::kind::user:
                out += "@" + name_of(where, p.value);
                break;
            case piece::kind::channel:
                out += "#" + conversation_name(where, p.value);
                break;
            case piece::kind::group: {
                const auto group = where.groups.find(p.value);
                out += "@" + (group == where.groups.end() ? p.value : group->second.handle);
                break;
            }
            case piece::kind::broadcast:
                out += "@" + p.value;
                break;
            case piece::kind::date:
                out += unescaped(p.label);
                break;
            case piece::kind::link:
                out += p.label.empty() ? p.value : unescaped(p.label);
                break;
        }
    }
    return out;
}

std::string render_text(const workspace& where, const message& what)
{
    if (what.tombstone)
        return "(This message was deleted.)\n";
    const auto author = what.user.empty() ? what.username : name_of(where, what.user);
    std::string out = author + (what.bot_id.empty() ? "" : " (app)") + (what.edited_ts.empty() ? "" : " (edited)");
    out += ":\n" + body_of(where, what.text, what.blocks);
    if (what.files.is_array())
        for (const auto& file : what.files)
            out += "(file) " + file.value("name", "") + "\n";
    for (const auto& r : what.reactions)
        out += fmt::format(":{}: {}  ", r.name, r.users.size());
    return what.reactions.empty() ? out : out + "\n";
}

std::string render_text(const workspace& where, const ephemeral& what)
{
    return "(only visible to you) " + name_of(where, what.from) + ":\n" + body_of(where, what.text, what.blocks);
}

std::string render_text(const workspace& where, const view& what)
{
    std::string out;
    const auto title = text_of(where, what.content.value("title", json()));
    if (!title.empty())
        out += "== " + title + " ==\n";
    for (const auto& each : what.content.at("blocks")) {
        out += block(where, each, what.typed);
        const auto error = what.errors.find(each.value("block_id", ""));
        if (error != what.errors.end())
            out += "  ! " + error->get<std::string>() + "\n";
    }
    for (const auto* key : {"close", "submit"}) {
        const auto label = text_of(where, what.content.value(key, json()));
        if (!label.empty())
            out += "[" + label + "] ";
    }
    return out + "\n";
}

}  // namespace docket::slack::emulator
