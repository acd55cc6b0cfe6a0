#include "slack/http/websocket_offer.hpp"
#include "slack/http/wire.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <algorithm>
#include <memory>
#include <vector>

// A connection's bytes, cut where the first bytes say: the requests in them are the same wherever they are cut, and
// nobody on the way can have seen other borders between them.

namespace docket::fuzz {

namespace {

using slack::http::request;
using slack::http::same_name;
using reader = slack::http::reader<true>;
namespace beast = boost::beast;

constexpr std::size_t header_limit = 1024;
constexpr std::size_t body_limit = 1024;
constexpr std::size_t most_cuts = 8;

std::size_t count(const request& r, std::string_view name)
{
    const auto& all = r.fields.all();
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const auto& field) {
        return same_name(field.first, name);
    }));
}

void check_borders(const request& r)
{
    must(count(r, "Content-Length") + count(r, "Transfer-Encoding") <= 1, "one field says where a request ends");
    if (const auto coding = r.fields.find("Transfer-Encoding"))
        must(same_name(*coding, "chunked"), "only chunked is understood");
    if (const auto length = r.fields.find("Content-Length"))
        must(std::to_string(r.body.size()) == *length || length->front() == '0', "a body is as long as it says");
    if (count(r, "Content-Length") + count(r, "Transfer-Encoding") == 0)
        must(r.body.empty(), "a body is announced");
}

void check_request(const request& r)
{
    must(
        slack::http::sendable(r) || r.target.empty() || r.target.front() != '/', "a request could be sent on as it is"
    );
    must(r.body.size() <= body_limit, "a body keeps its limit");
    must(r.path().size() <= r.target.size(), "a path is part of its target");
    check_borders(r);
    const auto offer = slack::http::read_offer(r);
    must(offer || offer.error().status == 400 || offer.error().status == 426, "no WebSocket has one of two reasons");
}

/// The requests that are whole before anything is refused, read as the server's session reads: what a reader leaves is
/// offered again with what comes next.
std::vector<request> connection(const std::vector<std::string_view>& pieces)
{
    std::vector<request> all;
    std::string unread;
    auto incoming = std::make_unique<reader>(header_limit, body_limit);
    for (const auto piece : pieces) {
        unread += piece;
        for (bool more = !unread.empty(); more;) {
            incoming->eager(incoming->is_header_done());
            beast::error_code ec;
            const auto taken = incoming->take(unread, ec);
            must(taken <= unread.size(), "a reader takes what there is");
            unread.erase(0, taken);
            if (ec && ec != beast::http::error::need_more)
                return all;
            more = taken != 0 && !unread.empty();
            if (!incoming->is_done())
                continue;
            check_request(incoming->get());
            all.push_back(std::move(incoming->get()));
            incoming = std::make_unique<reader>(header_limit, body_limit);
        }
    }
    return all;
}

bool same(const request& one, const request& other)
{
    return one.method == other.method && one.target == other.target && one.fields.all() == other.fields.all() &&
           one.body == other.body;
}

}  // namespace

void examine(std::string_view input)
{
    const std::size_t cuts = static_cast<unsigned char>(first(input, '\0')) % (most_cuts + 1);
    std::vector<std::size_t> lengths;
    for (std::size_t i = 0; i < cuts; ++i)
        lengths.push_back(static_cast<unsigned char>(first(input, '\0')));
    std::vector<std::string_view> pieces;
    auto rest = input;
    for (const auto length : lengths) {
        pieces.push_back(rest.substr(0, length));
        rest.remove_prefix(pieces.back().size());
    }
    pieces.push_back(rest);

    const auto cut = connection(pieces);
    const auto whole = connection({input});
    must(
        std::equal(
            cut.begin(), cut.end(), whole.begin(), whole.end(),
            [](const request& a, const request& b) { return same(a, b); }
        ),
        "bytes are the same requests wherever they are cut"
    );
}

}  // namespace docket::fuzz
