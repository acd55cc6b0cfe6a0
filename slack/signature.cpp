#include "slack/signature.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <stdexcept>

namespace docket::slack {

namespace {

constexpr std::string_view version = "v0";
constexpr std::int64_t window = 300;  // seconds, either way: Slack's rule against replay

struct free_mac {
    void operator()(EVP_MAC* mac) const { EVP_MAC_free(mac); }
    void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};

using mac_context = std::unique_ptr<EVP_MAC_CTX, free_mac>;
using hexadecimal = std::array<char, 64>;

const unsigned char* bytes(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

void must(bool succeeded)
{
    if (!succeeded)
        throw std::runtime_error("OpenSSL refuses HMAC-SHA256");
}

/// HMAC-SHA256 keyed once; each message starts from the kept key, which halves its cost.
mac_context keyed(const std::string& secret)
{
    if (secret.empty())
        throw std::invalid_argument("an empty signing secret would let anybody sign");
    const std::unique_ptr<EVP_MAC, free_mac> algorithm(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
    must(algorithm != nullptr);
    mac_context context(EVP_MAC_CTX_new(algorithm.get()));
    must(context != nullptr);
    std::string digest = "SHA256";
    const std::array<OSSL_PARAM, 2> parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0), OSSL_PARAM_construct_end()
    };
    must(EVP_MAC_init(context.get(), bytes(secret), secret.size(), parameters.data()) == 1);
    return context;
}

/// Of "v0:<timestamp>:<body>", in lower-case digits.
hexadecimal hmac(EVP_MAC_CTX* context, std::string_view timestamp, std::string_view body)
{
    must(EVP_MAC_init(context, nullptr, 0, nullptr) == 1);
    for (const auto part : {version, std::string_view(":"), timestamp, std::string_view(":"), body})
        must(EVP_MAC_update(context, bytes(part), part.size()) == 1);
    std::array<unsigned char, 32> digest{};
    std::size_t length = 0;
    must(EVP_MAC_final(context, digest.data(), &length, digest.size()) == 1 && length == digest.size());

    constexpr std::string_view digits = "0123456789abcdef";
    hexadecimal text{};
    for (std::size_t i = 0; i < digest.size(); ++i) {
        text[2 * i] = digits[digest[i] / 16U];
        text[2 * i + 1] = digits[digest[i] % 16U];
    }
    return text;
}

/// Unix seconds: digits and nothing else.
std::optional<std::int64_t> seconds(std::string_view text)
{
    std::int64_t value = 0;
    const auto* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stopped != end || value < 0 || text.front() == '-')
        return std::nullopt;
    return value;
}

}  // namespace

class signer::impl {
public:
    std::vector<mac_context> secrets;
};

signer::signer(std::vector<std::string> secrets) : impl_(std::make_unique<impl>())
{
    if (secrets.empty())
        throw std::invalid_argument("no signing secret");
    for (const auto& secret : secrets)
        impl_->secrets.push_back(keyed(secret));
}

signer::~signer() = default;
signer::signer(signer&&) noexcept = default;

std::optional<distrust> signer::check_headers(
    std::optional<std::string_view> timestamp, std::optional<std::string_view> signature, instant now
)
{
    if (!timestamp || !signature)
        return distrust::missing_header;
    const auto sent = seconds(*timestamp);
    if (!sent)
        return distrust::bad_timestamp;
    const auto present = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    if (*sent < present - window || *sent > present + window)
        return distrust::stale;
    const auto equals = signature->find('=');
    if (equals == signature->npos || signature->substr(0, equals) != version)
        return distrust::wrong_version;
    if (signature->size() - equals - 1 != std::tuple_size_v<hexadecimal>)
        return distrust::mismatch;
    return std::nullopt;
}

std::optional<distrust> signer::check(
    std::optional<std::string_view> timestamp, std::optional<std::string_view> signature, std::string_view body,
    instant now
) const
{
    if (const auto doubt = check_headers(timestamp, signature, now))
        return doubt;
    const auto claimed = signature->substr(signature->find('=') + 1);
    for (const auto& secret : impl_->secrets) {
        const auto right = hmac(secret.get(), *timestamp, body);
        if (CRYPTO_memcmp(right.data(), claimed.data(), right.size()) == 0)
            return std::nullopt;
    }
    return distrust::mismatch;
}

std::string signer::sign(std::string_view timestamp, std::string_view body) const
{
    const auto digits = hmac(impl_->secrets.front().get(), timestamp, body);
    std::string text(version);
    text += '=';
    text.append(digits.data(), digits.size());
    return text;
}

}  // namespace docket::slack
