#include "bot/demo/roles.hpp"

// What IT Help was asked in the last three weeks, before today.

namespace docket::bot::demo {

using namespace roles;
using enum deed;

std::vector<story> stories_of_it_help()
{
    return {
        {
            {day(15, "09:12"), eva, posts,
             "My laptop no longer gets into the VPN since this morning: \"certificate expired\". Is it just me?",
             general},
            {day(15, "09:14"), tom, joins_in, "Works here. I'll pass it on to IT."},
            {day(15, "09:15"), tom, puts_ticket},
            {day(15, "09:21"), ben, claims},
            {day(15, "09:34"), ben, answers,
             "Your certificate ran out last night. I have issued a new one: please restart the VPN client and sign in "
             "again."},
            {day(15, "09:52"), eva, replies, "Restarted, now it says *access denied*."},
            {day(15, "10:20"), ben, discusses,
             "Her account was not in the group for remote access since the move to the new office."},
            {day(15, "10:25"), ben, resolves,
             "Renewed the certificate and put your account back into the group for remote access."},
            {day(15, "10:41"), eva, says_fixed},
        },
        {
            {day(14, "10:05"), omar, asks,
             "The printer on the third floor reports a paper jam, but there is no paper stuck anywhere. Switching it "
             "off and on did not help.",
             help_it},
            {day(14, "10:18"), cyd, claims_by_eyes},
            {day(14, "10:50"), cyd, discusses,
             "Dust on the sensor behind the second tray, I think. Going up to clean it."},
            {day(14, "11:25"), cyd, resolves, "Cleaned the paper sensor; a test page came out."},
            {day(14, "14:02"), omar, says_not_fixed},
            {day(14, "14:05"), omar, replies, "It printed twice and then stopped again with the same message."},
            {day(14, "14:20"), cyd, sets_priority, "high"},
            {day(13, "09:30"), cyd, answers,
             "The sensor itself is broken. The technician comes today at eleven; please use the printer on the second "
             "floor until then."},
            {day(13, "12:10"), cyd, resolves, "The technician replaced the sensor of the second tray."},
            {day(13, "13:15"), omar, says_fixed},
        },
        {
            {day(12, "14:30"), priya, asks_directly,
             "Could I get access to the design tool? I take over the brochures from Lena next week and need to edit "
             "them."},
            {day(12, "14:48"), ben, claims_by_name},
            {day(12, "15:05"), ben, answers_by_form,
             "Gladly. Do you need to edit, or is it enough to comment? Editors need a licence of their own."},
            {day(12, "15:11"), priya, replies, "To edit, please. Lena says her licence can come to me."},
            {day(12, "16:30"), ben, resolves, "Lena's licence is yours now. Sign in with your work address."},
            {day(12, "16:44"), priya, replies, "Thank you!"},
            {day(12, "16:45"), priya, says_fixed},
        },
        {
            {day(10, "08:50"), mei, posts,
             "Jonas Berg joins the sales team next week. He needs a laptop, an account, a phone and a badge by then.",
             general},
            {day(10, "08:58"), lena, joins_in, "He sits opposite me, desk 4.12. I'll ask IT."},
            {day(10, "09:00"), lena, uses_shortcut, "Onboarding of Jonas Berg"},
            {day(10, "09:10"), ben, claims},
            {day(10, "09:12"), ben, sets_priority, "high"},
            {day(10, "09:40"), ben, answers, "All ordered. Which phone should he get, and does he travel?"},
            {day(10, "11:05"), mei, replies, "The usual one. He travels a lot, so please with roaming."},
            {day(10, "11:20"), ben, notes,
             "Laptop 2291 from the shelf, phone ordered with roaming, badge asked for at the front desk."},
            {day(10, "15:00"), cyd, discusses, "Laptop is set up and lies in the cabinet, second drawer."},
            {day(10, "17:10"), ben, resolves,
             "Laptop, phone and account are ready, the badge is at the front desk. I'll be there on his first morning "
             "to "
             "help him sign in."},
            {day(9, "08:40"), mei, says_fixed},
        },
        {
            {day(9, "16:20"), gus, asks,
             "I present in meeting room Elbe tomorrow at ten, and my computer has no socket for the screen there. Is "
             "there an adapter?",
             help_it},
            {day(9, "16:31"), cyd, claims},
            {day(9, "16:36"), cyd, answers,
             "There should be one on the shelf below the screen, with a blue ring. Could you look?"},
            {day(9, "16:49"), gus, replies, "Found it, it was behind the flower pot. Never mind then."},
            {day(9, "17:00"), cyd, closes, "The adapter was there."},
        },
        {
            {day(8, "09:35"), eva, asks_directly,
             "My work phone takes no calls since yesterday: it rings once and then goes to the mailbox. I can call out."
            },
            {day(8, "09:50"), cyd, assigns, "Ben looks after the phone contract.", ben},
            {day(8, "10:02"), ben, claims},
            {day(8, "10:15"), ben, answers_by_form,
             "A redirection to the mailbox is set. Please dial ##002# and call, that clears it, and let a colleague "
             "ring you."},
            {day(8, "10:40"), eva, replies, "Done, but it is the same."},
            {day(8, "13:20"), ben, holds, "The provider looks into it: case 88213, answer promised by the evening."},
            {day(8, "16:45"), ben, resumes},
            {day(8, "16:50"), ben, resolves,
             "The provider had a block on your number after the change of contract and removed it."},
            {day(8, "17:05"), eva, says_fixed},
        },
        {
            {day(5, "09:02"), lena, asks_docket,
             "since this morning I may not write to the shared folder Marketing any more, only read. The others of the "
             "team "
             "can.",
             general},
            {day(5, "09:20"), ben, claims},
            {day(5, "10:10"), ben, resolves,
             "The move of your account to the new office had dropped a group. You may write again; please sign out and "
             "in once."},
            {day(5, "10:30"), lena, says_fixed},
        },
        {
            {day(5, "11:40"), nora, posts,
             "The test account you made for us is locked: too many attempts, it says. We wanted to try the import "
             "today.",
             project_northwind},
            {day(5, "11:44"), eva, joins_in, "Let me pass that on to our IT."},
            {day(5, "11:45"), eva, puts_ticket},
            {day(5, "11:58"), cyd, claims},
            {day(5, "12:20"), cyd, resolves, "Unlocked, with a new password: Eva has it and calls you."},
            {day(5, "13:05"), nora, says_fixed},
        },
        {
            {day(4, "15:15"), tom, asks,
             "The battery of my laptop is swollen, the touchpad bulges and no longer clicks. I have switched it off.",
             help_it},
            {day(4, "15:18"), ben, makes_urgent},
            {day(4, "15:19"), ben, claims},
            {day(4, "15:22"), ben, answers,
             "Please leave it switched off and do not charge it. I'm on my way with another laptop."},
            {day(4, "16:40"), ben, resolves,
             "You have laptop 2304 now, with your files from last night. The old one is in the safe box and goes back "
             "to the maker."},
            {day(4, "17:02"), tom, says_fixed},
        },
        {
            {day(3, "10:30"), priya, asks_by_command,
             "Two more screens for desks 4.12 and 4.13, please: the new colleagues have only their laptops.", general},
            {day(3, "11:15"), cyd, claims},
            {day(3, "11:40"), cyd, answers_by_form,
             "I have ordered two of the 27 inch ones. I tell you as soon as they are here."},
            {day(3, "11:42"), cyd, sets_priority, "low"},
            {day(3, "11:45"), cyd, holds, "Two screens ordered, order 5077; delivery promised within ten days."},
        },
        {
            {day(2, "16:30"), sofia, asks,
             "My calendar shows every appointment twice since I have the new phone, also the ones I delete.", help_it},
            {day(2, "16:42"), cyd, claims},
            {day(2, "17:15"), cyd, answers,
             "Probably the phone keeps the old account beside the new one. Could you send me a picture of Settings, "
             "Accounts?"},
        },
        {
            {day(1, "09:20"), lena, fills_form,
             "A licence for the PDF editor\nI have to fill in and sign the forms of the trade fair. The reader cannot "
             "do that.",
             general},
            {day(1, "09:45"), ben, claims},
            {day(1, "11:30"), ben, discusses, "One licence is left, the team of Sofia gave it back last month."},
            {day(1, "17:05"), ben, resolves,
             "The PDF editor is on your laptop; it asks for your work address when it starts for the first time."},
        },
        {
            {day(1, "15:50"), eva, asks,
             "In meeting room Spree the Wi-Fi drops every few minutes, for everybody. At the desks next door it works.",
             help_it},
        },
    };
}

}  // namespace docket::bot::demo
