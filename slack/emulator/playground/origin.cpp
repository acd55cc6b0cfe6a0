#include "slack/emulator/playground/origin.hpp"

#include <algorithm>
#include <string>

namespace docket::slack::emulator {

bool is_this_machine(std::string_view host)
{
    for (const std::string_view name : {"127.0.0.1", "localhost", "[::1]"}) {
        if (host.substr(0, name.size()) != name)
            continue;
        const auto port = host.substr(name.size());
        const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
        return port.empty() || (port.front() == ':' && std::all_of(port.begin() + 1, port.end(), is_digit));
    }
    return false;
}

bool is_local(const http::request& asked)
{
    const auto host = asked.fields.find("Host").value_or("");
    if (!is_this_machine(host))
        return false;
    const auto origin = asked.fields.find("Origin");
    return !origin || *origin == "http://" + std::string(host);
}

}  // namespace docket::slack::emulator
