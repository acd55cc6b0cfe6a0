-- Tickets and everything that is said about, waits for and follows from them.
-- Times are milliseconds since 1970, UTC. Every row carries its workspace. Indexes are few, narrow or partial: each one
-- is paid for by every request before Slack hears that it was taken.

-- The last number given away.
CREATE TABLE ticket_counter (
    workspace TEXT    NOT NULL PRIMARY KEY,
    last      INTEGER NOT NULL CHECK (last > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE ticket (
    workspace            TEXT    NOT NULL,
    number               INTEGER NOT NULL CHECK (number > 0),
    queue                TEXT    NOT NULL,
    status               TEXT    NOT NULL
        CHECK (status IN ('fresh', 'in_progress', 'waiting', 'on_hold', 'resolved', 'closed')),
    priority             TEXT    NOT NULL CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
    requester            TEXT    NOT NULL,
    assignee             TEXT,
    source               TEXT    NOT NULL,
    conversation_channel TEXT,
    conversation_ts      TEXT,
    title                TEXT    NOT NULL,
    details              TEXT    NOT NULL,
    follow_up_of         INTEGER,
    continued_by         INTEGER,
    outcome              TEXT    NOT NULL,
    opened               INTEGER NOT NULL,
    assigned             INTEGER,
    first_answer         INTEGER,
    resolved             INTEGER,
    closed               INTEGER,
    ended                INTEGER,  -- resolved or else closed; none while open
    touched              INTEGER NOT NULL,
    informed             INTEGER NOT NULL,
    reminded             INTEGER,
    question             INTEGER NOT NULL,
    reopened             INTEGER NOT NULL,
    events               INTEGER NOT NULL,
    PRIMARY KEY (workspace, number),
    CHECK ((conversation_channel IS NULL) = (conversation_ts IS NULL)),
    CHECK ((ended IS NULL) = (status NOT IN ('resolved', 'closed')))
) STRICT;

-- One ticket per thread. A ticket that a follow-up continues has handed its thread over to that one.
CREATE UNIQUE INDEX ticket_conversation ON ticket (workspace, conversation_channel, conversation_ts)
    WHERE conversation_ts IS NOT NULL AND continued_by IS NULL;
-- Lists are of open tickets; they are few however many there ever were.
CREATE INDEX ticket_open ON ticket (workspace, number) WHERE ended IS NULL;
-- Reports: all that they look at of the tickets opened in a period, and a way to those that ended in it.
CREATE INDEX ticket_opened ON ticket (workspace, opened, queue, status, priority, first_answer, ended, resolved);
CREATE INDEX ticket_ended ON ticket (workspace, ended) WHERE ended IS NOT NULL;

-- The history of a ticket, in order. Never changed, only added to.
CREATE TABLE event (
    workspace TEXT    NOT NULL,
    ticket    INTEGER NOT NULL,
    place     INTEGER NOT NULL CHECK (place > 0),
    kind      TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    actor     TEXT,
    cause     TEXT    NOT NULL,
    body      TEXT    NOT NULL,
    PRIMARY KEY (workspace, ticket, place),
    FOREIGN KEY (workspace, ticket) REFERENCES ticket (workspace, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE message (
    id        INTEGER NOT NULL PRIMARY KEY,
    workspace TEXT    NOT NULL,
    ticket    INTEGER NOT NULL,
    side      TEXT    NOT NULL CHECK (side IN ('conversation', 'reply', 'triage', 'note')),
    role      TEXT    NOT NULL CHECK (role IN ('requester', 'agent', 'bystander')),
    author    TEXT    NOT NULL,
    channel   TEXT,
    ts        TEXT,
    text      TEXT    NOT NULL,
    files     TEXT    NOT NULL,  -- JSON
    at        INTEGER NOT NULL,
    edited    INTEGER,
    deleted   INTEGER,
    FOREIGN KEY (workspace, ticket) REFERENCES ticket (workspace, number),
    CHECK ((channel IS NULL) = (ts IS NULL))
) STRICT;

CREATE UNIQUE INDEX message_place ON message (workspace, channel, ts) WHERE ts IS NOT NULL;
CREATE INDEX message_ticket ON message (workspace, ticket);

-- The ticket that somebody's next message in a channel may still belong to.
CREATE TABLE burst (
    workspace TEXT    NOT NULL,
    channel   TEXT    NOT NULL,
    author    TEXT    NOT NULL,
    ticket    INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    PRIMARY KEY (workspace, channel, author),
    FOREIGN KEY (workspace, ticket) REFERENCES ticket (workspace, number)
) STRICT, WITHOUT ROWID;

-- The outbox. `ticket` is 0 where a delivery is about none, so it refers to nothing by constraint.
CREATE TABLE delivery (
    id        INTEGER NOT NULL PRIMARY KEY,
    workspace TEXT    NOT NULL,
    ticket    INTEGER NOT NULL CHECK (ticket >= 0),
    kind      TEXT    NOT NULL,
    subject   TEXT    NOT NULL,
    payload   TEXT    NOT NULL,
    urgency   INTEGER NOT NULL CHECK (urgency BETWEEN 0 AND 2),
    lane      TEXT    NOT NULL,
    state     TEXT    NOT NULL CHECK (state IN ('due', 'uncertain', 'shown', 'failed')),
    wanted    INTEGER NOT NULL CHECK (wanted > 0),
    shown     INTEGER NOT NULL CHECK (shown >= 0),
    channel   TEXT,
    ts        TEXT,
    created   INTEGER NOT NULL,
    due       INTEGER NOT NULL,
    attempts  INTEGER NOT NULL CHECK (attempts >= 0),
    tried     INTEGER,
    error     TEXT    NOT NULL,
    UNIQUE (workspace, ticket, kind, subject),
    CHECK ((channel IS NULL) = (ts IS NULL))
) STRICT;

-- Unfinished rows stay few; whoever looks for work sees only them.
CREATE INDEX delivery_lane ON delivery (workspace, lane, id) WHERE state IN ('due', 'uncertain');
CREATE INDEX delivery_ticket ON delivery (workspace, ticket, id) WHERE state IN ('due', 'uncertain');
CREATE INDEX delivery_failed ON delivery (workspace, lane, id) WHERE state = 'failed';
CREATE INDEX delivery_place ON delivery (workspace, channel, ts) WHERE ts IS NOT NULL;

-- Requests of Slack that were handled: a repeated one changes nothing.
CREATE TABLE seen (
    workspace TEXT    NOT NULL,
    key       TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    PRIMARY KEY (workspace, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX seen_at ON seen (at);

CREATE TABLE timer (
    workspace TEXT    NOT NULL,
    ticket    INTEGER NOT NULL,
    kind      TEXT    NOT NULL,
    due       INTEGER NOT NULL,
    PRIMARY KEY (workspace, ticket, kind),
    FOREIGN KEY (workspace, ticket) REFERENCES ticket (workspace, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX timer_due ON timer (due);

-- Rises whenever settings, groups or deactivated people change, so that a cache can tell.
CREATE TABLE desk_version (
    workspace TEXT    NOT NULL PRIMARY KEY,
    version   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Every version of the settings; the newest counts.
CREATE TABLE settings (
    workspace TEXT    NOT NULL,
    version   INTEGER NOT NULL CHECK (version > 0),
    body      TEXT    NOT NULL,  -- JSON
    actor     TEXT,
    origin    TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    PRIMARY KEY (workspace, version)
) STRICT;

CREATE TABLE group_member (
    workspace  TEXT NOT NULL,
    user_group TEXT NOT NULL,
    member     TEXT NOT NULL,
    PRIMARY KEY (workspace, user_group, member)
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
    workspace   TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    time_zone   TEXT    NOT NULL,
    deactivated INTEGER NOT NULL CHECK (deactivated IN (0, 1)),
    bot         INTEGER NOT NULL CHECK (bot IN (0, 1)),
    guest       INTEGER NOT NULL CHECK (guest IN (0, 1)),
    outsider    INTEGER NOT NULL CHECK (outsider IN (0, 1)),
    admin       INTEGER NOT NULL CHECK (admin IN (0, 1)),
    PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX person_deactivated ON person (workspace, id) WHERE deactivated = 1;

-- Whom round robin chose last.
CREATE TABLE last_assigned (
    workspace TEXT NOT NULL,
    queue     TEXT NOT NULL,
    member    TEXT NOT NULL,
    PRIMARY KEY (workspace, queue)
) STRICT, WITHOUT ROWID;
