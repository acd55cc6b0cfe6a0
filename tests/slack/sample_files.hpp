#pragma once

#include "slack/http/form.hpp"
#include "slack/inbound.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

/// Request bodies as Slack sends them: our own, and Slack's where they lie beside the checkout.
namespace docket::tests {

namespace files = std::filesystem;

inline constexpr auto json_body = "application/json";
inline constexpr auto form_body = "application/x-www-form-urlencoded";

inline files::path own_samples()
{
    return files::path(DOCKET_SOURCE_DIR) / "tests" / "samples";
}

/// Nothing, when there is no such folder.
inline files::path slacks_samples()
{
    const char* named = std::getenv("DOCKET_SLACK_SAMPLES");
    const files::path beside = files::path(DOCKET_SOURCE_DIR) / ".." / "shared" / "slack" / "samples";
    const auto folder = named != nullptr ? files::path(named) : beside;
    return files::is_directory(folder) ? folder : files::path{};
}

inline std::string content(const files::path& path)
{
    std::ifstream in(path, std::ios::binary);
    INFO(path);
    REQUIRE(in);
    return std::string(std::istreambuf_iterator<char>(in), {});
}

/// The files of a folder with that extension, by name.
inline std::vector<files::path> files_of(const files::path& folder, const std::string& extension)
{
    std::vector<files::path> found;
    for (const auto& entry : files::directory_iterator(folder))
        if (entry.path().extension() == extension)
            found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
}

/// An interaction's JSON as it goes over the wire.
inline std::string as_form(const std::string& payload)
{
    return slack::http::build_form({{"payload", payload}});
}

/// The alternative `T` that a body decodes to.
template <class T>
T decoded(const char* content_type, const std::string& body)
{
    auto what = slack::decode(content_type, body);
    INFO((what ? std::string{} : what.error().why));
    REQUIRE(what);
    REQUIRE(std::holds_alternative<T>(*what));
    return std::get<T>(*std::move(what));
}

template <class T>
T own_interaction(const std::string& name)
{
    return decoded<T>(form_body, as_form(content(own_samples() / "interactions" / (name + ".json"))));
}

inline slack::event_callback own_envelope(const std::string& name)
{
    return decoded<slack::event_callback>(json_body, content(own_samples() / "events" / (name + ".json")));
}

template <class T>
T own_event(const std::string& name)
{
    INFO(name);
    const auto envelope = own_envelope(name);
    REQUIRE(std::holds_alternative<T>(envelope.what));
    return std::get<T>(envelope.what);
}

}  // namespace docket::tests
