"""kill -9 of the real executable: before a chosen call on its files, while it migrates, while it stops."""

import re
import sqlite3
import subprocess
import threading
import time
import unittest

from machine import ENDS_AT_CALL, Machine, chance, migrations, rounds
from surroundings import EXECUTABLE, ROOT

SCHEMAS = ROOT / 'tests/storage/schemas'


def old_database(path, version):
    """A database as a Docket of that schema wrote it. Rows that a later version brought come with theirs."""
    db = sqlite3.connect(path)
    db.executescript('PRAGMA journal_mode = WAL; CREATE TABLE schema_version '
                     '(version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL) STRICT;')
    for number, file in migrations().items():
        if number > version:
            break
        db.executescript(file.read_text())
        db.execute('INSERT INTO schema_version VALUES (?, ?)', (number, file.stem))
        rows = SCHEMAS / f'{number:04}.sql'
        if rows.exists():
            db.executescript(rows.read_text())
    db.commit()
    db.close()


def contents(path, columns=None):
    """Every row of every table, of these columns if named; and the columns there are."""
    db = sqlite3.connect(path)
    try:
        if columns is None:
            tables = [r[0] for r in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE "
                                               "'sqlite%' AND name <> 'schema_version' ORDER BY name")]
            columns = {t: [r[1] for r in db.execute(f'PRAGMA table_info({t})')] for t in tables}
        return {t: sorted(map(repr, db.execute(f'SELECT {", ".join(c)} FROM {t}'))) for t, c in columns.items()}, columns
    finally:
        db.close()


def allowed_words(sql):
    """The words that a CHECK of a schema allows, by column."""
    lists = re.findall(r'CHECK \((\w+) IN \(([^)]*)\)\)', sql)
    return {column: set(re.findall(r"'(\w+)'", words)) for column, words in lists if "'" in words}


class Kills(unittest.TestCase):
    def setUp(self):
        self.machine = Machine()
        self.addCleanup(self.machine.close)

    def again(self, which):
        """As Slack repeats what was not acknowledged."""
        return {w for w in which if self.machine.post(w) == 200}

    def test_before_any_call_on_its_files_nothing_acknowledged_is_lost_or_doubled(self):
        m = self.machine.prepare()
        random = chance('calls')
        acknowledged, asked, deaths = set(), 0, 0
        for _ in range(rounds(25)):
            at = random.randint(1, 120)
            m.start({'LD_PRELOAD': ENDS_AT_CALL, 'DOCKET_ENDS_AT_CALL': str(at)}, ready=False)
            m.until(lambda: m.process.poll() is not None or m.get('/readyz')[0] == 200)
            for _ in range(6):
                asked += 1
                if m.post(asked) == 200:
                    acknowledged.add(asked)
            status, _ = m.terminate()
            deaths += status == -9
            with self.subTest(at=at):
                self.assertIn(status, (0, -9))
                m.judge(acknowledged)
        m.start()
        self.assertEqual(self.again(range(1, asked + 1)), set(range(1, asked + 1)))
        self.assertEqual(m.judge(range(1, asked + 1)), set(range(1, asked + 1)))
        self.assertGreater(deaths, 5 if rounds(25) >= 25 else 0)

    def test_the_rows_that_are_migrated_fill_every_table_and_column_with_every_word_allowed(self):
        m = self.machine
        words = allowed_words(migrations()[1].read_text())
        self.assertEqual(set(words), {'status', 'priority', 'side', 'role', 'state'})
        for version in migrations():
            with self.subTest(schema=version):
                m.database.unlink(missing_ok=True)
                old_database(m.database, version)
                self.assertEqual(m.query('PRAGMA integrity_check'), [('ok',)])
                self.assertEqual(m.query('PRAGMA foreign_key_check'), [])
                for table, columns in contents(m.database)[1].items():
                    for column in columns:
                        there = {row[0] for row in m.query(f'SELECT DISTINCT {column} FROM {table}')}
                        self.assertTrue(there - {None}, f'nothing in {table}.{column}')
                        self.assertEqual(words.get(column, set()) - there, set(), f'{table}.{column}')

    def test_while_it_migrates_a_database_of_any_earlier_schema_keeps_all_it_has(self):
        m = self.machine
        random = chance('migrations')
        for version in range(1, max(migrations())):
            with self.subTest(schema=version):
                for left in m.folder.glob('docket.db*'):
                    left.unlink()
                old_database(m.database, version)
                before, columns = contents(m.database)
                at, deaths = 1, 0
                for _ in range(rounds(40) * 3):
                    done = m.run('migrate', more={'LD_PRELOAD': ENDS_AT_CALL, 'DOCKET_ENDS_AT_CALL': str(at)})
                    if done.returncode == 0:
                        break
                    self.assertEqual(done.returncode, -9, done.stderr)
                    deaths += 1
                    at += 1 if rounds(0) else random.randint(1, 9)
                    self.assertEqual(contents(m.database, columns)[0], before)
                self.assertEqual(m.run('migrate').returncode, 0)
                self.assertEqual(contents(m.database, columns)[0], before)
                self.assertEqual(m.query('SELECT MAX(version) FROM schema_version'), [(max(migrations()),)])
                self.assertEqual(m.query('PRAGMA integrity_check'), [('ok',)])
                self.assertGreater(deaths, 0)

    def test_at_any_instant_of_an_orderly_end_what_was_acknowledged_is_kept(self):
        m = self.machine.prepare()
        random = chance('ends')
        acknowledged, asked = set(), 0
        for number in range(rounds(12)):
            m.start()
            before = len(acknowledged)
            lock = threading.Lock()
            ending = threading.Event()

            def people():
                nonlocal asked
                while not ending.is_set():
                    with lock:
                        asked += 1
                        which = asked
                    if m.post(which) == 200:
                        with lock:
                            acknowledged.add(which)
            crowd = [threading.Thread(target=people) for _ in range(4)]
            for one in crowd:
                one.start()
            if number % 2:  # else at the first requests already
                m.until(lambda: len(acknowledged) > before)
            time.sleep(random.uniform(0, 0.1))
            m.process.terminate()
            time.sleep(random.uniform(0, 0.05))
            m.process.kill()
            m.process.wait()
            ending.set()
            for one in crowd:
                one.join()
            m.judge(acknowledged)
        m.kill()
        m.start()
        self.assertEqual(self.again(range(1, asked + 1)), set(range(1, asked + 1)))
        m.judge(range(1, asked + 1))
        self.assertGreater(len(acknowledged), 0)

    def test_random_kills_of_a_migration(self):
        m = self.machine
        random = chance('migrations by the clock')
        for _ in range(rounds(6)):
            for left in m.folder.glob('docket.db*'):
                left.unlink()
            old_database(m.database, 1)
            before, columns = contents(m.database)
            process = subprocess.Popen([EXECUTABLE, 'migrate'], env=m.environment(), cwd=m.folder,
                                       stdout=subprocess.DEVNULL)
            time.sleep(random.uniform(0, 0.08))
            process.kill()
            process.wait()
            self.assertEqual(contents(m.database, columns)[0], before)
            self.assertEqual(m.run('migrate').returncode, 0)
            self.assertEqual(contents(m.database, columns)[0], before)


if __name__ == '__main__':
    unittest.main()
