#include "bot/config/alike.hpp"
#include "bot/config/docket_toml.hpp"
#include "bot/config/hours.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <algorithm>

// A docket.toml. Any bytes give settings or say where they are wrong, and settings that are written down are read as
// the same again.

namespace docket::fuzz {

void examine(std::string_view input)
{
    const auto read = bot::read_docket_toml(input);
    if (read) {
        const auto again = bot::read_docket_toml(bot::to_docket_toml(*read));
        must(again && *again == *read, "settings that are written down are the same when read");
    } else {
        const auto& wrong = read.error();
        must(!wrong.empty(), "a refusal has a reason");
        for (const auto& each : wrong)
            must(each.line >= 1 && each.column >= 1 && !each.why.empty(), "an error has a place");
        const auto earlier = [](const auto& a, const auto& b) { return a.line < b.line; };
        must(std::is_sorted(wrong.begin(), wrong.end(), earlier), "errors stand in order of line");
    }
    const auto word = line(input);
    if (const auto minutes = bot::read_hours(word))
        must(bot::read_hours(bot::write_hours(*minutes)) == minutes, "hours that are written are the same when read");
    if (word.size() < 40)
        must((bot::distance(word, "queue") == 0) == (word == "queue"), "only the same word is at no distance");
}

}  // namespace docket::fuzz
