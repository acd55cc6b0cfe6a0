#include "storage/workspaces.hpp"
#include "shelf.hpp"

#include <catch2/catch.hpp>

using namespace docket;
using namespace docket::tests;

TEST_CASE("who the bot is in a workspace is remembered as Slack last told", "[storage]")
{
    shelf s;
    CHECK_FALSE(storage::only_workspace(s.tx));
    storage::workspace w{s.workspace, "Acme", core::member_id("UB"), "B1", "https://acme.slack.com/", "chat:write"};
    storage::put_workspace(s.tx, w);
    w.name = "Acme Inc.";
    storage::put_workspace(s.tx, w);

    const auto found = storage::find_workspace(s.tx, s.workspace);

    REQUIRE(found);
    CHECK(found->name == "Acme Inc.");
    CHECK(found->bot_user == core::member_id("UB"));
    CHECK(found->bot_id == "B1");
    CHECK(found->url == "https://acme.slack.com/");
    CHECK(found->scopes == "chat:write");
    CHECK(storage::only_workspace(s.tx)->id == s.workspace);

    w.id = core::workspace_id("T2");
    storage::put_workspace(s.tx, w);
    CHECK_FALSE(storage::only_workspace(s.tx));
}
