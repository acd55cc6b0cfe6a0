#include "bot/views/views.hpp"

#include <algorithm>

namespace docket::bot::views {

std::string permalink(
    const std::string& workspace_url, const core::place& where, const std::optional<core::message_ts>& root
)
{
    if (workspace_url.empty())
        return {};
    auto digits = where.ts.str();
    std::erase(digits, '.');
    auto link =
        workspace_url + (workspace_url.ends_with('/') ? "" : "/") + "archives/" + where.channel.str() + "/p" + digits;
    if (root && *root != where.ts)
        link += "?thread_ts=" + root->str() + "&cid=" + where.channel.str();
    return link;
}

}  // namespace docket::bot::views
