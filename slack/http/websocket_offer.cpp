#include "slack/http/websocket_offer.hpp"

#include <algorithm>

namespace docket::slack::http {

namespace {

constexpr std::size_t key_length = 24;  // 16 bytes in base64 (RFC 6455, 4.1)

/// Whether a comma-separated field, which may come several times, has the word.
bool lists(const headers& fields, std::string_view name, std::string_view word)
{
    for (const auto& [its_name, value] : fields.all()) {
        if (!same_name(its_name, name))
            continue;
        std::string_view rest = value;
        while (!rest.empty()) {
            auto each = rest.substr(0, rest.find(','));
            rest.remove_prefix(std::min(rest.size(), each.size() + 1));
            each.remove_prefix(std::min(each.size(), each.find_first_not_of(" \t")));
            each = each.substr(0, each.find_last_not_of(" \t") + 1);
            if (same_name(each, word))
                return true;
        }
    }
    return false;
}

bool is_key(std::string_view text)
{
    const auto of_base64 = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
    };
    return text.size() == key_length && text.ends_with("==") && std::all_of(text.begin(), text.end() - 2, of_base64);
}

response upgrade_required()
{
    response answer(426, "This address speaks WebSocket.\n");
    answer.fields.set("Upgrade", "websocket");
    answer.fields.set("Sec-WebSocket-Version", "13");
    return answer;
}

}  // namespace

tl::expected<websocket_offer, response> read_offer(const request& asked)
{
    if (!lists(asked.fields, "Upgrade", "websocket") || !lists(asked.fields, "Connection", "upgrade"))
        return tl::unexpected(upgrade_required());
    if (asked.fields.find("Sec-WebSocket-Version").value_or("13") != "13")
        return tl::unexpected(upgrade_required());
    const auto host = asked.fields.find("Host");
    const auto key = asked.fields.find("Sec-WebSocket-Key");
    if (asked.method != "GET" || !asked.body.empty() || !host || !key || !is_key(*key) ||
        !asked.fields.find("Sec-WebSocket-Version"))
        return tl::unexpected(response(400, "This is no opening handshake of a WebSocket.\n"));
    return websocket_offer{std::string(*host), std::string(*key)};
}

}  // namespace docket::slack::http
