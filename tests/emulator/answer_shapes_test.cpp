// What the emulated methods answer has every field that Slack's own samples show for them.

#include "desk.hpp"
#include "sample_shapes.hpp"
#include "slack/emulator/files.hpp"

#include <catch2/catch.hpp>

using namespace emulator_tests;

namespace {

/// Whether a sample is one of those to be compared: of direct messages only where they were asked for.
bool is_meant(const std::string& name, const std::string& like)
{
    return like.empty() ? name.find("_im") == std::string::npos : name.find(like) != std::string::npos;
}

/// The successful answers that the reference of a method shows, each with all that ours answered.
void is_like_answers(const std::string& method, const json& ours, const std::string& like = "")
{
    INFO(ours.dump());
    REQUIRE(ours.at("ok") == true);
    for (const auto& [file, page] : samples_of("web-api/responses", method))
        for (const auto& [name, sample] : page.items())
            if (sample.is_object() && sample.value("ok", false) && is_meant(name, like))
                has_all_of(file + " " + name, sample, ours);
}

}  // namespace

TEST_CASE("answers to posts have every field of Slack's samples", "[emulator]")
{
    if (no_samples())
        return;
    desk d;
    json post = json::object();
    post["channel"] = d.help;
    post["text"] = "#12";
    post["blocks"] = some_blocks();
    post["attachments"] = parsed(R"([{"text": "more", "fallback": "more"}])");
    const auto posted = d.call("chat.postMessage", post);
    is_like_answers("chat.postMessage", posted);
    post["user"] = d.ann;
    is_like_answers("chat.postEphemeral", d.call("chat.postEphemeral", post));
    post["ts"] = posted.at("ts");
    is_like_answers("chat.update", d.call("chat.update", post));
    is_like_answers(
        "chat.getPermalink", d.form("chat.getPermalink", {{"channel", d.help}, {"message_ts", post["ts"]}})
    );
    is_like_answers("chat.delete", d.call("chat.delete", post));
}

TEST_CASE("answers about conversations have every field of Slack's samples", "[emulator]")
{
    if (no_samples())
        return;
    desk d;
    const auto ts = d.say(d.ann, d.help, "hello");
    for (int n = 0; n < 3; ++n)
        d.say(d.ben, d.help, "reply", ts);
    const auto on = [&](const http::form_fields& more) {
        http::form_fields fields{{"channel", d.help}};
        fields.insert(fields.end(), more.begin(), more.end());
        return fields;
    };
    json post = json::object();
    post["channel"] = d.help;
    post["attachments"] = parsed(R"([{"text": "more", "fallback": "more"}])");
    const auto latest = d.call("chat.postMessage", post).at("ts").get<std::string>();
    d.say(d.ann, d.help, "another");
    const auto history = on({{"limit", "1"}, {"latest", latest}, {"inclusive", "true"}});
    is_like_answers("conversations.history", d.form("conversations.history", history));
    is_like_answers("conversations.replies", d.form("conversations.replies", on({{"ts", ts}, {"limit", "2"}})));
    is_like_answers(
        "conversations.info",
        d.form("conversations.info", on({{"include_num_members", "true"}, {"include_locale", "true"}}))
    );
    const auto im = d.world.open_im(d.ann, d.now).id;
    const http::form_fields about_im{{"channel", im}, {"include_num_members", "true"}, {"include_locale", "true"}};
    is_like_answers("conversations.info", d.form("conversations.info", about_im), "_im");
    is_like_answers("conversations.members", d.form("conversations.members", on({{"limit", "1"}})));
    const http::form_fields kinds{{"types", "public_channel,private_channel,im"}, {"limit", "5"}};
    is_like_answers("conversations.list", d.form("conversations.list", kinds));
    is_like_answers("users.conversations", d.form("users.conversations", kinds));
    json open = json::object();
    open["users"] = d.ann;
    open["return_im"] = true;
    is_like_answers("conversations.open", d.call("conversations.open", open));
    is_like_answers("conversations.open", d.call("conversations.open", open), "_im");
    json join = json::object();
    join["channel"] = d.help;
    is_like_answers("conversations.join", d.call("conversations.join", join));
}

TEST_CASE("answers about people have every field of Slack's samples", "[emulator]")
{
    if (no_samples())
        return;
    auto scopes = options::every_scope();
    scopes.insert("users:read.email");
    desk d(scopes);
    d.world.add_group("agents", {d.ben}, d.now);
    is_like_answers("auth.test", d.call("auth.test", json::object()));
    is_like_answers("api.test", d.form("api.test", {{"foo", "bar"}}));
    is_like_answers("users.info", d.form("users.info", {{"user", d.ann}, {"include_locale", "true"}}));
    is_like_answers("users.list", d.form("users.list", {{"limit", "2"}}));
    is_like_answers("users.lookupByEmail", d.form("users.lookupByEmail", {{"email", "ann@example.com"}}));
    is_like_answers("usergroups.list", d.form("usergroups.list", {{"include_users", "true"}}));
    const auto group = d.world.groups.begin()->first;
    is_like_answers("usergroups.users.list", d.form("usergroups.users.list", {{"usergroup", group}}));
    is_like_answers("bots.info", d.form("bots.info", {{"bot", d.world.app.bot_id}}));
    is_like_answers("team.info", d.call("team.info", json::object()));
}

TEST_CASE("answers about reactions, views and files have every field of Slack's samples", "[emulator]")
{
    if (no_samples())
        return;
    desk d;
    const auto ts = d.say(d.ann, d.help, "hello");
    const http::form_fields item{{"channel", d.help}, {"timestamp", ts}};
    auto named = item;
    named.emplace_back("name", "eyes");
    is_like_answers("reactions.add", d.form("reactions.add", named));
    is_like_answers("reactions.get", d.form("reactions.get", item));
    is_like_answers("reactions.remove", d.form("reactions.remove", named));

    json view = json::object();
    view["trigger_id"] = d.trigger();
    view["view"] = some_view("modal");
    const auto opened = d.call("views.open", view);
    is_like_answers("views.open", opened);
    view["view_id"] = opened.at("view").at("id");
    is_like_answers("views.update", d.call("views.update", view));
    view["trigger_id"] = d.trigger(view["view_id"]);
    view["view"]["external_id"] = "2";
    is_like_answers("views.push", d.call("views.push", view));
    view["user_id"] = d.ann;
    view["view"] = some_view("home");
    is_like_answers("views.publish", d.call("views.publish", view));

    const auto place = d.form("files.getUploadURLExternal", {{"filename", "a.txt"}, {"length", "2"}});
    is_like_answers("files.getUploadURLExternal", place);
    receive_upload(d.world, place.at("file_id"), "", "hi");
    json complete = json::object();
    complete["files"] = json::array();
    complete["files"].push_back({{"id", place.at("file_id")}, {"title", "A"}});
    complete["channel_id"] = d.help;
    is_like_answers("files.completeUploadExternal", d.call("files.completeUploadExternal", complete));
    is_like_answers("files.info", d.form("files.info", {{"file", place.at("file_id")}}));
}
