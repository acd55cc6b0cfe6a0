-- Until when Slack was heard, so that what it had for us after that can be read.
CREATE TABLE last_heard (
    workspace TEXT    NOT NULL PRIMARY KEY,
    at        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- When a request was made that was heard of only later.
ALTER TABLE ticket ADD COLUMN asked INTEGER;
