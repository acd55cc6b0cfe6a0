-- A burst by each of its messages, not by the newest of its author alone: what is read late finds those of its time.
CREATE TABLE burst_by_time (
    workspace TEXT    NOT NULL,
    channel   TEXT    NOT NULL,
    author    TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    ticket    INTEGER NOT NULL,
    PRIMARY KEY (workspace, channel, author, at),
    FOREIGN KEY (workspace, ticket) REFERENCES ticket (workspace, number)
) STRICT, WITHOUT ROWID;

INSERT INTO burst_by_time (workspace, channel, author, at, ticket)
SELECT workspace, channel, author, at, ticket FROM burst;

DROP TABLE burst;
ALTER TABLE burst_by_time RENAME TO burst;
