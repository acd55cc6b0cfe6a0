-- What came with schema 5: each message of a burst, and not the newest alone.
INSERT INTO burst (workspace, channel, author, at, ticket)
SELECT workspace, channel, author, at + 20000, ticket FROM burst;
