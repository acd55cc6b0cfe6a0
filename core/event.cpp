#include "core/event.hpp"

#include "core/names.hpp"

namespace docket::core {

namespace {

constexpr names_of<cause, 12> causes{{
    {cause::asked, "asked"},
    {cause::claimed, "claimed"},
    {cause::round_robin, "round_robin"},
    {cause::agent_answered, "agent_answered"},
    {cause::requester_answered, "requester_answered"},
    {cause::replied_after_end, "replied_after_end"},
    {cause::not_fixed, "not_fixed"},
    {cause::fixed, "fixed"},
    {cause::deactivated, "deactivated"},
    {cause::moved, "moved"},
    {cause::untouched, "untouched"},
    {cause::rule, "rule"},
}};

/// One alternative each: a new kind of event does not compile until its name is fixed for ever.
struct kind_name {
    std::string_view operator()(const opened&) const { return "opened"; }
    std::string_view operator()(const conversation_began&) const { return "conversation_began"; }
    std::string_view operator()(const assigned&) const { return "assigned"; }
    std::string_view operator()(const unassigned&) const { return "unassigned"; }
    std::string_view operator()(const prioritised&) const { return "prioritised"; }
    std::string_view operator()(const moved&) const { return "moved"; }
    std::string_view operator()(const status_changed&) const { return "status_changed"; }
    std::string_view operator()(const requester_wrote&) const { return "requester_wrote"; }
    std::string_view operator()(const agent_answered&) const { return "agent_answered"; }
    std::string_view operator()(const bystander_wrote&) const { return "bystander_wrote"; }
    std::string_view operator()(const discussed&) const { return "discussed"; }
    std::string_view operator()(const resolved&) const { return "resolved"; }
    std::string_view operator()(const closed&) const { return "closed"; }
    std::string_view operator()(const rewritten&) const { return "rewritten"; }
    std::string_view operator()(const confirmed&) const { return "confirmed"; }
    std::string_view operator()(const reopened&) const { return "reopened"; }
    std::string_view operator()(const followed_up&) const { return "followed_up"; }
    std::string_view operator()(const assignee_reminded&) const { return "assignee_reminded"; }
    std::string_view operator()(const requester_updated&) const { return "requester_updated"; }
};

/// What each event does to a ticket. Whatever the order events come in, a ticket stays one that `is_open` tells the
/// truth about: an open one has no end, a resolved one is resolved, a closed one is closed.
///
/// `informed` moves only with what reaches the requester as a message of its own. The status line is edited in place,
/// of which Slack tells nobody, so a ticket that only changes hands still gets its update in time.
struct change {
    ticket& t;
    const event& e;

    void operator()(const opened& o) const
    {
        t.queue = o.queue;
        t.requester = o.requester;
        t.source = o.source;
        t.priority = o.priority;
        t.conversation = o.conversation;
        t.title = o.title;
        t.details = o.details;
        t.follow_up_of = o.follow_up_of;
        t.opened = e.at;
        t.asked = o.asked;
        t.touched = e.at;
        t.informed = e.at;
    }
    void operator()(const conversation_began& c) const
    {
        t.conversation = c.where;
        t.informed = e.at;
    }
    void operator()(const assigned& a) const
    {
        t.assignee = a.to;
        t.assigned = e.at;
        t.reminded.reset();
    }
    void operator()(const unassigned& u) const
    {
        if (t.assignee != u.was)
            return;
        t.assignee.reset();
        t.assigned.reset();
        t.reminded.reset();
    }
    void operator()(const prioritised& p) const { t.priority = p.to; }
    void operator()(const moved& m) const { t.queue = m.to; }
    void operator()(const status_changed& s) const
    {
        switch (s.to) {
            case status::fresh:
            case status::in_progress:
            case status::waiting:
            case status::on_hold:
                go_on(s.to);
                return;
            case status::resolved:
                resolve();
                return;
            case status::closed:
                close();
                return;
        }
    }
    void operator()(const requester_wrote&) const {}
    void operator()(const agent_answered&) const
    {
        answer();
        t.informed = e.at;
    }
    void operator()(const bystander_wrote&) const {}
    void operator()(const discussed&) const {}
    void operator()(const resolved& r) const
    {
        resolve();
        t.outcome = r.done;
        t.question = t.events;
        t.informed = e.at;
        if (by_the_desk())
            answer();  // what was done is said to the requester
    }
    void operator()(const closed& c) const
    {
        t.resolved.reset();
        close();
        t.outcome = c.reason;
        t.informed = e.at;
        if (by_the_desk())
            answer();
    }
    void operator()(const rewritten& r) const
    {
        t.title = r.title;
        t.details = r.details;
    }
    void operator()(const confirmed&) const
    {
        if (!t.resolved)
            t.resolved = e.at;
        close();
    }
    void operator()(const reopened&) const
    {
        go_on(status::in_progress);
        ++t.reopened;
        t.informed = e.at;  // they did it or see it at once; the time until the next update begins anew
    }
    void operator()(const followed_up& f) const { t.continued_by = f.by; }
    void operator()(const assignee_reminded&) const { t.reminded = e.at; }
    void operator()(const requester_updated&) const { t.informed = e.at; }

private:
    void go_on(status to) const
    {
        t.status = to;
        t.resolved.reset();
        t.closed.reset();
        t.outcome.clear();
    }
    void resolve() const
    {
        t.status = status::resolved;
        t.resolved = e.at;
        t.closed.reset();
    }
    void close() const
    {
        t.status = status::closed;
        t.closed = e.at;
    }
    void answer() const
    {
        if (!t.first_answer)
            t.first_answer = e.at;
    }
    [[nodiscard]] bool by_the_desk() const { return e.by && *e.by != t.requester; }
};

}  // namespace

ticket apply(ticket t, const event& e)
{
    ++t.events;  // first: `resolved` remembers its own place
    std::visit(change{t, e}, e.what);
    if (e.by) {
        t.touched = e.at;
        t.reminded.reset();
    }
    return t;
}

std::string_view name_of(cause c)
{
    return name_in(causes, c);
}

std::string_view name_of(const happening& h)
{
    return std::visit(kind_name(), h);
}

std::optional<cause> cause_named(std::string_view name)
{
    return value_in(causes, name);
}

}  // namespace docket::core
