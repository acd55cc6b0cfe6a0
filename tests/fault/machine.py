"""What the tests of a failing machine share: a Docket with a database of its own, and what its database must hold."""

import hashlib
import os
import pathlib
import random
import sqlite3
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'support'))
from surroundings import PATIENCE, ROOT, Docket, message, post, statuses, talk  # noqa: E402

ENDS_AT_CALL = os.environ.get('DOCKET_ENDS_AT_CALL', str(ROOT / 'build/debug/tests/libends_at_call.so'))
SEED = int(os.environ.get('DOCKET_FAULT_SEED', '20260302'))
ROUNDS = int(os.environ.get('DOCKET_FAULT_ROUNDS', '0'))


def rounds(usually):
    """How many rounds: as many as asked for, else as an ordinary run does."""
    return ROUNDS or usually


def chance(name):
    """A random generator of its own for each test, so that one alone repeats what it did among the others."""
    return random.Random(f'{SEED}:{name}')


def digest(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest() if pathlib.Path(path).exists() else None


def migrations():
    """The text of every migration, by version."""
    return {int(f.name[:4]): f for f in sorted((ROOT / 'storage/migrations').glob('*.sql'))}


class Machine(Docket):
    """A Docket without Slack, and its database."""

    def environment(self, more=()):
        return super().environment({'DOCKET_LOG': 'warn', **dict(more)})

    def prepare(self):
        """A database that knows its workspace, so that Docket serves without Slack."""
        done = self.run('migrate')
        assert done.returncode == 0, done.stderr
        db = self.sql()
        with db:
            db.execute("INSERT OR IGNORE INTO workspace (workspace, name, bot_user, bot_id, url, scopes) "
                       "VALUES ('T0HOUSE', 'Acme', 'U0', 'B0', '', '')")
        db.close()
        return self

    def sql(self, **how):
        return sqlite3.connect(self.database, timeout=PATIENCE, **how)

    def query(self, text, *values):
        db = self.sql()
        try:
            return db.execute(text, values).fetchall()
        finally:
            db.close()

    def post(self, which, patience=PATIENCE):
        """A message in the intake channel, as Slack sends and repeats it. The status; 0 where no answer came."""
        try:
            answered = statuses(talk(self.port, post(message(f'request {which}', which, 1772438400)), patience))
        except OSError:
            return 0
        return answered[0] if answered else 0

    def judge(self, acknowledged, database=None):
        """Every acknowledged request has one ticket, whole, and no other is there by halves. Those that are there."""
        db = sqlite3.connect(database or self.database, timeout=PATIENCE)
        try:
            assert db.execute('PRAGMA integrity_check').fetchone()[0] == 'ok'
            assert db.execute('PRAGMA foreign_key_check').fetchall() == []
            rows = db.execute(
                "SELECT t.number, t.details, (SELECT COUNT(*) FROM event e WHERE e.ticket = t.number AND "
                "e.kind = 'opened'), (SELECT COUNT(*) FROM message m WHERE m.ticket = t.number), (SELECT COUNT(*) FROM "
                "delivery d WHERE d.ticket = t.number AND d.kind = 'card') FROM ticket t ORDER BY t.number").fetchall()
            there = [int(r[1].split()[1]) for r in rows]
            assert len(set(there)) == len(there), f'doubled: {there}'
            assert set(acknowledged) <= set(there), f'lost: {set(acknowledged) - set(there)}'
            assert all(r[2] == 1 and r[3] == 1 and r[4] == 1 for r in rows), rows
            assert [r[0] for r in rows] == list(range(1, len(rows) + 1)), 'a number is missing'
            return set(there)
        finally:
            db.close()
