#include "slack/http/form.hpp"

namespace docket::slack::http {

namespace {

bool unreserved(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

std::optional<unsigned> digit(char c)
{
    if (c >= '0' && c <= '9')
        return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f')
        return static_cast<unsigned>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F')
        return static_cast<unsigned>(c - 'A' + 10);
    return std::nullopt;
}

std::optional<std::string> decode(std::string_view text)
{
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            plain += text[i] == '+' ? ' ' : text[i];
            continue;
        }
        if (text.size() - i < 3)
            return std::nullopt;
        const auto high = digit(text[i + 1]);
        const auto low = digit(text[i + 2]);
        if (!high || !low)
            return std::nullopt;
        plain += static_cast<char>(*high * 16 + *low);
        i += 2;
    }
    return plain;
}

/// @param space  what stands for a space
void encode(std::string& into, std::string_view text, std::string_view space)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char c : text) {
        if (unreserved(c)) {
            into += c;
        } else if (c == ' ') {
            into += space;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            into += '%';
            into += digits[byte / 16];
            into += digits[byte % 16];
        }
    }
}

}  // namespace

std::optional<form_fields> parse_form(std::string_view text)
{
    form_fields fields;
    while (!text.empty()) {
        const auto field = text.substr(0, text.find('&'));
        text.remove_prefix(field.size() < text.size() ? field.size() + 1 : text.size());
        if (field.empty())
            continue;
        const auto equals = field.find('=');
        auto name = decode(field.substr(0, equals));
        auto value = decode(equals == field.npos ? std::string_view() : field.substr(equals + 1));
        if (!name || !value)
            return std::nullopt;
        fields.emplace_back(std::move(*name), std::move(*value));
    }
    return fields;
}

std::string build_form(const form_fields& fields)
{
    std::string text;
    for (const auto& [name, value] : fields) {
        if (!text.empty())
            text += '&';
        encode(text, name, "+");
        text += '=';
        encode(text, value, "+");
    }
    return text;
}

std::string percent_encode(std::string_view text)
{
    std::string encoded;
    encode(encoded, text, "%20");
    return encoded;
}

std::optional<std::string_view> find(const form_fields& form, std::string_view name)
{
    for (const auto& [field, value] : form)
        if (field == name)
            return value;
    return std::nullopt;
}

}  // namespace docket::slack::http
