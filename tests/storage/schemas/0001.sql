-- What a Docket of schema 1 had written after some weeks, by its own columns. 600 tickets of two workspaces; every word
-- that a CHECK of that schema allows, and something in every column.
INSERT INTO ticket_counter (workspace, last) VALUES ('T1', 500), ('T2', 100);
INSERT INTO ticket (workspace, number, queue, status, priority, requester, assignee, source, conversation_channel,
    conversation_ts, title, details, follow_up_of, continued_by, outcome, opened, assigned, first_answer, resolved,
    closed, ended, touched, informed, reminded, question, reopened, events)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600)
SELECT CASE WHEN i > 500 THEN 'T2' ELSE 'T1' END, CASE WHEN i > 500 THEN i - 500 ELSE i END,
    CASE i % 3 WHEN 0 THEN 'finance' ELSE 'it' END,
    CASE i % 6 WHEN 0 THEN 'closed' WHEN 1 THEN 'fresh' WHEN 2 THEN 'in_progress' WHEN 3 THEN 'waiting'
    WHEN 4 THEN 'on_hold' ELSE 'resolved' END,
    CASE i % 5 WHEN 0 THEN 'urgent' WHEN 1 THEN 'low' WHEN 2 THEN 'high' ELSE 'normal' END, 'U' || (i % 50),
    CASE WHEN i % 6 = 1 THEN NULL ELSE 'U2' END,
    CASE WHEN i % 30 = 24 AND i <= 500 THEN 'follow_up' ELSE 'intake_channel' END, 'C1',
    (1700000000 + i - CASE WHEN i % 30 = 24 AND i <= 500 THEN 6 ELSE 0 END) || '.000100', 'request ' || i,
    'request ' || i || ': "the printer''s on fire" <@U1> é 🙂 ' || hex(zeroblob(i % 400)),
    -- Every thirtieth is continued by the sixth after it, in the same thread.
    CASE WHEN i % 30 = 24 AND i <= 500 THEN i - 6 END, CASE WHEN i % 30 = 18 AND i <= 494 THEN i + 6 END,
    CASE WHEN i % 6 IN (0, 5) THEN 'mended' ELSE '' END, 1700000000000 + i * 60000,
    CASE WHEN i % 6 = 1 THEN NULL ELSE 1700000001000 + i * 60000 END,
    CASE WHEN i % 6 IN (3, 5) THEN 1700000001500 + i * 60000 END,
    CASE WHEN i % 6 IN (0, 5) THEN 1700000002000 + i * 60000 END,
    CASE i % 6 WHEN 0 THEN 1700000003000 + i * 60000 END,
    CASE WHEN i % 6 IN (0, 5) THEN 1700000002000 + i * 60000 END,
    1700000003000 + i * 60000, 1700000003000 + i * 60000,
    CASE i % 6 WHEN 2 THEN 1700000003000 + i * 60000 END, 0, 0, 1
FROM n;
INSERT INTO event (workspace, ticket, place, kind, at, actor, cause, body)
SELECT workspace, number, 1, 'opened', opened, requester, '', json_object('queue', queue, 'requester', requester,
    'source', source, 'priority', priority, 'channel', conversation_channel, 'ts', conversation_ts, 'title', title,
    'details', details) FROM ticket;
INSERT INTO message (workspace, ticket, side, role, author, channel, ts, text, files, at, edited, deleted)
SELECT workspace, number, 'conversation', 'requester', requester, conversation_channel, conversation_ts, details, '[]',
    opened, NULL, NULL FROM ticket WHERE follow_up_of IS NULL;
INSERT INTO message (workspace, ticket, side, role, author, channel, ts, text, files, at, edited, deleted)
SELECT workspace, number, side, role, author, CASE WHEN side <> 'reply' THEN channel END,
    CASE WHEN side <> 'reply' THEN (1700000000 + number) || '.000' || fraction END, role || ' of ' || number,
    '[{"id":"F1","name":"' || side || '.png"}]', opened + 1000, CASE number % 3 WHEN 0 THEN opened + 2000 END,
    CASE number % 7 WHEN 0 THEN opened + 3000 END
FROM ticket JOIN (SELECT 'conversation' AS side, 'bystander' AS role, 'U3' AS author, 'C1' AS channel, '300' AS fraction
    UNION ALL SELECT 'conversation', 'agent', 'U2', 'C1', '301' UNION ALL SELECT 'reply', 'agent', 'U2', NULL, NULL
    UNION ALL SELECT 'triage', 'agent', 'U2', 'C2', '302' UNION ALL SELECT 'note', 'bystander', 'U3', 'D1', '303')
WHERE number % 10 = 0;
INSERT INTO burst (workspace, channel, author, ticket, at)
SELECT workspace, 'C1', requester, MAX(number), 1700000000000 FROM ticket GROUP BY workspace, requester;
INSERT INTO delivery (workspace, ticket, kind, subject, payload, urgency, lane, state, wanted, shown, channel, ts,
    created, due, attempts, tried, error)
SELECT workspace, number, 'card', queue, '', 0, 'C2', CASE number % 10 WHEN 0 THEN 'due' WHEN 1 THEN 'failed'
    WHEN 2 THEN 'uncertain' ELSE 'shown' END, 1, CASE WHEN number % 10 > 2 THEN 1 ELSE 0 END,
    CASE WHEN number % 10 > 2 THEN 'C2' END, CASE WHEN number % 10 > 2 THEN (1700000000 + number) || '.000200' END,
    opened, opened, number % 3, CASE number % 10 WHEN 2 THEN opened END,
    CASE number % 10 WHEN 1 THEN 'is_archived' ELSE '' END FROM ticket;
INSERT INTO seen (workspace, key, at) SELECT workspace, 'event:Ev' || number, opened FROM ticket;
INSERT INTO timer (workspace, ticket, kind, due)
SELECT workspace, number, 'remind_assignee', opened + 28800000 FROM ticket WHERE ended IS NULL;
INSERT INTO desk_version (workspace, version) VALUES ('T1', 2);
INSERT INTO settings (workspace, version, body, actor, origin, at) VALUES
    ('T1', 1, '{}', NULL, 'setup', 1700000000000), ('T1', 2, '{}', 'U9', 'setup', 1700000001000);
INSERT INTO group_member (workspace, user_group, member) VALUES ('T1', 'S1', 'U1'), ('T1', 'S1', 'U2');
INSERT INTO person (workspace, id, name, time_zone, deactivated, bot, guest, outsider, admin)
VALUES ('T1', 'U1', 'Ana', 'Europe/Berlin', 0, 0, 0, 0, 0), ('T1', 'U2', 'Ben', '', 1, 0, 1, 0, 0);
INSERT INTO last_assigned (workspace, queue, member) VALUES ('T1', 'it', 'U2');
