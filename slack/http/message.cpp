#include "slack/http/message.hpp"

#include <algorithm>

namespace docket::slack::http {

namespace {

char lowered(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

bool same_name(std::string_view one, std::string_view other)
{
    const auto same = [](char a, char b) { return lowered(a) == lowered(b); };
    return std::equal(one.begin(), one.end(), other.begin(), other.end(), same);
}

void headers::set(std::string name, std::string value)
{
    const auto named = [&](const auto& field) { return same_name(field.first, name); };
    fields_.erase(std::remove_if(fields_.begin(), fields_.end(), named), fields_.end());
    add(std::move(name), std::move(value));
}

void headers::add(std::string name, std::string value)
{
    fields_.emplace_back(std::move(name), std::move(value));
}

std::optional<std::string_view> headers::find(std::string_view name) const
{
    for (const auto& [field, value] : fields_)
        if (same_name(field, name))
            return value;
    return std::nullopt;
}

std::string_view request::path() const
{
    return std::string_view(target).substr(0, target.find('?'));
}

response::response(unsigned status_, std::string body_, std::string content_type)
    : status(status_), body(std::move(body_))
{
    if (!body.empty() && !content_type.empty())
        fields.add("Content-Type", std::move(content_type));
}

}  // namespace docket::slack::http
