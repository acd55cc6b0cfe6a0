#include "slack/mrkdwn.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

namespace mrkdwn = docket::slack::mrkdwn;

TEST_CASE("raw text is escaped in exactly three characters, and comes back the same")
{
    CHECK(mrkdwn::escape("a < b && c > \"d\"") == "a &lt; b &amp;&amp; c &gt; \"d\"");
    for (const std::string raw : {"", "plain", "<!channel>", "&amp;", "a&lt;b", "&&&", "ünï <🙂>"})
        CHECK(mrkdwn::unescape(mrkdwn::escape(raw)) == raw);
}

TEST_CASE("text is unescaped once, not until nothing is left")
{
    CHECK(mrkdwn::unescape("&amp;lt;!channel&amp;gt;") == "&lt;!channel&gt;");
    CHECK(mrkdwn::unescape("&nbsp; &am &") == "&nbsp; &am &");
}

TEST_CASE("what a person wrote reaches nobody when the bot repeats it")
{
    using row = std::pair<std::string, std::string>;
    const auto [received, inert] = GENERATE(values<row>({
        {"<!channel> look", "@channel look"},
        {"<!here|here> <!everyone>", "@here @everyone"},
        {"<@U012ABCDEF> please", "@U012ABCDEF please"},
        {"<@U012ABCDEF|ann> please", "@ann please"},
        {"<@W1|<b>", "&lt;@W1|&lt;b&gt;"},
        {"<\u00a0!here> <12:30>", "&lt;\u00a0!here&gt; 12:30"},
        {"<!subteam^S0123> and <!subteam^S0123|@it-agents>", "@S0123 and @it-agents"},
        {"<!subteam^S0123|it-agents>", "@it-agents"},
        {"see <#C123|general>, <#C987|>", "see <#C123>, <#C987>"},
        {"&lt;!channel&gt; &amp; co", "&lt;!channel&gt; &amp; co"},
        {"&amp;lt;!channel&amp;gt;", "&amp;lt;!channel&amp;gt;"},
        {"<!date^1700000000^{date}^https://evil.example|today>", "today"},
        {"<!unheard_of>", "unheard_of"},
        {"a < b, <> and <", "a &lt; b, &lt;&gt; and &lt;"},
        {"<@U1|a\u202Enna>", "@anna"},
        {"<\u202E!channel>", "&lt;!channel&gt;"},
        {"<\u202E>", "&lt;&gt;"},
        {"< !channel>", "&lt; !channel&gt;"},
    }));
    CAPTURE(received);
    CHECK(mrkdwn::inert(received) == inert);
}

TEST_CASE("a link in repeated text shows where it leads when its label does not")
{
    using row = std::pair<std::string, std::string>;
    const auto [received, inert] = GENERATE(values<row>({
        {"<https://example.com/a?b=1&amp;c=2>", "<https://example.com/a?b=1&amp;c=2>"},
        {"<http://example.com|example.com>", "<http://example.com|example.com>"},
        {"<https://example.com/x|example.com/x>", "<https://example.com/x|example.com/x>"},
        {"<https://evil.example|https://bank.example>", "<https://evil.example|https://bank.example> (evil.example)"},
        {"<https://evil.example/login|the bank>", "<https://evil.example/login|the bank> (evil.example)"},
        {"<https://bank.example@evil.example/|bank.example>",
         "<https://bank.example@evil.example/|bank.example> (evil.example)"},
        {"<https://evil.example\\@bank.example|bank.example>",
         "<https://evil.example\\@bank.example|bank.example> (evil.example)"},
        {"<https://evil.example|https://evil.example@bank.example>",
         "<https://evil.example|https://evil.example@bank.example> (evil.example)"},
        {"<mailto:ann@example.com|ann@example.com>", "<mailto:ann@example.com|ann@example.com>"},
        {"<mailto:eve@evil.example|Ann>", "<mailto:eve@evil.example|Ann> (eve@evil.example)"},
        {"<javascript:alert(1)|press>", "press (javascript:alert(1))"},
        {"<tel:+491234|+491234>", "+491234 (tel:+491234)"},
        {"<HTTPS://Example.com|Example.com>", "<HTTPS://Example.com|Example.com>"},
    }));
    CAPTURE(received);
    CHECK(mrkdwn::inert(received) == inert);
}

TEST_CASE("repeating repeated text changes nothing that matters")
{
    for (const std::string received : {"<!channel> &lt;b&gt;", "<@U1|ann> <#C1|x>", "<https://a.example|a.example>"}) {
        const auto once = mrkdwn::inert(received);
        CHECK(mrkdwn::inert(once) == once);
    }
}

TEST_CASE("an open code block does not swallow what the bot says behind it")
{
    CHECK(mrkdwn::inert("log:\n```\nsegfault") == "log:\n```\nsegfault```");
    CHECK(mrkdwn::inert("```a``` and ```b```") == "```a``` and ```b```");
}

TEST_CASE("known names stand in for ids without a label")
{
    const mrkdwn::names known = {{"U1", "Ann <!here>"}, {"S1", "it"}};
    CHECK(mrkdwn::inert("<@U1> <!subteam^S1> <@U2>", known) == "@Ann &lt;!here&gt; @it @U2");
    CHECK(mrkdwn::plain("<@U1>", known) == "@Ann <!here>");
}

TEST_CASE("plain text reads like what Slack shows")
{
    using row = std::pair<std::string, std::string>;
    const auto [received, plain] = GENERATE(values<row>({
        {"a &lt; b &amp;&amp; c", "a < b && c"},
        {"<@U1|ann> in <#C1|ops>: <!here>", "@ann in #ops: @here"},
        {"<#C1>", "#C1"},
        {"<https://example.com/a|the form>", "the form (https://example.com/a)"},
        {"<http://example.com|example.com>", "example.com"},
        {"<https://example.com/a>", "https://example.com/a"},
        {"<mailto:a@b.example|a@b.example>", "a@b.example"},
        {"one\r\ntwo\rthree\ttab", "one\ntwo\nthree\ttab"},
    }));
    CAPTURE(received);
    CHECK(mrkdwn::plain(received) == plain);
}

TEST_CASE("control characters, bidirectional overrides and broken UTF-8 do not survive")
{
    CHECK(mrkdwn::clean("a\x01\x1B[31mb\x7F\u0085c") == "a[31mbc");
    CHECK(mrkdwn::clean("invoice\u202Egpj.exe\u2066\u2069") == "invoicegpj.exe");
    CHECK(mrkdwn::clean(std::string("nul\0l", 5)) == "null");
    CHECK(mrkdwn::clean("\xFF\xC3") == "\uFFFD\uFFFD");
    CHECK(mrkdwn::clean("\xC0\xAF \xED\xA0\x80") == "\uFFFD\uFFFD \uFFFD\uFFFD\uFFFD");
    CHECK(mrkdwn::clean("mañana 日本 🙂") == "mañana 日本 🙂");
}

TEST_CASE("links of ours cannot be broken out of")
{
    CHECK(mrkdwn::link("https://x.example/p1", "message") == "<https://x.example/p1|message>");
    CHECK(mrkdwn::link("https://x.example/?a=1&b=2") == "<https://x.example/?a=1&amp;b=2>");
    CHECK(mrkdwn::link("https://x.example/a|b> c", "x|y <z>\n!") == "<https://x.example/a%7Cb%3E%20c|x/y &lt;z&gt; !>");
    CHECK(mrkdwn::link("javascript:alert(1)", "press") == "press");
    CHECK(mrkdwn::mention_user("U1") == "<@U1>");
    CHECK(mrkdwn::mention_user("U1> <!channel") == "<@U1 !channel>");
    CHECK(mrkdwn::mention_channel("C1") == "<#C1>");
    CHECK(mrkdwn::mention_group("S1") == "<!subteam^S1>");
}

TEST_CASE("an instant is shown in the reader's zone and falls back to UTC")
{
    using namespace std::chrono;
    const sys_time<milliseconds> when(milliseconds(1'700'000'000'123));
    CHECK(
        mrkdwn::date(when, "{date_short_pretty} at {time}") ==
        "<!date^1700000000^{date_short_pretty} at {time}|2023-11-14 22:13 UTC>"
    );
    CHECK(mrkdwn::date(when, "{ago}^|>", "on | >time") == "<!date^1700000000^{ago}|on / &gt;time>");
}

TEST_CASE("every line of a quotation is marked")
{
    CHECK(mrkdwn::quote("one\n\ntwo") == "> one\n> \n> two");
    CHECK(mrkdwn::quote("") == "> ");
}

TEST_CASE("lengths count characters, not bytes")
{
    CHECK(mrkdwn::length("") == 0);
    CHECK(mrkdwn::length("äöü🙂") == 4);
    CHECK(mrkdwn::length("\xFFz") == 2);
}

TEST_CASE("text is cut between visible characters and says so")
{
    CHECK(mrkdwn::clamp("printer", 7) == "printer");
    CHECK(mrkdwn::clamp("printers", 7) == "printe…");
    CHECK(mrkdwn::clamp("ääää", 3) == "ää…");
    CHECK(mrkdwn::clamp("abc", 1) == "…");
    CHECK(mrkdwn::clamp("abc", 0) == "");
    CHECK(mrkdwn::clamp("ab👍🏽cd", 4) == "ab…");       // not half a thumb
    CHECK(mrkdwn::clamp("a👩\u200D🚀bcd", 4) == "a…");  // not half an astronaut
    CHECK(mrkdwn::clamp("xe\u0301yz", 3) == "x…");      // not an accent without its letter
}

TEST_CASE("cut markup is whole markup")
{
    CHECK(mrkdwn::clamp_mrkdwn("go to <https://x.example/abc|here>", 15) == "go to …");
    CHECK(mrkdwn::clamp_mrkdwn("a &amp;&amp; b", 6) == "a …");
    CHECK(mrkdwn::clamp_mrkdwn("a &amp;&amp; b", 8) == "a &amp;…");
    CHECK(mrkdwn::clamp_mrkdwn("```0123456789```", 12) == "```01234…```");
    CHECK(mrkdwn::clamp_mrkdwn("short", 12) == "short");
}

TEST_CASE("cut text never exceeds its limit, whatever is in it")
{
    const std::string text = "é<https://x.example|y>&amp;```ab```👩\u200D🚀 ```z <@U1> &lt;\xFF end of it";
    for (std::size_t most = 0; most < 60; ++most) {
        CAPTURE(most);
        CHECK(mrkdwn::length(mrkdwn::clamp(text, most)) <= most);
        CHECK(mrkdwn::length(mrkdwn::clamp_mrkdwn(text, most)) <= most);
    }
}

TEST_CASE("mentions are found in a slash command's text")
{
    const auto found = mrkdwn::mentions("assign #12 <@U012ABCDEF|ann> <#C9|> <!subteam^S7|@it> <!here> <@lower> <@X1>");
    REQUIRE(found.size() == 3);
    CHECK(found[0].what == mrkdwn::mention::kind::user);
    CHECK(found[0].id == "U012ABCDEF");
    CHECK(found[0].label == "ann");
    CHECK(found[1].what == mrkdwn::mention::kind::channel);
    CHECK(found[1].id == "C9");
    CHECK(found[1].label.empty());
    CHECK(found[2].what == mrkdwn::mention::kind::group);
    CHECK(found[2].id == "S7");
}

TEST_CASE("a word is a mention only if it is nothing else")
{
    CHECK(mrkdwn::as_mention("<@U1>"));
    CHECK_FALSE(mrkdwn::as_mention("<@U1>,"));
    CHECK_FALSE(mrkdwn::as_mention("@ann"));
    CHECK_FALSE(mrkdwn::as_mention(""));
    CHECK_FALSE(mrkdwn::as_mention("<https://x.example>"));
}

TEST_CASE("words keep an entity together")
{
    using list = std::vector<std::string>;
    CHECK(mrkdwn::words("  assign\t#12   <@U1|Ann Smith> now ") == list{"assign", "#12", "<@U1|Ann Smith>", "now"});
    CHECK(mrkdwn::words("a < b c") == list{"a", "<", "b", "c"});
    CHECK(mrkdwn::words("").empty());
}
