#include "slack/http/client.hpp"

#include "slack/http/websocket_client.hpp"

#include "tests/slack/waiting.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

namespace asio = boost::asio;
namespace http = docket::slack::http;
using asio::ip::tcp;
using docket::slack::failure;
using docket::tests::wait_for;
using namespace std::chrono_literals;

namespace {

constexpr auto quiet = asio::as_tuple(asio::use_awaitable);

/// A certificate for "localhost" alone, signed by itself: made for one run of the tests.
class throwaway_certificate {
public:
    throwaway_certificate() : key_(EVP_EC_gen("P-256"), EVP_PKEY_free), certificate_(X509_new(), X509_free)
    {
        X509* const made = certificate_.get();
        X509_set_version(made, X509_VERSION_3);
        ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
        X509_gmtime_adj(X509_getm_notBefore(made), -60);
        X509_gmtime_adj(X509_getm_notAfter(made), 3600);
        X509_set_pubkey(made, key_.get());
        X509_NAME* const name = X509_get_subject_name(made);
        const std::string who = "localhost";
        X509_NAME_add_entry_by_txt(
            name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(who.data()), static_cast<int>(who.size()),
            -1, 0
        );
        X509_set_issuer_name(made, name);
        extend(NID_subject_alt_name, "DNS:localhost");
        extend(NID_basic_constraints, "critical,CA:TRUE");
        X509_sign(made, key_.get(), EVP_sha256());
    }

    [[nodiscard]] std::string certificate() const
    {
        return text([&](BIO* out) { PEM_write_bio_X509(out, certificate_.get()); });
    }
    [[nodiscard]] std::string key() const
    {
        return text([&](BIO* out) { PEM_write_bio_PrivateKey(out, key_.get(), nullptr, nullptr, 0, nullptr, nullptr); }
        );
    }

private:
    void extend(int what, const char* value)
    {
        X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, what, value);
        X509_add_ext(certificate_.get(), extension, -1);
        X509_EXTENSION_free(extension);
    }

    template <class Write>
    static std::string text(Write write)
    {
        const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
        write(out.get());
        char* data = nullptr;
        const auto size = BIO_ctrl(out.get(), BIO_CTRL_INFO, 0, &data);
        return {data, static_cast<std::size_t>(size)};
    }

    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
    std::unique_ptr<X509, decltype(&X509_free)> certificate_;
};

/// Answers every request with what name the client asked for (SNI), over TLS with a throwaway certificate.
class tls_peer {
public:
    explicit tls_peer(asio::io_context& context)
        : trust(asio::ssl::context::tls_server), acceptor_(context, {asio::ip::make_address("127.0.0.1"), 0})
    {
        const throwaway_certificate made;
        const auto certificate = made.certificate();
        const auto key = made.key();
        trust.use_certificate(asio::buffer(certificate), asio::ssl::context::pem);
        trust.use_private_key(asio::buffer(key), asio::ssl::context::pem);
        std::ofstream(authorities) << certificate;
        asio::co_spawn(context, serve(), [](std::exception_ptr) {});
    }
    ~tls_peer() { std::filesystem::remove(authorities); }
    tls_peer(const tls_peer&) = delete;
    tls_peer& operator=(const tls_peer&) = delete;

    [[nodiscard]] http::url address(std::string host) const
    {
        return {"https", std::move(host), std::to_string(acceptor_.local_endpoint().port()), "/"};
    }

    [[nodiscard]] http::client_limits trusted() const
    {
        http::client_limits limits;
        limits.authorities = authorities;
        return limits;
    }

    asio::ssl::context trust;
    const std::string authorities =
        std::filesystem::temp_directory_path() / ("docket-test-" + std::to_string(::getpid()) + ".pem");
    int connections = 0;
    int requests = 0;

private:
    asio::awaitable<void> serve()
    {
        for (;;) {
            tcp::socket socket(acceptor_.get_executor());
            co_await acceptor_.async_accept(socket, asio::use_awaitable);
            ++connections;
            asio::co_spawn(acceptor_.get_executor(), speak(std::move(socket)), [](std::exception_ptr) {});
        }
    }

    asio::awaitable<void> speak(tcp::socket socket)
    {
        asio::ssl::stream<tcp::socket> stream(std::move(socket), trust);
        co_await stream.async_handshake(asio::ssl::stream_base::server, asio::use_awaitable);
        const char* const name = SSL_get_servername(stream.native_handle(), TLSEXT_NAMETYPE_host_name);
        const std::string body = name == nullptr ? "nobody" : name;
        std::array<char, 4096> some{};
        for (;;) {
            const auto [ec, size] = co_await stream.async_read_some(asio::buffer(some), quiet);
            if (ec)
                co_return;
            ++requests;
            const auto answer = "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
            co_await asio::async_write(stream, asio::buffer(answer), quiet);
        }
    }

    tcp::acceptor acceptor_;
};

}  // namespace

TEST_CASE("over TLS, the right host is believed, asked for by name, and its connection kept", "[http][client][tls]")
{
    asio::io_context context{1};
    tls_peer peer(context);
    http::client client(context, peer.trusted());
    for (int i = 0; i < 3; ++i) {
        const auto got = wait_for(context, client.send(peer.address("localhost"), http::request("GET", "/"), 50s));
        REQUIRE(got);
        CHECK(got->body == "localhost");
    }
    CHECK(peer.connections == 1);
}

TEST_CASE("a warm TLS connection carries the first request", "[http][client][tls]")
{
    asio::io_context context{1};
    tls_peer peer(context);
    http::client client(context, peer.trusted());
    wait_for(context, client.warm(peer.address("localhost")));
    CHECK(wait_for(context, client.send(peer.address("localhost"), http::request("GET", "/"), 50s)));
    CHECK(peer.connections == 1);
}

TEST_CASE("a certificate for another host is refused", "[http][client][tls]")
{
    asio::io_context context{1};
    tls_peer peer(context);
    http::client client(context, peer.trusted());
    const auto got = wait_for(context, client.send(peer.address("127.0.0.1"), http::request("GET", "/"), 50s));
    REQUIRE_FALSE(got);
    CHECK(got.error().what == failure::kind::retry);
    CHECK(got.error().error == "tls");
    CHECK(peer.requests == 0);
}

TEST_CASE("a certificate that nobody we trust has signed is refused", "[http][client][tls]")
{
    asio::io_context context{1};
    tls_peer peer(context);
    http::client client(context);
    const auto got = wait_for(context, client.send(peer.address("localhost"), http::request("GET", "/"), 50s));
    REQUIRE_FALSE(got);
    CHECK(got.error().what == failure::kind::retry);
    CHECK(got.error().error == "tls");
    CHECK(peer.requests == 0);
}

TEST_CASE("a WebSocket goes out only to a host whose certificate is right", "[http][client][tls][websocket]")
{
    asio::io_context context{1};
    tls_peer peer(context);
    const auto reach = [&](const std::string& host, const std::string& authorities) {
        http::websocket_client client(context, {}, authorities);
        const auto opened = wait_for(context, client.connect("wss://" + host + ":" + peer.address(host).port, 50s));
        REQUIRE_FALSE(opened);  // it speaks HTTP alone
        return opened.error();
    };
    CHECK(reach("localhost", "").error == "tls");
    CHECK(reach("127.0.0.1", peer.authorities).error == "tls");
    CHECK(peer.requests == 0);
    const auto believed = reach("localhost", peer.authorities);
    CHECK(believed.error == "declined");
    CHECK(believed.detail == "200");
    CHECK(peer.requests == 1);
}

TEST_CASE("TLS older than 1.2 is refused", "[http][client][tls]")
{
    asio::io_context context{1};
    tls_peer peer(context);
    SSL_CTX_set_security_level(peer.trust.native_handle(), 0);
    SSL_CTX_set_min_proto_version(peer.trust.native_handle(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(peer.trust.native_handle(), TLS1_1_VERSION);
    http::client client(context, peer.trusted());
    const auto got = wait_for(context, client.send(peer.address("localhost"), http::request("GET", "/"), 50s));
    REQUIRE_FALSE(got);
    CHECK(got.error().error == "tls");
}

TEST_CASE("authorities that cannot be read are named, and nothing is sent", "[http][client][tls]")
{
    asio::io_context context{1};
    tls_peer peer(context);
    http::client_limits limits;
    limits.authorities = "/nonexistent/authorities.pem";
    http::client client(context, limits);
    const auto got = wait_for(context, client.send(peer.address("localhost"), http::request("GET", "/"), 50s));
    REQUIRE_FALSE(got);
    CHECK(got.error().error == "tls");
    CHECK(peer.requests == 0);
}
