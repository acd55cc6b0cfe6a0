#include "bot/demo/roles.hpp"

// What has happened in the last hours and is not done yet, and what people talk about beside their work.

namespace docket::bot::demo {

using namespace roles;
using enum deed;

std::vector<story> stories_of_today()
{
    return {
        {
            {ago(170), tom, asks_directly,
             "I have a reminder from the cleaning firm here for an invoice of last quarter that I have never seen. Is "
             "it paid?"},
        },
        {
            {ago(130), priya, fills_urgently,
             "Customers cannot sign in to the portal\nTwo have called within ten minutes. They get a white page after "
             "the password.",
             general},
            {ago(126), cyd, claims},
            {ago(120), cyd, answers_by_form,
             "I see it too, the sign-in service answers with errors since 20 minutes ago. We are on it."},
            {ago(112), ben, discusses, "The disk of the sign-in service is full. Making room now."},
            {ago(95), priya, replies, "A third customer has called. Should we put a notice on the page?"},
        },
        {
            {ago(88), sofia, asks,
             "Please take Anton Keller off all lists and accounts at the end of the month, he leaves us.", help_it},
            {ago(80), ben, claims_by_eyes},
        },
        {
            {ago(45), lena, posts,
             "Does anybody else hear me twice in calls? Everybody complains about the echo of my headset.", general},
            {ago(43), eva, joins_in, "Yes, this morning too. I'll open a ticket for you."},
            {ago(42), eva, puts_ticket},
        },
        {
            {ago(20), omar, asks,
             "The label printer in the mail room prints only half of the address since the update.", help_it},
        },
    };
}

std::vector<story> ordinary_talk()
{
    return {
        {
            {day(15, "11:30"), mei, posts,
             "Welcome to the new office, everybody! Boxes that are still in the hallway at the end of the week go to "
             "the cellar.",
             general},
            {day(15, "11:41"), omar, likes, "tada"},
            {day(15, "11:42"), lena, likes, "tada"},
        },
        {
            {day(13, "12:15"), priya, posts,
             "There is a new noodle place round the corner. Who comes along at half past twelve?", random},
            {day(13, "12:17"), tom, joins_in, "Me!"},
            {day(13, "12:19"), sofia, joins_in, "Me too, give me five minutes."},
        },
        {
            {day(9, "10:00"), ana, posts,
             "Fire drill next week, on Tuesday at eleven. Please take the stairs and meet at the bicycle racks.",
             general},
            {day(9, "10:12"), eva, likes, "thumbsup"},
        },
        {
            {day(8, "15:30"), ben, posts, "Somebody has left an umbrella with wooden ducks on it in the kitchen.",
             random},
            {day(8, "15:44"), lena, joins_in, "Mine, thank you!"},
        },
        {
            {day(6, "09:15"), nora, posts,
             "Good morning! The draft of the interface is in the shared folder; we look forward to your comments.",
             project_northwind},
            {day(6, "09:40"), eva, joins_in, "Thank you, Nora. We go through it this afternoon."},
            {day(6, "09:41"), tom, likes, "eyes"},
        },
        {
            {day(4, "17:20"), sofia, posts,
             "Two tickets for the concert on Saturday to give away, row 12. First come, first served.", random},
            {day(4, "17:21"), dee, joins_in, "Oh yes, please!"},
            {day(4, "17:30"), sofia, likes, "musical_note"},
        },
        {
            {day(1, "08:45"), mei, posts,
             "The figures of last month are out, and they are the best of the year. Thank you all!", general},
            {day(1, "08:51"), tom, likes, "clap"},
            {day(1, "08:53"), priya, likes, "clap"},
            {day(1, "09:10"), ben, likes, "clap"},
        },
        {
            {day(1, "12:40"), cyd, posts,
             "Whoever knows how the coffee machine wants to be descaled: it is asking again.", random},
            {day(1, "12:52"), omar, joins_in, "On my way, I have done it before."},
        },
        {
            {ago(62), tom, posts, "There is cake in the kitchen on the fourth floor. It is my birthday!", random},
            {ago(60), eva, likes, "birthday"},
            {ago(55), dee, likes, "birthday"},
        },
        {
            // Nobody has made a ticket of it yet: whoever looks at the demo can.
            {ago(4), eva, posts, "Does anybody know why the big screen in room Elbe stays black? My guests come soon.",
             general},
        },
    };
}

std::vector<story> stories()
{
    std::vector<story> all;
    for (auto&& some : {stories_of_it_help(), stories_of_finance(), stories_of_today(), ordinary_talk()})
        all.insert(all.end(), some.begin(), some.end());
    return all;
}

}  // namespace docket::bot::demo
