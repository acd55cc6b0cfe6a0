// The limit of what HTTP costs here: a Beast server in the same build that reads a request and answers 200 with
// nothing. Prints its port, and ends when its standard input closes.

#include <unistd.h>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <iostream>

namespace asio = boost::asio;
namespace http = boost::beast::http;
using executor = asio::io_context::executor_type;
using acceptor = asio::basic_socket_acceptor<asio::ip::tcp, executor>;
using stream = asio::basic_stream_socket<asio::ip::tcp, executor>;

namespace {

constexpr auto quiet = asio::as_tuple(asio::use_awaitable);

asio::awaitable<void> serve(stream socket)
{
    boost::beast::flat_buffer buffer;
    for (;;) {
        http::request<http::string_body> asked;
        const auto [failed, read] = co_await http::async_read(socket, buffer, asked, quiet);
        if (failed)
            co_return;
        http::response<http::empty_body> answer(http::status::ok, asked.version());
        answer.keep_alive(asked.keep_alive());
        answer.prepare_payload();
        const auto [broken, written] = co_await http::async_write(socket, answer, quiet);
        if (broken)
            co_return;
    }
}

asio::awaitable<void> accept(acceptor& at)
{
    for (;;) {
        stream socket(at.get_executor());
        const auto [failed] = co_await at.async_accept(socket, quiet);
        if (failed)
            continue;
        socket.set_option(asio::ip::tcp::no_delay(true));
        asio::co_spawn(at.get_executor(), serve(std::move(socket)), asio::detached);
    }
}

}  // namespace

int main()
{
    asio::io_context context(1);
    acceptor at(context, {asio::ip::make_address("127.0.0.1"), 0});
    std::cout << at.local_endpoint().port() << std::endl;
    asio::co_spawn(context, accept(at), asio::detached);
    asio::posix::stream_descriptor input(context, ::dup(STDIN_FILENO));
    std::array<char, 16> nothing{};
    input.async_read_some(asio::buffer(nothing), [&context](boost::system::error_code, std::size_t) {
        context.stop();
    });
    context.run();
}
