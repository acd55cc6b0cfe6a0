-- What came with schema 2.
INSERT INTO workspace (workspace, name, bot_user, bot_id, url, scopes)
VALUES ('T1', 'Acme', 'U0', 'B0', 'https://acme.example/', 'chat:write,commands');
