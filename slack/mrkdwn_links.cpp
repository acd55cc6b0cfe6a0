#include "slack/mrkdwn_parts.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace docket::slack::mrkdwn {

namespace {

std::string lower(std::string_view text)
{
    std::string lowered(text);
    std::transform(lowered.begin(), lowered.end(), lowered.begin(), [](unsigned char c) { return std::tolower(c); });
    return lowered;
}

/// Behind the scheme, up to the first character that ends an authority. Browsers take \ for /.
std::string_view authority(std::string_view url)
{
    const auto scheme = url.find("://");
    if (scheme != std::string_view::npos)
        url.remove_prefix(scheme + 3);
    return url.substr(0, url.find_first_of("/\\?#"));
}

}  // namespace

bool linkable(std::string_view url)
{
    static constexpr std::array schemes = {"https://", "http://", "mailto:"};
    const auto lowered = lower(url.substr(0, 8));
    return std::any_of(schemes.begin(), schemes.end(), [&](const char* scheme) { return lowered.starts_with(scheme); });
}

std::string destination(std::string_view url)
{
    if (lower(url.substr(0, 7)) == "mailto:")
        return lower(url.substr(7, url.find('?') - 7));
    auto host = authority(url);
    host.remove_prefix(host.rfind('@') + 1);  // npos + 1 is 0
    return lower(host);
}

bool honest(std::string_view label, std::string_view url)
{
    if (label.find_first_of(" \t\n") != std::string_view::npos)
        return false;
    const auto where = destination(url);
    if (lower(url.substr(0, 7)) == "mailto:")
        return lower(label) == where;
    return lower(authority(label)) == where;  // a name before an @ in the label makes it differ
}

}  // namespace docket::slack::mrkdwn
