#include "slack/inbound_document.hpp"

#include "slack/inbound_fields.hpp"

#include <charconv>
#include <utility>

namespace docket::slack::fields {

namespace {

namespace dom = simdjson::dom;

constexpr std::size_t deepest = 200;  // see inbound_fields.cpp

json value_of(const dom::element& from)
{
    switch (from.type()) {
        case dom::element_type::OBJECT: {
            auto members = json::object();
            for (const auto& [key, value] : dom::object(from))
                if (key != "blocks")
                    members[std::string(key)] = value_of(value);
            return members;
        }
        case dom::element_type::ARRAY: {
            auto elements = json::array();
            for (const auto& each : dom::array(from))
                elements.push_back(value_of(each));
            return elements;
        }
        case dom::element_type::STRING:
            return std::string(std::string_view(from));
        case dom::element_type::INT64:
            return std::int64_t(from);
        case dom::element_type::UINT64:
            return std::uint64_t(from);
        case dom::element_type::DOUBLE:
            return double(from);
        case dom::element_type::BOOL:
            return bool(from);
        case dom::element_type::NULL_VALUE:
            break;
    }
    return {};
}

}  // namespace

std::optional<document> document::parse(std::string_view text)
{
    auto parser = std::make_unique<dom::parser>();
    if (parser->allocate(std::max<std::size_t>(text.size(), 1), deepest) != simdjson::SUCCESS)
        return std::nullopt;
    dom::element root;
    const auto failed = parser->parse(text.data(), text.size()).get(root);
    if (failed == simdjson::NUMBER_ERROR) {
        // Well-formed, but larger than any integer: nobody needs it to the last digit.
        const auto rounded = fields::parse(text);
        return rounded ? parse(rounded->dump()) : std::nullopt;
    }
    if (failed != simdjson::SUCCESS)
        return std::nullopt;
    return document(std::move(parser), root);
}

bool is_object(const element& from)
{
    return from && from->is_object();
}

element at(const element& from, std::string_view key)
{
    dom::object members;
    dom::element found;
    if (!from || from->get(members) != simdjson::SUCCESS || members.at_key(key).get(found) != simdjson::SUCCESS)
        return std::nullopt;
    return found;
}

element first(const element& from, std::string_view key)
{
    const auto list = at(from, key);
    dom::array elements;
    if (!list || list->get(elements) != simdjson::SUCCESS || elements.begin() == elements.end())
        return std::nullopt;
    return *elements.begin();
}

std::string text(const element& from, std::string_view key)
{
    const auto found = at(from, key);
    if (!found)
        return {};
    std::string_view value;
    if (found->get(value) == simdjson::SUCCESS)
        return std::string(value);
    return found->is_number() ? value_of(*found).dump() : std::string();
}

bool flag(const element& from, std::string_view key)
{
    const auto found = at(from, key);
    if (!found)
        return false;
    bool value = false;
    if (found->get(value) == simdjson::SUCCESS)
        return value;
    std::string_view word;
    if (found->get(word) == simdjson::SUCCESS)
        return word == "true";
    return (found->is_int64() || found->is_uint64()) && !(found->is_int64() && std::int64_t(*found) == 0);
}

std::int64_t number(const element& from, std::string_view key)
{
    const auto found = at(from, key);
    if (!found)
        return 0;
    std::int64_t value = 0;
    if (found->get(value) == simdjson::SUCCESS)
        return value;
    std::string_view digits;
    if (found->get(digits) == simdjson::SUCCESS)
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

json tree(const element& from)
{
    return from ? value_of(*from) : json();
}

}  // namespace docket::slack::fields
