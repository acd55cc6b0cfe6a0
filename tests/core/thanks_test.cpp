#include "core/thanks.hpp"

#include <catch2/catch.hpp>

using docket::core::is_only_thanks;

TEST_CASE("thanks are only thanks", "[core]")
{
    const std::string text = GENERATE(values<std::string>({
        "thanks",
        "thanks!",
        "Thanks",
        "THX!!!",
        "ty",
        "Thank you so much, Ben!",
        "Thanks Ben",
        "thanks a lot :)",
        "Thanks, works now.",
        "perfect, works now thanks",
        "It works again. Thank you!",
        "that did the trick, cheers mate",
        "Thank you for your quick help :pray::skin-tone-2:",
        "ok, thanks",
        "thanks <@U1>! :+1:",
        "<@U1|ben> thanks",
        "thanks <!subteam^S1|@it>",
        "*Thanks*!",
        "thanks &lt;3",
        "Danke",
        "DANKE!!!",
        "danke dir, Anna!",
        "super, danke dir",
        "Vielen Dank für die schnelle Hilfe!",
        "Läuft wieder, danke!",
        "Danke Herr Müller",
        "Besten Dank\nLG\nAnna",
        ":pray: merci Ben",
        "Merci beaucoup Anne-Marie !",
        "¡Muchas gracias!",
        "grazie mille",
        "obrigada",
        "tack så mycket",
        "dziękuję",
        "спасибо",
        "谢谢",
        "ありがとうございます！",
        ":+1:",
        ":pray:",
        ":tada::tada:",
        ":thumbsup: :smile:",
        "👍🏽",
        "danke🙏",
        "  thanks \n",
    }));
    INFO(text);
    CHECK(is_only_thanks(text));
}

TEST_CASE("where there is doubt, words are more than thanks", "[core]")
{
    const std::string text = GENERATE(values<std::string>({
        // nothing
        "",
        "   ",
        "!",
        "<@U1>",
        ":smile:",
        // questions
        "thanks?",
        "Thanks! When can I come?",
        "works now? thanks",
        "danke, und der Drucker？",
        // but
        "thanks, but it still fails",
        "Thanks. But",
        "Thanks But",
        "danke, aber es geht nicht",
        "Danke, leider nein",
        "merci mais non",
        "gracias pero no",
        "thanks, not fixed",
        "still broken thanks",
        // a request, politely
        "thanks in advance",
        "danke im voraus",
        "A new mouse please, thanks",
        "Bitte einen Monitor, danke",
        "Danke, Drucker kaputt",
        "Thanks. Printer",
        "Printer, thanks",
        "Thanks\nPrinter",
        "thanks VPN",
        "thanks ben",
        "Thanks Ben Printer",
        "please :pray:",
        ":pray: help",
        // answers to a question of the desk's
        "yes thanks",
        "no thanks",
        "ja danke",
        "nein danke",
        "ok",
        "Perfect!",
        "it works",
        // numbers, links, code, channels, calls, quotes
        "thanks, room 2",
        "thanks https://example.com",
        "thanks <https://example.com|this>",
        "thanks `reboot`",
        "thanks <#C1>",
        "thanks <!here>",
        "&gt; thanks",
        "~thanks~",
        "@ben thanks",
        "thanks/danke",
        // smiles we do not know, or that do not smile
        "thanks :x:",
        "thanks :our-own-emoji:",
        "thanks :(",
        "thanks 😡",
        // bytes
        "thanks \xff",
        "\x80",
        "thanks <@U1",
        "thanks :",
    }));
    INFO(text);
    CHECK_FALSE(is_only_thanks(text));
}

TEST_CASE("who writes much has more to say", "[core]")
{
    std::string much;
    for (int i = 0; i < 60; ++i)
        much += "thanks ";
    CHECK_FALSE(is_only_thanks(much));
    CHECK_FALSE(is_only_thanks(std::string(1'000'000, ':')));
}
