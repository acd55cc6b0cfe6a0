// Tickets in SQLite, as durable as Docket's: WAL, and every commit on disk before it returns.
import Database from 'better-sqlite3';

const schema = `
CREATE TABLE IF NOT EXISTS seen (event TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ticket (
  number INTEGER PRIMARY KEY, team TEXT NOT NULL, channel TEXT NOT NULL, ts TEXT NOT NULL, requester TEXT NOT NULL,
  status TEXT NOT NULL, title TEXT NOT NULL, details TEXT NOT NULL, opened INTEGER NOT NULL,
  UNIQUE (team, channel, ts)
) STRICT;
CREATE TABLE IF NOT EXISTS outbox (
  id INTEGER PRIMARY KEY, ticket INTEGER NOT NULL REFERENCES ticket (number), channel TEXT NOT NULL, thread TEXT NOT NULL,
  text TEXT NOT NULL, state TEXT NOT NULL, created INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS outbox_due ON outbox (id) WHERE state = 'due';
`;

/**
 * @param {string} file
 * @param {'each' | 'batched'} commits
 * @returns {{ open: (what: object) => Promise<void> | void, close: () => void }} `open` is done once it is on disk
 */
export function openStore(file, commits) {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  database.exec(schema);
  const see = database.prepare('INSERT INTO seen (event, at) VALUES (@eventId, @at) ON CONFLICT DO NOTHING');
  const add = database.prepare(
    `INSERT INTO ticket (team, channel, ts, requester, status, title, details, opened)
     VALUES (@team, @channel, @ts, @requester, 'new', @title, @details, @at) ON CONFLICT DO NOTHING`,
  );
  const answer = database.prepare(
    `INSERT INTO outbox (ticket, channel, thread, text, state, created)
     VALUES (?, ?, ?, ?, 'due', ?)`,
  );

  const keep = (what) => {
    if (see.run(what).changes === 0) return;
    const { changes, lastInsertRowid: number } = add.run(what);
    if (changes > 0) answer.run(number, what.channel, what.ts, `Your request is ticket #${number}.`, what.at);
  };
  const close = () => database.close();

  if (commits === 'each') return { open: database.transaction(keep).immediate, close };

  const keepAll = database.transaction((all) => all.forEach(({ what }) => keep(what))).immediate;
  let waiting = [];
  const commit = () => {
    const group = waiting;
    waiting = [];
    try {
      keepAll(group);
      for (const { resolve } of group) resolve();
    } catch (failed) {
      for (const { reject } of group) reject(failed);
    }
  };
  const open = (what) =>
    new Promise((resolve, reject) => {
      // After what has arrived by now was handled, too.
      if (waiting.push({ what, resolve, reject }) === 1) setImmediate(commit);
    });
  return { open, close };
}
