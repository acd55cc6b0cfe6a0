#include "bot/config/alike.hpp"

#include <algorithm>

namespace docket::bot {

std::size_t distance(std::string_view a, std::string_view b)
{
    // Row by row; two rows back are needed for swapped neighbours.
    std::vector<std::size_t> before_last;
    std::vector<std::size_t> last(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::vector<std::size_t> row(b.size() + 1);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t changed = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, changed});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
        before_last = std::move(last);
        last = std::move(row);
    }
    return last[b.size()];
}

std::string_view most_alike(std::string_view typed, const std::vector<std::string_view>& known)
{
    // A third of the letters wrong is still the same word; of the longest name we know, more is another word.
    constexpr std::size_t longest = 60;
    if (typed.size() > longest)
        return {};
    std::string_view best;
    std::size_t least = std::max<std::size_t>(1, typed.size() / 3) + 1;
    for (const auto each : known) {
        const auto d = distance(typed, each);
        if (d < least) {
            least = d;
            best = each;
        }
    }
    return best;
}

}  // namespace docket::bot
