#include "bot/demo/roles.hpp"

// What Finance was asked in the last three weeks, before today.

namespace docket::bot::demo {

using namespace roles;
using enum deed;

std::vector<story> stories_of_finance()
{
    return {
        {
            {day(13, "11:20"), lena, asks_by_command,
             "The caterer of our summer party says that invoice 4471 was paid twice, and asks where to send the money.",
             general},
            {day(13, "11:50"), dee, claims},
            {day(13, "13:40"), dee, answers_by_form,
             "You are right, it went out twice within three days. I write to them; you need not do anything."},
            {day(13, "13:45"), dee, notes,
             "Paid from both accounts because the order was entered twice. Told the caterer where to send it."},
            {day(12, "10:05"), dee, resolves, "The caterer sends the second payment back this week."},
            {day(12, "10:30"), lena, says_fixed},
        },
        {
            {day(12, "15:45"), tom, fills_form,
             "Expense report for Lisbon\nI have handed it in last week, and it still says \"being checked\". Is "
             "something missing?",
             general},
            {day(12, "16:10"), dee, claims},
            {day(12, "16:25"), dee, answers_by_form,
             "The bill of the hotel is missing, there is only the booking. Could you send it to me?"},
            {day(11, "09:05"), tom, replies, "The hotel has just mailed it to me, I have put it into the report."},
            {day(11, "10:40"), dee, resolves, "Checked and approved; the money comes with this month's salary."},
            {day(11, "11:15"), tom, says_fixed},
        },
        {
            {day(7, "10:10"), omar, fills_form,
             "Invoice without an order number\nThe builder of our stand at the trade fair cannot send the invoice "
             "without one. The sum is 8,400 euros.",
             general},
            {day(7, "10:35"), dee, claims_by_eyes},
            {day(7, "11:00"), dee, answers_by_form,
             "The order number is 70-3318. Please tell them to write it above the address."},
            {day(7, "11:20"), omar, replies, "They have it now, and send it today."},
            {day(7, "11:30"), dee, resolves, "Order 70-3318 is in the books; the invoice will be paid within 14 days."},
            {day(7, "13:10"), omar, says_fixed},
        },
        {
            {day(6, "13:05"), sofia, asks,
             "My company card was refused at the station today, although I have used it only twice this month.",
             help_it},
            {day(6, "13:20"), ben, moves, "finance"},
            {day(6, "13:45"), dee, claims},
            {day(6, "13:48"), dee, sets_priority, "high"},
            {day(6, "14:30"), dee, answers,
             "The bank had blocked it because of two bookings abroad. Were the 212 euros in Vienna yours?"},
            {day(6, "14:41"), sofia, replies, "Yes, that was the train back."},
            {day(6, "15:20"), dee, resolves, "The bank has released the card; it works again at once."},
            {day(5, "08:55"), sofia, says_fixed},
        },
        {
            {day(2, "14:00"), omar, asks_directly,
             "Which receipts do I need for three days in Zurich, and what is the daily allowance there?"},
            {day(2, "14:40"), dee, claims},
            {day(2, "15:10"), dee, answers_by_form,
             "Only those of the hotel and the train; meals are covered by the allowance. On which day do you come "
             "back, and before or after six in the evening?"},
        },
    };
}

}  // namespace docket::bot::demo
