#include "core/thanks_words.hpp"

#include <algorithm>
#include <set>

namespace docket::core::thanks {

namespace {

using words = std::set<std::string_view>;

/// "a, b c" → "a" and "b c".
words listed(std::string_view text)
{
    words all;
    while (!text.empty()) {
        const auto end = std::min(text.find(", "), text.size());
        all.insert(text.substr(0, end));
        text.remove_prefix(std::min(end + 2, text.size()));
    }
    return all;
}

const words& thanking()
{
    static const auto all = listed(
        // English
        "thanks, thank you, thank u, thank ya, thankyou, thank-you, thx, thnx, thanx, tnx, ty, tysm, tyvm, cheers, "
        "many thanks, much appreciated, appreciated, appreciate it, i appreciate it, "
        // German
        "danke, dankeschön, dankeschoen, danke schön, danke schoen, vielen dank, besten dank, herzlichen dank, "
        "lieben dank, schönen dank, schoenen dank, tausend dank, dank dir, dank euch, dank ihnen, ich danke dir, "
        "ich danke euch, ich danke ihnen, "
        // French, Italian, Spanish, Portuguese, Romanian
        "merci, merci beaucoup, merci bien, mille mercis, je te remercie, je vous remercie, grazie, grazie mille, "
        "mille grazie, ti ringrazio, gracias, muchas gracias, mil gracias, obrigado, obrigada, muito obrigado, "
        "muito obrigada, mulțumesc, multumesc, mersi, "
        // Dutch, the north
        "bedankt, dank je, dank je wel, dank u, dank u wel, dankjewel, dankuwel, tack, tack så mycket, tusen tack, "
        "takk, tusen takk, mange takk, tak, mange tak, kiitos, kiitti, "
        // The east and south-east
        "dzięki, dzieki, dziękuję, dziekuje, díky, děkuji, ďakujem, köszönöm, köszi, hvala, спасибо, дякую, "
        "teşekkürler, tesekkurler, teşekkür ederim, ευχαριστώ, "
        // Asia
        "谢谢, 謝謝, 多谢, ありがとう, ありがとうございます, ありがとうございました, 감사합니다, 고마워요"
    );
    return all;
}

const words& filling()
{
    static const auto all = listed(
        // Whom and how much, English
        "you, u, so much, very much, a lot, lots, a ton, a bunch, a million, loads, again, all, you all, everyone, "
        "everybody, guys, folks, team, mate, man, dear, both, and, really, for everything, for the help, "
        "for your help, for all the help, for all your help, for the quick help, for your quick help, "
        "for the fast help, for helping, for helping me, for helping us, for helping out, for fixing, for fixing it, "
        "for fixing this, for fixing that, for the fix, for the quick fix, for the support, for your support, "
        "for the quick support, for the quick reply, for the quick response, for your time, for the update, "
        "for the info, "
        // Praise and success, English
        "perfect, great, awesome, super, excellent, brilliant, wonderful, fantastic, amazing, cool, nice, lovely, "
        "sweet, great job, good job, great work, good work, nice work, well done, you rock, you're the best, "
        "you are the best, you're awesome, you are awesome, that's great, that's perfect, that's awesome, ok, okay, "
        "alright, got it, all good, all good now, works, works now, works again, works perfectly, works great, "
        "works fine, works fine now, works like a charm, it works, it works now, it works again, it works fine, "
        "it works fine now, now it works, everything works, everything works now, working now, working again, "
        "it's working, it's working now, it's working again, it worked, that worked, that helped, that did it, "
        "that did the trick, problem solved, solved, fixed, it's fixed, all fixed, fixed now, "
        // Whom and how much, German
        "dir, euch, ihnen, sehr, schön, nochmal, nochmals, ganz, viel, vielmals, herzlich, recht, lieber, liebe, "
        "alle, allen, an alle, leute, zusammen, und, wirklich, echt, für alles, für die hilfe, für deine hilfe, "
        "für eure hilfe, für ihre hilfe, für die schnelle hilfe, für deine schnelle hilfe, für eure schnelle hilfe, "
        "für die unterstützung, für die schnelle unterstützung, für die info, für die rückmeldung, "
        "für die schnelle rückmeldung, für die schnelle antwort, für die mühe, für deine mühe, "
        // Praise and success, German
        "perfekt, toll, prima, klasse, spitze, top, wunderbar, mega, genial, hervorragend, ausgezeichnet, großartig, "
        "super gemacht, gut gemacht, alles gut, alles klar, alles bestens, läuft, läuft wieder, läuft jetzt, "
        "läuft jetzt wieder, es läuft, es läuft wieder, jetzt läuft es, jetzt läuft es wieder, geht wieder, "
        "geht jetzt, geht jetzt wieder, es geht wieder, es geht jetzt, es geht jetzt wieder, jetzt geht es, "
        "jetzt geht es wieder, jetzt geht's, jetzt geht's wieder, klappt, klappt wieder, klappt jetzt, "
        "klappt jetzt wieder, jetzt klappt es, jetzt klappt's, hat geklappt, hat funktioniert, funktioniert, "
        "funktioniert wieder, funktioniert jetzt, funktioniert jetzt wieder, es funktioniert, "
        "es funktioniert wieder, es funktioniert jetzt, passt, gelöst, erledigt, "
        // Others
        "beaucoup, parfait, c'est parfait, ça marche, perfetto, ottimo, tutto ok, perfecto, todo bien, perfeito, "
        "tudo certo, hoor, voor de hulp"
    );
    return all;
}

const words& regarding()
{
    static const auto all = listed(
        "lg, vg, mfg, gruß, gruss, grüße, liebe grüße, viele grüße, beste grüße, schöne grüße, regards, best regards, "
        "kind regards, best, all the best, cordialement, saludos"
    );
    return all;
}

const words& thanking_emoji()
{
    static const auto all = listed(
        "pray, +1, thumbsup, tada, clap, raised_hands, heart, yellow_heart, blue_heart, green_heart, purple_heart, "
        "orange_heart, black_heart, two_hearts, sparkling_heart, hearts, heart_hands, bow, man-bowing, woman-bowing, "
        "person_bowing, bouquet, thank_you, thankyou, thanks, danke, merci, ty, 🙏, 👍, 🎉, 👏, 🙌, ❤, 💐"
    );
    return all;
}

const words& smiling_emoji()
{
    static const auto all = listed(
        "smile, smiley, slightly_smiling_face, blush, grin, grinning, relaxed, relieved, sunglasses, heart_eyes, "
        "star-struck, partying_face, hugging_face, smiling_face_with_3_hearts, wink, kissing_heart, sparkles, fire, "
        "rocket, 100, beer, beers, champagne, clinking_glasses, cake, sunflower, rose, cherry_blossom, sun_with_face, "
        "star, star2, trophy, confetti_ball, dancer, muscle, ok_hand, handshake, wave, white_check_mark, "
        "heavy_check_mark, 🙂, 😊, 😀, 😄, 😃, 😁, 😎, 🥳, ✨, 🔥, 🚀, 💯, 😉, 😍, ✅, 💪, 👌, 🤗, ☺"
    );
    return all;
}

/// What begins or bends a demand, in the languages above.
const words& demanding()
{
    static const auto all = listed(
        "but, still, not, no, nope, please, however, although, though, unfortunately, help, when, what, how, why, "
        "where, who, which, can, could, would, will, may, is, are, do, does, did, has, have, urgent, wait, stop, "
        "error, broken, same, another, also, one, never, yet, only, need, next, today, tomorrow, later, soon, yes, "
        "now, aber, bitte, nicht, noch, leider, nein, jedoch, obwohl, hilfe, wann, was, wie, warum, wo, wer, welche, "
        "kann, können, könnte, könnten, ist, sind, hat, haben, dringend, warte, fehler, kaputt, auch, ein, eine, nie, "
        "nur, morgen, heute, später, bald, ja, jetzt, weiterhin, immer, wieder, doch, allerdings, mais, pas, pero, "
        "ma, però, mas, maar, nee, niet, non, oui, si, sí"
    );
    return all;
}

}  // namespace

std::optional<meaning> phrase(std::string_view of)
{
    static const auto titles = listed("herr, frau, mr, mrs, ms, dr");
    if (thanking().contains(of))
        return meaning::thanks;
    if (filling().contains(of))
        return meaning::filler;
    if (regarding().contains(of))
        return meaning::regards;
    if (titles.contains(of))
        return meaning::title;
    return std::nullopt;
}

std::optional<meaning> emoji(std::string_view name)
{
    if (thanking_emoji().contains(name))
        return meaning::thanks;
    if (smiling_emoji().contains(name) || name.starts_with("skin-tone-"))
        return meaning::filler;
    return std::nullopt;
}

bool may_be_name(std::string_view word)
{
    return !demanding().contains(word);
}

}  // namespace docket::core::thanks
