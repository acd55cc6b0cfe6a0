#include "slack/emulator/playground/asked.hpp"

#include "slack/emulator/files.hpp"
#include "slack/emulator/members.hpp"
#include "slack/emulator/playground/acts.hpp"
#include "slack/emulator/server.hpp"

#include <algorithm>
#include <stdexcept>

namespace docket::slack::emulator {

namespace {

constexpr int deepest = 40;
constexpr std::size_t most_files = 10;

[[noreturn]] void refuse(const char* name, const std::string& why)
{
    throw std::invalid_argument(std::string("\"") + name + "\" " + why);
}

}  // namespace

json read_asked(const std::string& body)
{
    bool too_deep = false;
    const auto look = [&](int depth, json::parse_event_t, json&) {
        too_deep = too_deep || depth > deepest;
        return !too_deep;
    };
    auto values = json::parse(body, look, false);
    if (too_deep || !values.is_object())
        throw std::invalid_argument("The body is no JSON object, or one nested deeper than anything asked here.");
    return values;
}

std::string asked_for::text(const char* name) const
{
    auto found = maybe(name);
    if (found.empty())
        refuse(name, "is missing or empty");
    return found;
}

std::string asked_for::maybe(const char* name) const
{
    const auto found = value(name);
    if (found.is_null())
        return "";
    if (!found.is_string())
        refuse(name, "must be text");
    return found.get<std::string>();
}

bool asked_for::flag(const char* name) const
{
    const auto found = value(name);
    if (!found.is_null() && !found.is_boolean())
        refuse(name, "must be true or false");
    return found == true;
}

std::int64_t asked_for::number(const char* name, std::int64_t otherwise, std::int64_t least, std::int64_t most) const
{
    const auto found = value(name);
    if (found.is_null())
        return otherwise;
    // An unsigned one above the signed range turns negative when it is read as signed: it is out of bounds either way.
    const bool whole = found.is_number_integer() && !(found.is_number_unsigned() && found > json(most));
    if (!whole || found.get<std::int64_t>() < least || found.get<std::int64_t>() > most)
        refuse(name, "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return found.get<std::int64_t>();
}

bool asked_for::has(const char* name) const
{
    return !value(name).is_null();
}

json asked_for::value(const char* name) const
{
    return member_at(values_, name);
}

json asked_for::nested(const char* name) const
{
    auto found = value(name);
    if (found.is_null())
        return json::object();
    const auto is_object = [](const json& each) { return each.is_object(); };
    if (!found.is_object() || !std::all_of(found.begin(), found.end(), is_object))
        refuse(name, "must hold values by block_id and action_id");
    return found;
}

std::vector<attachment> asked_for::files(const char* name) const
{
    const auto list = value(name);
    if (!list.is_null() && !list.is_array())
        refuse(name, "must be a list");
    if (list.size() > most_files)
        refuse(name, "holds more files than one message takes");
    std::vector<attachment> files;
    for (const auto& each : list) {
        attachment one;
        one.name = text_at(each, "name");
        if (one.name.empty())
            refuse(name, "holds a file without a name");
        if (!text_at(each, "mimetype").empty())
            one.mimetype = text_at(each, "mimetype");
        one.content = sent_content(each);
        files.push_back(std::move(one));
    }
    return files;
}

}  // namespace docket::slack::emulator
