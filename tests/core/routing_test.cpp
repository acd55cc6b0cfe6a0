#include "office.hpp"

#include "core/text.hpp"

using namespace office;

namespace {

desk with_routes()
{
    auto d = two_queues();
    route invoices;
    invoices.words = {"invoice", "expense report"};
    invoices.queue = finance;
    route urgent_money;
    urgent_money.words = {"money"};
    urgent_money.form = {{"urgency", "urgent"}, {"country", "de"}};
    urgent_money.queue = finance;
    route forms;
    forms.form = {{"kind", "Payroll"}};
    forms.queue = finance;
    d.set.routes = {invoices, urgent_money, forms};
    return d;
}

std::string where(const request& r, const desk& d = with_routes())
{
    const auto found = route_of(r, d);
    return found ? found->to->key.str() + ": " + found->by : "nowhere";
}

request in_help(const std::string& text)
{
    auto r = asked(text);
    r.conversation->channel = channel_id("C0HELP");
    return r;
}

}  // namespace

TEST_CASE("a chosen queue beats every rule", "[core]")
{
    auto r = in_help("an invoice for the vpn");
    r.queue = "Finance";
    CHECK(where(r) == "finance: ");
    r.queue = "it";
    CHECK(where(r) == "it: ");
    r.queue = "legal";
    CHECK(where(r) == "nowhere");
}

TEST_CASE("the first route that holds decides, before channel and keywords", "[core]")
{
    CHECK(where(in_help("An INVOICE for the vpn")) == "finance: route 1: invoice");
    CHECK(where(asked("my expense\n report is late")) == "finance: route 1: expense report");
}

TEST_CASE("all conditions of a route must hold", "[core]")
{
    auto r = asked("where is my money");
    CHECK(where(r) == "it: default queue");
    r.form = {{"urgency", "urgent"}};
    CHECK(where(r) == "it: default queue");
    r.form = {{"urgency", "Urgent"}, {"country", " DE "}};
    CHECK(where(r) == "finance: route 2: money, country = de, urgency = urgent");
    r.text = "where is it";
    CHECK(where(r) == "it: default queue");
}

TEST_CASE("form values alone decide where a route asks for no words", "[core]")
{
    auto r = asked("hello");
    r.form = {{"kind", "payroll"}};
    CHECK(where(r) == "finance: route 3: kind = Payroll");
}

TEST_CASE("the channel of a queue beats keywords", "[core]")
{
    CHECK(where(in_help("my salary")) == "it: ");
    CHECK(where(asked("my salary")) == "finance: keyword salary");
}

TEST_CASE("keywords are looked for in title and words", "[core]")
{
    auto r = asked("it is late");
    r.title = "Salary";
    CHECK(where(r) == "finance: keyword salary");
    r.conversation.reset();
    CHECK(where(r) == "finance: keyword salary");
}

TEST_CASE("a request is never lost for want of a good default", "[core]")
{
    auto d = with_routes();
    d.set.default_queue = queue_id("gone");
    CHECK(where(asked("hello"), d) == "it: default queue");
    d.set.queues.clear();
    CHECK(where(asked("hello"), d) == "nowhere");
}

TEST_CASE("a route to a queue that is gone is passed over", "[core]")
{
    auto d = with_routes();
    d.set.routes[0].queue = queue_id("gone");
    CHECK(where(asked("an invoice"), d) == "it: default queue");
}

TEST_CASE("a follow-up whose old queue is gone finds another", "[core]")
{
    auto r = asked("the invoice again");
    r.queue = "gone";
    r.follow_up_of = ticket_number(3);
    CHECK(where(r) == "finance: route 1: invoice");
}

TEST_CASE("a keyword is found as a word of its own, in any case", "[core]")
{
    struct row {
        std::string text, word;
        bool found;
    };
    const auto r = GENERATE(values<row>({
        {"my VPN is down", "vpn", true},
        {"vpn", "VPN", true},
        {"(vpn)", "vpn", true},
        {"vpn-client", "vpn", true},
        {"vpns", "vpn", false},
        {"myvpn", "vpn", false},
        {"vpns and a vpn", "vpn", true},
        {"with", "it", false},
        {"spare\n parts", "spare parts", true},
        {"spare partsx", "spare parts", false},
        {"DRUCKERÄRGER", "druckerärger", true},
        {"Ärger", "rger", false},
        {"ПРИНТЕР сломан", "принтер", true},
        {"research &amp; development", "research & development", true},
        {"we use C++ here", "c++", true},
        {"anything", "", false},
        {"anything", " ", false},
        {"", "vpn", false},
    }));
    INFO(r.text << " / " << r.word);
    CHECK(has_words(r.text, r.word) == r.found);
}
