"""What the tests of a failing machine share: the executable in a folder of its own, and Slack's requests to it."""

import hashlib
import hmac
import json
import os
import pathlib
import random
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
EXECUTABLE = os.environ.get('DOCKET_EXECUTABLE', str(ROOT / 'build/debug/docket'))
ENDS_AT_CALL = os.environ.get('DOCKET_ENDS_AT_CALL', str(ROOT / 'build/debug/tests/libends_at_call.so'))
SEED = int(os.environ.get('DOCKET_FAULT_SEED', '20260302'))
ROUNDS = int(os.environ.get('DOCKET_FAULT_ROUNDS', '0'))
SECRET = 'a secret of these tests'

CONFIGURATION = '''
administrators = ["U9"]
default_queue = "it"
[[queue]]
key = "it"
name = "IT Help"
triage = "C2"
intake = ["C1"]
agents = ["U2"]
burst_minutes = 0
'''


def rounds(usually):
    """How many rounds: as many as asked for, else as an ordinary run does."""
    return ROUNDS or usually


def chance(name):
    """A random generator of its own for each test, so that one alone repeats what it did among the others."""
    return random.Random(f'{SEED}:{name}')


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


def digest(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest() if pathlib.Path(path).exists() else None


def migrations():
    """The text of every migration, by version."""
    return {int(f.name[:4]): f for f in sorted((ROOT / 'storage/migrations').glob('*.sql'))}


class Machine:
    """A folder with a database and a configuration, and at most one Docket that serves them."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='docket-fault-'))
        self.database = self.folder / 'docket.db'
        (self.folder / 'docket.toml').write_text(CONFIGURATION)
        self.port = free_port()
        self.process = None

    def close(self):
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def environment(self, more=()):
        return {
            'PATH': '/usr/bin:/bin', 'HOME': str(self.folder), 'SLACK_BOT_TOKEN': 'xoxb-none',
            'SLACK_SIGNING_SECRET': SECRET, 'SLACK_API_URL': 'http://127.0.0.1:9/api/',
            'DOCKET_LISTEN': f'127.0.0.1:{self.port}', 'DOCKET_DATABASE': str(self.database),
            'DOCKET_CONFIG': str(self.folder / 'docket.toml'), 'DOCKET_LOG': 'warn', **dict(more),
        }

    def run(self, *words, more=(), timeout=60, **rest):
        """Runs a command to its end."""
        return subprocess.run([EXECUTABLE, *words], env=self.environment(more), cwd=self.folder, capture_output=True,
                              text=True, timeout=timeout, check=False, **rest)

    def prepare(self):
        """A database that knows its workspace, so that Docket serves without Slack."""
        done = self.run('migrate')
        assert done.returncode == 0, done.stderr
        with self.sql() as db:
            db.execute("INSERT OR IGNORE INTO workspace (workspace, name, bot_user, bot_id, url, scopes) "
                       "VALUES ('T1', 'Acme', 'U0', 'B0', '', '')")
        self.sql_close(db)
        return self

    def sql(self, **how):
        return sqlite3.connect(self.database, timeout=10, **how)

    @staticmethod
    def sql_close(db):
        db.close()

    def query(self, text, *values):
        db = self.sql()
        try:
            return db.execute(text, values).fetchall()
        finally:
            db.close()

    def start(self, more=(), ready=True, **rest):
        with open(self.folder / 'log', 'ab') as log:
            self.process = subprocess.Popen([EXECUTABLE, 'serve'], env=self.environment(more), cwd=self.folder,
                                            stdout=log, stderr=log, **rest)
        if ready:
            self.until(lambda: self.get('/readyz')[0] == 200)
        return self

    def until(self, done, patience=20.0):
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if done():
                return
            if self.process and self.process.poll() is not None:
                break
            time.sleep(0.01)
        assert done(), f'it does not come; the log: {(self.folder / "log").read_text()}'

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
        if self.process:
            self.process.wait()
        self.process = None

    def terminate(self, patience=12.0):
        """SIGTERM. The exit status and how long it took."""
        began = time.monotonic()
        self.process.terminate()
        status = self.process.wait(patience)
        self.process = None
        return status, time.monotonic() - began

    def get(self, path):
        try:
            with urllib.request.urlopen(f'http://127.0.0.1:{self.port}{path}', timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()
        except OSError:
            return 0, ''

    def post(self, which, timeout=15.0):
        """A message in the intake channel, as Slack sends and repeats it. The status; 0 where no answer came."""
        event = {'type': 'message', 'user': 'U1', 'channel': 'C1', 'channel_type': 'channel', 'text': f'request {which}',
                 'ts': f'1772438400.{which:06}', 'event_ts': f'1772438400.{which:06}'}
        body = json.dumps({'type': 'event_callback', 'team_id': 'T1', 'api_app_id': 'A1', 'event': event,
                           'event_id': f'Ev{which}', 'event_time': 1772438400, 'token': ''}).encode()
        stamp = str(int(time.time()))
        mac = hmac.new(SECRET.encode(), f'v0:{stamp}:'.encode() + body, hashlib.sha256).hexdigest()
        asked = urllib.request.Request(
            f'http://127.0.0.1:{self.port}/slack/events', data=body,
            headers={'Content-Type': 'application/json', 'X-Slack-Request-Timestamp': stamp,
                     'X-Slack-Signature': 'v0=' + mac})
        try:
            with urllib.request.urlopen(asked, timeout=timeout) as answer:
                return answer.status
        except urllib.error.HTTPError as refused:
            return refused.code
        except OSError:
            return 0

    def judge(self, acknowledged, database=None):
        """Every acknowledged request has one ticket, whole, and no other is there by halves. Those that are there."""
        db = sqlite3.connect(database or self.database, timeout=10)
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
