#pragma once

#include <string>
#include <vector>

namespace journeys {

/// What somebody who means ill types into whatever takes words: the one list, for every test of it. As Slack delivers
/// it, entities live: a message may hold those that its author's client made.
inline const std::vector<std::string>& hostile_strings()
{
    static const std::vector<std::string> all{
        // Mass mentions and mentions of somebody.
        "<!channel>",
        "<!here|here> <!everyone>",
        "<!subteam^S0VICTIM1|@board>",
        "<@U0VICTIM1>",
        "&lt;!channel&gt; &amp;lt;!here&amp;gt;",
        "<<!channel>> <!chan<!channel>nel>",
        "@channel @here #general",
        // Links that lead elsewhere, dates that say something else.
        "<https://evil.example/|https://bank.example/>",
        "<https://evil.example|bank.example> <http://bank.example@evil.example/|bank.example>",
        "<javascript:alert(1)|https://bank.example>",
        "https://evil.example\\@bank.example evil.example",
        "<https://evil.example/?a|b>c> <https://evil.example/%3E|x>",
        "<!date^0^{date}^https://evil.example|https://bank.example>",
        "a|b>c<d",
        // Formatting that reaches beyond what is quoted.
        "```",
        "``` *bold* `code",
        "*_~`*_~",
        "> quoted\n&gt; and again\n>>> all of it",
        "first line\n*#1* · IT Help · Resolved",
        "• a list\r\n\r\n# a heading",
        // Characters that are not what they seem.
        "\u202Etxt.exe\u202C",
        "\u2066left\u2069 \u200Bzero\u200Dwidth\uFEFF",
        "a\x01"
        "b\x1B[31mred\x07\x7F",
        "\u0085\u009B31m",
        "broken \xC3( \xF0\x9F",
        "Z\u0351\u0352\u0353\u0354algo",
        ":rotating_light: :white_check_mark: :x:",
        std::string(3'000, 'W'),
        // Other languages' quotes: SQL, CSV, TOML, JSON, headers, metrics, paths, formats.
        "'; DROP TABLE ticket; --",
        "%' OR 1=1 -- _%",
        "=HYPERLINK(\"https://evil.example\",\"x\")",
        "+1+cmd|' /C calc'!A0",
        "\"\"\"\ntoken = \"x\"\n[[queue]]\nkey = \"mine\"",
        "\"},{\"ticket\":2,\"x\":\"\\u0000\\",
        "x\r\nX-Slack-Signature: v0=0\r\n\r\n",
        "docket_requests_total{kind=\"x\"} 1\n",
        "../../etc/passwd",
        "{} {0} %s %n ${HOME} $(id)",
        "&amp;amp; &quot; &#60;!channel&#62;",
        "<script>alert(1)</script>",
    };
    return all;
}

}  // namespace journeys
