#include "playground_browser.hpp"
#include "slack/emulator/playground/files.hpp"
#include "slack/emulator/playground/origin.hpp"

#include <filesystem>
#include <fstream>

using namespace emulator_tests;

TEST_CASE("the page comes with what it needs and nothing from elsewhere", "[playground]")
{
    stage s;
    browser page(s, s.ann);
    const auto script = page.ask("/page/api.js");
    CHECK(script.status == 200);
    CHECK(script.fields.find("Content-Type") == "text/javascript; charset=utf-8");
    CHECK(script.fields.find("Cache-Control") == "no-cache");
    const std::string policy(script.fields.find("Content-Security-Policy").value_or(""));
    CHECK(policy.find("default-src 'none'") == 0);
    CHECK(policy.find("unsafe") == std::string::npos);
    CHECK(page.ask("/").status == 200);
    CHECK(page.ask("/").fields.find("Content-Type") == "text/html; charset=utf-8");
}

TEST_CASE("every file of the page is built in as it is", "[playground]")
{
    const auto folder = std::filesystem::path(DOCKET_SOURCE_DIR) / "slack/emulator/page";
    CHECK(page_files().size() > 50);
    for (const auto& file : page_files()) {
        std::ifstream in(folder / file.path, std::ios::binary);
        const std::string content(std::istreambuf_iterator<char>(in), {});
        INFO(file.path);
        CHECK(content.size() == file.content.size());
        CHECK((content == file.content));
    }
}

TEST_CASE("only files of the page are served", "[playground]")
{
    stage s;
    browser page(s, s.ann);
    for (const auto* path :
         {"/page/../server.cpp", "/page/..%2fserver.cpp", "/page//etc/passwd", "/page/", "/page/.git", "/page/none.js"})
        CHECK(page.ask(path).status == 404);
    CHECK(page.tell("/page/api.js", "").status == 405);
}

TEST_CASE("a page under work is read from its folder each time", "[playground]")
{
    const auto folder = std::filesystem::temp_directory_path() / ("docket_page_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder / "css");
    std::ofstream(folder / "css/new.css") << "body {}";
    CHECK(serve_page("css/new.css", folder.string()).body == "body {}");
    CHECK(serve_page("css/new.css", "").status == 404);
    CHECK(serve_page("../passwd.txt", folder.string()).status == 404);
    CHECK(serve_page("css", folder.string()).status == 404);
    std::filesystem::remove_all(folder);
}

TEST_CASE("a page from elsewhere cannot reach the playground", "[playground]")
{
    struct row {
        std::string host;
        std::string origin;
        unsigned status;
    };
    stage s;
    const auto own = s.slack.page_url().substr(7, s.slack.page_url().size() - 8);
    const auto local = "localhost:" + std::to_string(s.slack.port());
    const std::vector<row> rows{
        {own, "", 200},
        {own, "http://" + own, 200},
        {local, "http://" + local, 200},
        {own, "http://evil.example", 403},
        {own, "null", 403},
        {own, "http://127.0.0.1:1", 403},
        {"evil.example", "", 403},
        {"127.0.0.1.evil.example", "", 403},
        {"localhost.evil.example", "http://localhost.evil.example", 403},
        {"127.0.0.1:80@evil.example", "", 403},
    };
    browser page(s, s.ann);
    for (const auto& r : rows)
        for (const auto* path : {"/", "/page/api.js", "/playground/workspace"}) {
            http::request asked("GET", path);
            asked.fields.set("Host", r.host);
            if (!r.origin.empty())
                asked.fields.set("Origin", r.origin);
            INFO(r.host << " " << r.origin << " " << path);
            CHECK(page.send(std::move(asked)).status == r.status);
        }
}

TEST_CASE("this machine goes by three names", "[playground]")
{
    for (const auto* host : {"127.0.0.1", "localhost:80", "[::1]", "[::1]:8080"})
        CHECK(is_this_machine(host));
    for (const auto* host : {"", "127.0.0.2", "localhosts", "localhost:x", "::1", "example.com"})
        CHECK_FALSE(is_this_machine(host));
}

TEST_CASE(
    "a page that waits for the workspace to be set up sees nothing of it, and nothing is unread later", "[playground]"
)
{
    stage s;
    browser ann(s, s.ann);
    s.slack.set_page_open(false);
    CHECK(ann.ask("/").status == 200);
    CHECK(ann.ask("/playground/workspace?as=" + s.ann).status == 503);
    CHECK(ann.ask("/playground/live?as=" + s.ann).status == 503);
    CHECK(ann.tell("/playground/act", "{}").status == 503);
    s.slack.post(s.ben, s.help, "long ago");
    s.settle();
    s.slack.set_page_open(true);
    CHECK(ann.channel(s.help)["unread"] == 0);
    CHECK(parsed(ann.ask("/playground/wire").body)["exchanges"].empty());
}
