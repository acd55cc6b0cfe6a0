#include "bot/demo/screen.hpp"

#include "slack/emulator/render.hpp"

#include <algorithm>
#include <ostream>

namespace docket::bot::demo {

namespace {

constexpr auto bold = "\033[1m";
constexpr auto cyan = "\033[36m";
constexpr auto plain = "\033[0m";

}  // namespace

bool memory::is_news(const std::string& key, const std::string& looks)
{
    auto& before = seen_[key];
    if (before == looks)
        return false;
    before = looks;
    return true;
}

std::vector<std::string> memory::news(const slack::emulator::workspace& where, const std::string& channel)
{
    std::vector<std::string> fresh;
    const auto* in = where.find_channel(channel);
    if (in == nullptr)
        return fresh;
    for (const auto& [ts, root] : in->messages) {
        if (!root.thread_ts.empty())
            continue;
        if (auto looks = slack::emulator::render_text(where, root); is_news(channel + ts, looks))
            fresh.push_back(set_in(looks, ""));
        for (const auto* reply : in->replies(ts))
            if (auto looks = slack::emulator::render_text(where, *reply); is_news(channel + reply->ts, looks))
                fresh.push_back(set_in(looks, "    "));
    }
    return fresh;
}

std::vector<std::string> memory::private_news(const slack::emulator::workspace& where, const std::string& who)
{
    std::vector<std::string> fresh;
    const auto shown = where.ephemerals.find(who);
    if (shown == where.ephemerals.end())
        return fresh;
    for (const auto& each : shown->second)
        if (auto looks = slack::emulator::render_text(where, each); is_news(each.channel + each.ts, looks))
            fresh.push_back(set_in(looks, ""));
    return fresh;
}

std::string set_in(std::string_view text, std::string_view margin)
{
    std::string out;
    while (!text.empty() && text.back() == '\n')
        text.remove_suffix(1);
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto line = text.substr(0, end);
        out += line.empty() ? std::string() : std::string(margin) + std::string(line);
        out += '\n';
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return out;
}

std::string emphasised(std::string_view text, bool colours)
{
    std::string out;
    while (!text.empty()) {
        const auto star = text.find('*');
        const auto line_end = std::min(text.find('\n', star), text.size());
        const auto other = star == std::string_view::npos ? star : text.find('*', star + 1);
        if (other == std::string_view::npos) {
            out += text;
            break;
        }
        if (other > line_end || other == star + 1) {
            out += text.substr(0, star + 1);
            text.remove_prefix(star + 1);
            continue;
        }
        out += text.substr(0, star);
        const auto words = std::string(text.substr(star + 1, other - star - 1));
        out += colours ? bold + words + plain : words;
        text.remove_prefix(other + 1);
    }
    return out;
}

std::string screen::painted(const char* colour, const std::string& text) const
{
    return colours_ ? colour + text + plain : text;
}

void screen::tell(const std::string& sentence)
{
    out_ << "\n" << painted(bold, std::to_string(++steps_) + ". " + sentence) << "\n" << std::flush;
}

void screen::show(const std::string& who_and_where, const std::vector<std::string>& seen)
{
    if (seen.empty())
        return;
    out_ << "\n   " << painted(cyan, who_and_where) << "\n";
    const char* between = "";
    for (const auto& each : seen) {
        out_ << between << set_in(emphasised(each, colours_), "   | ");
        between = "   |\n";
    }
    out_ << std::flush;
}

void screen::say(const std::string& line)
{
    out_ << line << std::endl;
}

}  // namespace docket::bot::demo
