#include "storage/messages.hpp"

#include "storage/stored_words.hpp"

#include <nlohmann/json.hpp>

namespace docket::storage {

namespace {

using nlohmann::json;

// Thirty days are caught up with at most, and a burst takes a day at most.
constexpr std::chrono::hours bursts_kept{24 * 31};

#define DOCKET_SELECT_MESSAGE \
    "SELECT id, ticket, side, role, author, channel, ts, text, files, at, edited, deleted FROM message "

std::string files_to_text(const std::vector<core::attachment>& files)
{
    if (files.empty())
        return "[]";
    auto all = json::array();
    for (const auto& f : files) {
        json one;
        one["name"] = f.name;
        one["link"] = f.link;
        one["bytes"] = f.bytes;
        all.push_back(std::move(one));
    }
    // People's bytes need not be UTF-8; what is not becomes a replacement character, never an exception.
    return all.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::vector<core::attachment> files_from_text(const std::string& text)
{
    std::vector<core::attachment> files;
    if (text == "[]")
        return files;
    const auto all = json::parse(text, nullptr, false);
    if (!all.is_array())
        return files;
    for (const auto& one : all) {
        try {
            files.push_back(core::attachment{one.value("name", ""), one.value("link", ""), one.value("bytes", 0LL)});
        } catch (const json::exception&) {
            continue;  // not of our making; the message itself still counts
        }
    }
    return files;
}

core::message read(const statement& q)
{
    core::message m;
    m.id = core::message_id(q.integer(0));
    m.ticket = core::ticket_number(q.integer(1));
    m.side = known(core::side_named(q.text(2)), q.text(2));
    m.role = known(core::role_named(q.text(3)), q.text(3));
    m.author = core::member_id(q.text(4));
    m.where = place_in(q, 5, 6);
    m.text = q.text(7);
    m.files = files_from_text(q.text(8));
    m.at = q.time(9);
    m.edited = q.optional_time(10);
    m.deleted = q.optional_time(11);
    return m;
}

std::optional<core::message> read_one(statement& q)
{
    if (!q.step())
        return std::nullopt;
    return read(q);
}

}  // namespace

std::optional<core::message_id> messages::add(const core::message& m)
{
    auto q = tx_.prepare(
        "INSERT INTO message (workspace, ticket, side, role, author, channel, ts, text, files, at, edited, deleted) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) "
        "ON CONFLICT (workspace, channel, ts) WHERE ts IS NOT NULL DO NOTHING"
    );
    q.bind(
        workspace_, m.ticket, core::name_of(m.side), core::name_of(m.role), m.author, channel_of(m.where),
        ts_of(m.where), m.text, files_to_text(m.files), m.at, m.edited, m.deleted
    );
    if (q.run() == 0)
        return std::nullopt;
    return core::message_id(tx_.last_id());
}

std::optional<core::message> messages::find(core::message_id id) const
{
    auto q = tx_.prepare(DOCKET_SELECT_MESSAGE "WHERE workspace = $1 AND id = $2");
    q.bind(workspace_, id);
    return read_one(q);
}

std::optional<core::message> messages::find_at(const core::place& where) const
{
    auto q = tx_.prepare(DOCKET_SELECT_MESSAGE "WHERE workspace = $1 AND channel = $2 AND ts = $3");
    q.bind(workspace_, where.channel, where.ts);
    return read_one(q);
}

void messages::edit(
    core::message_id id, const std::string& text, const std::vector<core::attachment>& files, core::instant at
)
{
    // Events arrive in any order: an edit that comes after the deletion does not bring the words back.
    auto q = tx_.prepare(
        "UPDATE message SET text = $1, files = $2, edited = $3 WHERE workspace = $4 AND id = $5 AND deleted IS NULL"
    );
    q.bind(text, files_to_text(files), at, workspace_, id);
    q.run();
}

void messages::erase(core::message_id id, core::instant at)
{
    auto q = tx_.prepare(
        "UPDATE message SET text = '', files = '[]', deleted = $1 WHERE workspace = $2 AND id = $3 AND deleted IS NULL"
    );
    q.bind(at, workspace_, id);
    q.run();
}

std::vector<core::message> messages::of(core::ticket_number ticket) const
{
    auto q = tx_.prepare(DOCKET_SELECT_MESSAGE "WHERE workspace = $1 AND ticket = $2 ORDER BY at, id");
    q.bind(workspace_, ticket);
    std::vector<core::message> all;
    while (q.step())
        all.push_back(read(q));
    return all;
}

std::optional<core::ticket_number> messages::burst(
    const core::channel_id& channel, const core::member_id& author, core::instant at, std::chrono::milliseconds within
) const
{
    auto q = tx_.prepare(
        "SELECT ticket FROM burst WHERE workspace = $1 AND channel = $2 AND author = $3 AND at >= $4 AND at <= $5 "
        "ORDER BY CASE WHEN at <= $6 THEN 0 ELSE 1 END, ABS(at - $6) LIMIT 1"
    );
    q.bind(workspace_, channel, author, at - within, at + within, at);
    if (!q.step())
        return std::nullopt;
    return core::ticket_number(q.integer(0));
}

std::vector<core::channel_id> messages::lively_channels() const
{
    auto q = tx_.prepare("SELECT channel FROM burst WHERE workspace = $1 GROUP BY channel ORDER BY MAX(at) DESC");
    q.bind(workspace_);
    std::vector<core::channel_id> all;
    while (q.step())
        all.emplace_back(q.text(0));
    return all;
}

void messages::join_burst(
    const core::channel_id& channel, const core::member_id& author, core::ticket_number ticket, core::instant at
)
{
    auto q = tx_.prepare(
        "INSERT INTO burst (workspace, channel, author, at, ticket) VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT (workspace, channel, author, at) DO UPDATE SET ticket = excluded.ticket"
    );
    q.bind(workspace_, channel, author, at, ticket);
    q.run();
    auto forget = tx_.prepare("DELETE FROM burst WHERE workspace = $1 AND channel = $2 AND author = $3 AND at < $4");
    forget.bind(workspace_, channel, author, at - bursts_kept);
    forget.run();
}

}  // namespace docket::storage
