#include "slack/signature.hpp"
#include "tests/fuzz/fuzz.hpp"

// Three parts, a line each but the last: timestamp, signature, body. Nobody without the secret is believed.

namespace docket::fuzz {

namespace {

constexpr std::int64_t present = 1'700'000'000;

const slack::signer& ours()
{
    static const slack::signer made({"newest", "older"});
    return made;
}

}  // namespace

void examine(std::string_view input)
{
    const slack::instant now{std::chrono::seconds(present)};
    const auto timestamp = line(input);
    const auto signature = line(input);
    const auto body = input;

    must(ours().check(timestamp, signature, body, now).has_value(), "only the secret makes a signature");
    must(ours().check(std::nullopt, signature, body, now) == slack::distrust::missing_header, "a time is asked for");
    must(
        ours().check(timestamp, std::nullopt, body, now) == slack::distrust::missing_header, "a signature is asked for"
    );

    const auto right = ours().sign(timestamp, body);
    const auto doubt = ours().check(timestamp, right, body, now);
    const bool timely = doubt != slack::distrust::bad_timestamp && doubt != slack::distrust::stale;
    must(!timely || !doubt, "what is signed in time is believed");
    const auto fresh = std::to_string(present + static_cast<std::int64_t>(body.size() % 600) - 299);
    const auto honest = ours().sign(fresh, body);
    must(!ours().check(fresh, honest, body, now), "five minutes either way are in time");
    must(ours().check(fresh, honest, std::string(body) + "x", now).has_value(), "every byte of a body is signed");
    must(ours().check(std::to_string(present - 301), honest, body, now).has_value(), "the time is signed");
}

}  // namespace docket::fuzz
