#include "slack/signature.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>
#include <string>

namespace slack = docket::slack;
using slack::distrust;
using namespace std::chrono_literals;

namespace {

// The vector that Slack publishes (docs.slack.dev/authentication/verifying-requests-from-slack).
const std::string secret = "8f742231b10e8888abcd99yyyzzz85a5";
const std::string timestamp = "1531420618";
const std::string body =
    "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
    "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
    "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
    "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
const std::string signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
const slack::instant sent{1'531'420'618s};

const slack::signer& slacks()
{
    static const slack::signer one({secret});
    return one;
}

}  // namespace

TEST_CASE("Slack's published vector is signed and believed, again and again", "[signature]")
{
    for (int i = 0; i < 3; ++i) {  // the keyed context starts afresh each time
        CHECK(slacks().sign(timestamp, body) == signature);
        CHECK(slacks().check(timestamp, signature, body, sent) == std::nullopt);
    }
}

TEST_CASE("any other body, time, secret or signature is not believed", "[signature]")
{
    CHECK(slacks().check(timestamp, signature, body + " ", sent) == distrust::mismatch);
    CHECK(slacks().check(timestamp, signature, "", sent) == distrust::mismatch);
    CHECK(slacks().check("1531420619", signature, body, sent) == distrust::mismatch);
    CHECK(slacks().check("01531420618", signature, body, sent) == distrust::mismatch);  // same time, other text
    CHECK(slack::signer({"another"}).check(timestamp, signature, body, sent) == distrust::mismatch);
    for (std::size_t i = 3; i < signature.size(); ++i) {
        auto forged = signature;
        forged[i] = forged[i] == '0' ? '1' : '0';
        CHECK(slacks().check(timestamp, forged, body, sent) == distrust::mismatch);
    }
}

TEST_CASE("signatures of other shapes are refused by what is wrong with them", "[signature]")
{
    struct row {
        std::optional<std::string> timestamp, signature;
        distrust want;
    };
    const auto r = GENERATE(values<row>({
        {std::nullopt, signature, distrust::missing_header},
        {timestamp, std::nullopt, distrust::missing_header},
        {"", signature, distrust::bad_timestamp},
        {"now", signature, distrust::bad_timestamp},
        {"1531420618.5", signature, distrust::bad_timestamp},
        {" 1531420618", signature, distrust::bad_timestamp},
        {"+1531420618", signature, distrust::bad_timestamp},
        {"-1531420618", signature, distrust::bad_timestamp},
        {"-0", signature, distrust::bad_timestamp},
        {"99999999999999999999", signature, distrust::bad_timestamp},
        {"9223372036854775807", signature, distrust::stale},
        {"0", signature, distrust::stale},
        {timestamp, "", distrust::wrong_version},
        {timestamp, signature.substr(3), distrust::wrong_version},
        {timestamp, "v1" + signature.substr(2), distrust::wrong_version},
        {timestamp, "v0=", distrust::mismatch},
        {timestamp, signature.substr(0, 66), distrust::mismatch},
        {timestamp, signature + "0", distrust::mismatch},
        {timestamp, "v0=A2114D57B48EAC39B9AD189DD8316235A7B4A8D21A10BD27519666489C69B503", distrust::mismatch},
    }));
    CHECK(slacks().check(r.timestamp, r.signature, body, sent) == r.want);
}

TEST_CASE("a request is believed for five minutes either way", "[signature]")
{
    CHECK(slacks().check(timestamp, signature, body, sent + 300s) == std::nullopt);
    CHECK(slacks().check(timestamp, signature, body, sent + 301s) == distrust::stale);
    CHECK(slacks().check(timestamp, signature, body, sent - 300s) == std::nullopt);
    CHECK(slacks().check(timestamp, signature, body, sent - 301s) == distrust::stale);
}

TEST_CASE("while a secret is rolled, both are accepted and the newest signs", "[signature]")
{
    const slack::signer rolled({"newest", secret});
    CHECK(rolled.check(timestamp, signature, body, sent) == std::nullopt);
    const auto fresh = rolled.sign(timestamp, body);
    CHECK(fresh != signature);
    CHECK(rolled.check(timestamp, fresh, body, sent) == std::nullopt);
    CHECK(slacks().check(timestamp, fresh, body, sent) == distrust::mismatch);
}

TEST_CASE("bodies are bytes", "[signature]")
{
    const std::string bytes("\0\xFF\r\n", 4);
    CHECK(slacks().check(timestamp, slacks().sign(timestamp, bytes), bytes, sent) == std::nullopt);
    CHECK(slacks().sign(timestamp, bytes) != slacks().sign(timestamp, ""));
}

TEST_CASE("a signer without a secret cannot be made", "[signature]")
{
    CHECK_THROWS_AS(slack::signer({}), std::invalid_argument);
    CHECK_THROWS_AS(slack::signer({secret, ""}), std::invalid_argument);
}
