#include "slack/emulator/multipart.hpp"
#include "desk.hpp"

#include <catch2/catch.hpp>

using namespace emulator_tests;

namespace {

constexpr auto type = "multipart/form-data; boundary=---x";

std::string part(const std::string& disposition, const std::string& content)
{
    return "-----x\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content + "\r\n";
}

}  // namespace

TEST_CASE("a multipart body is read part by part, whatever bytes a file has", "[emulator]")
{
    const std::string bytes("a\r\n--\0b", 7);
    const auto parts = read_multipart(
        type, part(R"(name="channel")", "C1") + part(R"(name="file"; filename="a b.bin")", bytes) + "-----x--\r\n"
    );
    REQUIRE(parts);
    REQUIRE(parts->size() == 2);
    CHECK(parts->at(0).name == "channel");
    CHECK(parts->at(0).filename.empty());
    CHECK(parts->at(0).content == "C1");
    CHECK(parts->at(1).filename == "a b.bin");
    CHECK(parts->at(1).content == bytes);
}

TEST_CASE("a body that is not as its header announces is none", "[emulator]")
{
    const auto whole = part(R"(name="a")", "1") + "-----x--";
    CHECK(read_multipart(type, whole));
    CHECK(read_multipart("Multipart/Form-Data; charset=utf-8; boundary=\"---x\"", whole));
    CHECK_FALSE(read_multipart("application/json", whole));
    CHECK_FALSE(read_multipart("multipart/form-data", whole));
    for (std::size_t length = 0; length + 2 < whole.size(); ++length)
        CHECK_FALSE(read_multipart(type, whole.substr(0, length)));
}

TEST_CASE("methods take multipart forms as they take other forms", "[emulator]")
{
    desk d;
    const auto body = part(R"(name="channel")", d.help) + part(R"(name="text")", "hi") + "-----x--\r\n";
    CHECK(d.send("chat.postMessage", type, body).body.at("message").at("text") == "hi");
    CHECK(error_of(d.send("chat.postMessage", type, "hi").body) == "invalid_form_data");
}
