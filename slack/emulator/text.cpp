#include "slack/emulator/text.hpp"

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <utility>

namespace docket::slack::emulator {

using nlohmann::json;

namespace {

bool starts_code_point(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> heads)
{
    for (const auto head : heads)
        if (text.substr(0, head.size()) == head)
            return true;
    return false;
}

bool is_address(std::string_view text)
{
    return starts_with_any(text, {"http://", "https://", "mailto:", "tel:", "slack://"});
}

/// The entity between '<' and '>', or a piece of kind text with an empty value when it is none.
piece entity(std::string_view inside)
{
    const auto bar = inside.find('|');
    const std::string label(bar == std::string_view::npos ? std::string_view{} : inside.substr(bar + 1));
    const auto head = inside.substr(0, bar);
    const auto is = [&](std::string_view start) { return head.substr(0, start.size()) == start; };
    const auto rest = [&](std::size_t from) { return std::string(head.substr(from)); };
    if (is("@U") || is("@W"))
        return {piece::kind::user, rest(1), label};
    if (is("#C") || is("#G"))
        return {piece::kind::channel, rest(1), label};
    if (is("!subteam^"))
        return {piece::kind::group, rest(9), label};
    if (is("!date^"))
        return {piece::kind::date, rest(6), label};
    if (head == "!here" || head == "!channel" || head == "!everyone")
        return {piece::kind::broadcast, rest(1), label};
    if (is_address(head))
        return {piece::kind::link, std::string(head), label};
    return {};
}

std::string escape_strays(std::string_view text)
{
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '&' && !starts_with_any(text.substr(at), {"&amp;", "&lt;", "&gt;"}))
            out += "&amp;";
        else
            out += c;
    }
    return out;
}

std::string link_bare_addresses(std::string_view text)
{
    std::string out;
    std::size_t at = 0;
    while (at < text.size()) {
        if (!starts_with_any(text.substr(at), {"http://", "https://"})) {
            out += text[at++];
            continue;
        }
        auto end = text.find_first_of(" \t\n<>|", at);
        if (end == std::string_view::npos)
            end = text.size();
        while (end > at && std::string_view(".,;:!?)").find(text[end - 1]) != std::string_view::npos)
            --end;
        out += '<';
        out += text.substr(at, end - at);
        out += '>';
        at = end;
    }
    return out;
}

std::string bracketed(const piece& p)
{
    std::string head;
    switch (p.what) {
        case piece::kind::text:
            return p.value;
        case piece::kind::user:
            head = "@" + p.value;
            break;
        case piece::kind::channel:
            head = "#" + p.value;
            break;
        case piece::kind::group:
            head = "!subteam^" + p.value;
            break;
        case piece::kind::date:
            head = "!date^" + p.value;
            break;
        case piece::kind::broadcast:
            head = "!" + p.value;
            break;
        case piece::kind::link:
            head = p.value;
            break;
    }
    return "<" + head + (p.label.empty() ? "" : "|" + p.label) + ">";
}

json element_of(const piece& p)
{
    json e = json::object();
    switch (p.what) {
        case piece::kind::text:
            e["type"] = "text";
            e["text"] = unescaped(p.value);
            break;
        case piece::kind::user:
            e["type"] = "user";
            e["user_id"] = p.value;
            break;
        case piece::kind::channel:
            e["type"] = "channel";
            e["channel_id"] = p.value;
            break;
        case piece::kind::group:
            e["type"] = "usergroup";
            e["usergroup_id"] = p.value;
            break;
        case piece::kind::date:
            e["type"] = "text";
            e["text"] = unescaped(p.label);
            break;
        case piece::kind::broadcast:
            e["type"] = "broadcast";
            e["range"] = p.value;
            break;
        case piece::kind::link:
            e["type"] = "link";
            e["url"] = unescaped(p.value);
            if (!p.label.empty())
                e["text"] = unescaped(p.label);
            break;
    }
    return e;
}

void collect_text(const json& part, std::string& out)
{
    if (part.is_array()) {
        for (const auto& each : part)
            collect_text(each, out);
        return;
    }
    if (!part.is_object())
        return;
    const auto text = part.find("text");
    if (text != part.end() && text->is_string()) {
        if (!out.empty())
            out += ' ';
        out += text->get<std::string>();
        return;
    }
    for (const auto* key : {"text", "fields", "elements", "accessory", "label", "title"})
        if (part.contains(key))
            collect_text(part.at(key), out);
}

}  // namespace

std::size_t length_of(std::string_view utf8)
{
    std::size_t count = 0;
    for (const char c : utf8)
        count += starts_code_point(c) ? 1 : 0;
    return count;
}

bool is_utf8(std::string_view bytes)
{
    const auto mended = json(bytes).dump(-1, ' ', false, json::error_handler_t::replace);
    return json::parse(mended).get_ref<const std::string&>() == bytes;
}

std::string clipped(std::string_view utf8, std::size_t most)
{
    std::size_t count = 0;
    for (std::size_t at = 0; at < utf8.size(); ++at)
        if (starts_code_point(utf8[at]) && count++ == most)
            return std::string(utf8.substr(0, at));
    return std::string(utf8);
}

std::vector<piece> pieces_of(std::string_view mrkdwn)
{
    std::vector<piece> found;
    std::string plain;
    const auto end_plain = [&] {
        if (!plain.empty())
            found.push_back({piece::kind::text, std::exchange(plain, {}), {}});
    };
    std::size_t at = 0;
    while (at < mrkdwn.size()) {
        const auto close = mrkdwn[at] == '<' ? mrkdwn.find('>', at) : std::string_view::npos;
        if (close == std::string_view::npos) {
            plain += mrkdwn[at++];
            continue;
        }
        auto one = entity(mrkdwn.substr(at + 1, close - at - 1));
        if (one.what == piece::kind::text) {
            plain += mrkdwn[at++];
            continue;
        }
        end_plain();
        found.push_back(std::move(one));
        at = close + 1;
    }
    end_plain();
    return found;
}

std::string kept_text(std::string_view mrkdwn, bool link_addresses)
{
    std::string out;
    for (const auto& p : pieces_of(mrkdwn)) {
        if (p.what != piece::kind::text) {
            out += bracketed(p);
            continue;
        }
        const auto safe = escape_strays(p.value);
        out += link_addresses ? link_bare_addresses(safe) : safe;
    }
    return out;
}

std::string unescaped(std::string_view text)
{
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto rest = text.substr(at);
        if (starts_with_any(rest, {"&amp;"})) {
            out += '&';
            at += 5;
        } else if (starts_with_any(rest, {"&lt;"})) {
            out += '<';
            at += 4;
        } else if (starts_with_any(rest, {"&gt;"})) {
            out += '>';
            at += 4;
        } else {
            out += text[at++];
        }
    }
    return out;
}

json rich_text_of(std::string_view mrkdwn, const std::string& block_id)
{
    json section = json::object();
    section["type"] = "rich_text_section";
    section["elements"] = json::array();
    for (const auto& p : pieces_of(mrkdwn))
        section["elements"].push_back(element_of(p));
    json block = json::object();
    block["type"] = "rich_text";
    block["block_id"] = block_id;
    block["elements"] = json::array();
    block["elements"].push_back(std::move(section));
    return block;
}

std::string text_of_blocks(const json& blocks)
{
    std::string out;
    collect_text(blocks, out);
    return out;
}

}  // namespace docket::slack::emulator
