#include "slack/emulator/storm.hpp"

#include <array>
#include <string_view>

namespace docket::slack::emulator {

namespace {

using kind = fault::kind;

constexpr std::array unheard{kind::lost_before, kind::lost_after, kind::cut_short};

// As it stands in Retry-After, the last of them as if the header were missing.
constexpr std::array retry_afters{
    "1",   "2",    "5", "30", "180", "3600", "0", "-5", "1e9", "1000000000", "99999999999999999999999",
    "2.5", "soon", " ", ""
};

constexpr std::array<unsigned, 4> server_errors{500, 502, 503, 504};

// Slack's own word that this call did nothing.
constexpr std::array refused_for_now{"service_unavailable", "request_timeout", "ratelimited",
                                     "invalid_auth",        "token_revoked",   "account_inactive"};
// Slack's own word that it does not know.
constexpr std::array half_done{"internal_error", "fatal_error"};
constexpr std::array refused_for_good{"missing_scope", "access_denied", "ekm_access_denied", "method_deprecated"};

struct page {
    unsigned status;
    std::string_view body;
    std::string_view type;
};
constexpr std::string_view json_type = "application/json; charset=utf-8";
constexpr std::string_view html = "text/html; charset=utf-8";
// What is no answer of Slack's, whatever was asked: each lacks what every answer has, or has it of another type.
constexpr std::array pages{
    page{200, "", json_type},
    page{200, "[]", json_type},
    page{200, "{}", json_type},
    page{200, "null", json_type},
    page{200, "17", json_type},
    page{200, "\"ok\"", json_type},
    page{200, R"([{"ok":true}])", json_type},
    page{200, R"({"ok":"true","channel":"C1","ts":"1.2"})", json_type},
    page{200, R"({"ok":1})", json_type},
    page{200, R"({"ok":null,"error":"channel_not_found"})", json_type},
    page{200, R"({"OK":true})", json_type},
    page{200, R"({"ok":false})", json_type},
    page{200, R"({"ok":false,"error":404})", json_type},
    page{200, R"({"ok":false,"error":{"code":"is_archived"}})", json_type},
    page{200, R"({"ok":false,"error":""})", json_type},
    page{200, R"({"ok":true})", json_type},
    page{
        200, R"({"ok":true,"ts":1767225600.000100,"channel":7,"message_ts":9,"messages":{},"user":[],"users":7})",
        json_type
    },
    page{
        200, R"({"ok":true,"ts":null,"channel":{"id":5},"message_ts":"","messages":[null,1],"view":[],"users":[3]})",
        json_type
    },
    page{200, R"({"ok":true,"ts":"","channel":"","messages":"none","message":17,"user":"U1","view":7})", json_type},
    page{200, "{\"ok\":true,\"ts\":\"\xC3\x28\"}", json_type},
    page{200, R"({"ok":true,"channel":"C1","ts":"17)", json_type},
    page{200, "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Guest network</body></html>", html},
    page{301, "<html>Moved</html>", html},
    page{403, "<html><body>Blocked by your organisation</body></html>", html},
    page{404, "<html><body>Not Found</body></html>", html},
    page{407, "", html},
    page{500, "<html><body>Internal Server Error</body></html>", html},
    page{502, "<html><body>Bad Gateway</body></html>", html},
    page{503, "<html><body>We are down for maintenance</body></html>", html},
};

}  // namespace

bool storm::chance(double share)
{
    return std::uniform_real_distribution<double>(0, 1)(random_) < share;
}

std::size_t storm::pick(std::size_t below)
{
    return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_);
}

std::optional<fault> storm::operator()(const std::string& /*method*/)
{
    if (!chance(how_.share))
        return std::nullopt;
    if (chance(how_.refusals))
        return fault{.what = kind::refused, .error = one_of(refused_for_good)};
    if (chance(how_.slow)) {
        if (chance(0.5))
            return fault{.what = kind::slow, .delay = std::chrono::minutes(2), .done = true};
        const auto latest = static_cast<std::size_t>(how_.latest_effect.count());
        return fault{.what = kind::slow, .delay = std::chrono::milliseconds(pick(latest))};
    }
    switch (pick(5)) {
        case 0:
            return fault{.what = one_of(unheard)};
        case 1:
            return fault{.what = kind::rate_limited, .retry_after_text = one_of(retry_afters)};
        case 2:
            return fault{.what = kind::server_error, .status = one_of(server_errors), .done = chance(0.5)};
        case 3:
            if (chance(0.5))
                return fault{.what = kind::refused, .error = one_of(half_done), .done = chance(0.5)};
            return fault{.what = kind::refused, .error = one_of(refused_for_now)};
        default:
            return nonsense();
    }
}

fault storm::nonsense()
{
    const auto& chosen = one_of(pages);
    // What stands in between and says no has passed nothing on.
    const bool passed_on = chosen.status == 200 || chosen.status >= 500;
    fault f{
        .what = kind::replaced,
        .status = chosen.status,
        .body = std::string(chosen.body),
        .content_type = std::string(chosen.type),
        .done = chance(0.5) && passed_on
    };
    constexpr double huge = 0.02;
    if (chance(huge))
        f.padding = how_.huge;
    return f;
}

}  // namespace docket::slack::emulator
