#include "bot/descriptors.hpp"

#include <sys/resource.h>
#include <algorithm>

namespace docket::bot {

namespace {

constexpr std::size_t most = 10'000;  // an idle one costs about two kilobytes
constexpr std::size_t our_own = 256;

}  // namespace

void raise_descriptors()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= most + our_own)
        return;
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, most + our_own);
    static_cast<void>(::setrlimit(RLIMIT_NOFILE, &limit));  // where that is refused, fewer connections are allowed
}

std::size_t connections_allowed()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return our_own;
    const std::size_t open = limit.rlim_cur;
    return std::min(most, open > 2 * our_own ? open - our_own : open / 2);
}

}  // namespace docket::bot
