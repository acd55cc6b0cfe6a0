#include "recorder.hpp"

#include "slack/http/form.hpp"

#include <unistd.h>
#include <bit>
#include <cstdlib>
#include <functional>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace journeys {

namespace {

using docket::slack::emulator::exchange;
using docket::slack::emulator::wire_way;
using nlohmann::json;
namespace http = docket::slack::http;

/// A form's field as its sender had it: forms know only text.
json as_typed(const std::string& name, const std::string& value)
{
    static const std::set<std::string> numbers{"limit", "length"};
    static const std::set<std::string> nested{"attachments", "blocks", "files", "metadata", "view"};
    const bool written = value == "true" || value == "false" || numbers.contains(name) || nested.contains(name);
    auto read = written ? json::parse(value, nullptr, false) : json(json::value_t::discarded);
    return read.is_discarded() ? json(value) : read;
}

json arguments_of(const http::request& asked)
{
    auto body = json::parse(asked.body, nullptr, false);
    if (body.is_object())
        return body;
    auto arguments = json::object();
    const auto mark = asked.target.find('?');
    const auto query = mark == std::string::npos ? std::string() : asked.target.substr(mark + 1);
    for (const auto& text : {query, asked.body})
        if (const auto form = http::parse_form(text))
            for (const auto& [name, value] : *form)
                arguments[name] = as_typed(name, value);
    return arguments;
}

/// The value without what differs from one to the next of a kind: two of the same shape look alike. Text keeps the
/// magnitude of its length, so that what is near a limit is not taken for something short.
json shape_of(const json& value, const std::string& key = "")
{
    if (value.is_object()) {
        auto shape = json::object();
        for (const auto& [name, member] : value.items())
            shape[name] = shape_of(member, name);
        return shape;
    }
    if (value.is_array()) {
        std::set<json> shapes;
        for (const auto& each : value)
            shapes.insert(shape_of(each));
        return shapes;
    }
    static const std::set<std::string> telling{"type", "style", "response_type", "response_action", "action_id"};
    if (telling.contains(key))
        return value;
    return value.is_string() ? json(std::bit_width(value.get_ref<const std::string&>().size()))
                             : json(value.type_name());
}

}  // namespace

recorder::recorder(const std::filesystem::path& folder)
{
    std::filesystem::create_directories(folder);
    out_.open(folder / (std::to_string(::getpid()) + ".jsonl"), std::ios::app);
    if (!out_)
        throw std::runtime_error("DOCKET_RECORD_CALLS: cannot write in " + folder.string());
}

recorder* recorder::of_this_process()
{
    const char* folder = std::getenv("DOCKET_RECORD_CALLS");
    if (folder == nullptr)
        return nullptr;
    static recorder whole{std::filesystem::path(folder)};
    return &whole;
}

void recorder::listen_to(docket::slack::emulator::wire_log& wire)
{
    auto* whole = of_this_process();
    if (whole == nullptr)
        return;
    wire.switch_on();
    wire.added = [before = wire.added, whole](const exchange& one) {
        if (before)
            before(one);
        whole->take(one);
    };
}

void recorder::played(const std::string& journey)
{
    out_ << json{{"played", journey}}.dump() << "\n" << std::flush;
}

void recorder::take(const exchange& one)
{
    if (one.kind == "api")
        return write(one.what, arguments_of(one.request));
    if (one.kind == "response_url")
        return write("response_url", arguments_of(one.request));
    if (one.way != wire_way::to_app || !one.response || one.kind == "event")
        return;
    const auto said = json::parse(one.response->body, nullptr, false);
    if (said.is_object() && !said.empty())
        write("answer " + one.kind, said);
}

void recorder::write(const std::string& what, const json& arguments)
{
    const auto text = arguments.dump(-1, ' ', false, json::error_handler_t::replace);
    const auto shape = what + shape_of(arguments).dump();
    if (!seen_.insert(shape).second)
        return;
    out_ << R"({"what":)" << json(what).dump() << R"(,"arguments":)" << text << R"(,"shape":")"
         << std::hash<std::string>{}(shape) << "\"}\n"
         << std::flush;
}

}  // namespace journeys
