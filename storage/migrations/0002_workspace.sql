-- Who the bot is in a workspace, so that it can work while Slack cannot be asked.
CREATE TABLE workspace (
    workspace TEXT NOT NULL PRIMARY KEY,
    name      TEXT NOT NULL,
    bot_user  TEXT NOT NULL,
    bot_id    TEXT NOT NULL,
    url       TEXT NOT NULL,
    scopes    TEXT NOT NULL
) STRICT;
