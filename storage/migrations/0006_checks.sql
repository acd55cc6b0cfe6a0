-- The same checks of stored words, in a form that costs nothing: for an IN with more than two values SQLite fills a table
-- of its own at every insert, five of them for a message that opens a ticket. Only the text of the schema changes, no row,
-- so that this takes no longer with a million tickets; it is the procedure that SQLite documents for changes of a CHECK
-- (https://www.sqlite.org/lang_altertable.html, "Making other kinds of table schema changes").
PRAGMA writable_schema = ON;

UPDATE sqlite_schema SET sql = replace(replace(sql,
    'CHECK (status IN (''fresh'', ''in_progress'', ''waiting'', ''on_hold'', ''resolved'', ''closed''))',
    'CHECK (status = ''fresh'' OR status = ''in_progress'' OR status = ''waiting'' OR status = ''on_hold'''
        || ' OR status = ''resolved'' OR status = ''closed'')'),
    'CHECK (priority IN (''low'', ''normal'', ''high'', ''urgent''))',
    'CHECK (priority = ''low'' OR priority = ''normal'' OR priority = ''high'' OR priority = ''urgent'')')
WHERE type = 'table' AND name = 'ticket';

UPDATE sqlite_schema SET sql = replace(replace(sql,
    'CHECK (side IN (''conversation'', ''reply'', ''triage'', ''note''))',
    'CHECK (side = ''conversation'' OR side = ''reply'' OR side = ''triage'' OR side = ''note'')'),
    'CHECK (role IN (''requester'', ''agent'', ''bystander''))',
    'CHECK (role = ''requester'' OR role = ''agent'' OR role = ''bystander'')')
WHERE type = 'table' AND name = 'message';

UPDATE sqlite_schema SET sql = replace(sql,
    'CHECK (state IN (''due'', ''uncertain'', ''shown'', ''failed''))',
    'CHECK (state = ''due'' OR state = ''uncertain'' OR state = ''shown'' OR state = ''failed'')')
WHERE type = 'table' AND name = 'delivery';

-- Reads the schema anew.
PRAGMA writable_schema = RESET;
