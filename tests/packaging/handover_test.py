"""Docket is replaced while Slack sends: nobody is refused, nothing is lost, nothing comes twice.

The test holds the listening socket, as systemd does, and gives it to one process after the other.
"""

import contextlib
import os
import pathlib
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'hostile'))
from surroundings import SECRET, SETTINGS, Slack, message, post  # noqa: E402

REPLACEMENTS = int(os.environ.get('DOCKET_HANDOVERS', '4'))
SENDERS = 6
PATIENCE = 20
# As systemd does it: the process must find its own id in LISTEN_PID, so it is set after the fork.
START = 'import os,sys; os.environ["LISTEN_PID"] = str(os.getpid()); os.execv(sys.argv[1], sys.argv[1:])'


class Supervisor:
    """Holds the socket, starts Docket with it, hears what Docket says of itself."""

    def __init__(self, slack, family=socket.AF_INET):
        self.folder = tempfile.TemporaryDirectory(prefix='docket-handover-')
        self.path = pathlib.Path(self.folder.name)
        (self.path / 'docket.toml').write_text(SETTINGS.replace('[[queue]]', '[[queue]]\nburst_minutes = 0'))
        self.listener = socket.socket(family, socket.SOCK_STREAM)
        self.listener.bind(('::1' if family == socket.AF_INET6 else '127.0.0.1', 0))
        self.listener.listen(4096)
        self.address = self.listener.getsockname()[:2]
        self.ears = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.ears.bind(str(self.path / 'notify'))
        self.ears.settimeout(PATIENCE)
        self.slack = slack
        self.process = None

    def start(self, **more):
        environment = {name: os.environ[name] for name in ('PATH', 'ASAN_OPTIONS', 'UBSAN_OPTIONS') if name in os.environ}
        environment |= {'SLACK_BOT_TOKEN': 'xoxb-1', 'SLACK_SIGNING_SECRET': SECRET, 'SLACK_API_URL': self.slack.url,
                        'LISTEN_FDS': '1', 'NOTIFY_SOCKET': str(self.path / 'notify'),
                        'DOCKET_LISTEN': '127.0.0.1:1', **more}

        def hand_over():
            os.dup2(self.listener.fileno(), 3)

        with open(self.path / 'log', 'ab') as log:
            self.process = subprocess.Popen(
                [sys.executable, '-c', START, os.environ['DOCKET_EXECUTABLE'], 'serve'], cwd=self.path, env=environment,
                preexec_fn=hand_over, pass_fds=(3,), stdout=log, stderr=log)

    def hears(self, word):
        """Waits until Docket has said so."""
        for _ in range(1000):
            said = self.ears.recv(4096).decode()
            if word in said.split('\n'):
                return
        raise AssertionError(f'Docket did not say {word}')

    def stop(self):
        """SIGTERM; the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def close(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.listener.close()
        self.ears.close()
        self.folder.cleanup()


class Sender(threading.Thread):
    """Slack behind a proxy that keeps its connection, or takes a new one for each request. It repeats nothing, except what
    HTTP lets every client repeat: a request for which a kept connection was closed before a byte of an answer came."""

    def __init__(self, to, first, keeps):
        super().__init__()
        self.to, self.number, self.keeps = to, first, keeps
        self.ended = threading.Event()
        self.sent, self.refused, self.again, self.partings = [], [], 0, 0
        self.line = None

    def run(self):
        while not self.ended.is_set():
            text = f'request {self.number}'
            said = post(message(text, self.number), close=not self.keeps)
            kept = self.line is not None
            status = self.ask(said)
            if status is None and kept:
                self.again += 1
                status = self.ask(said)
            if status == 200:
                self.sent.append(text)
            else:
                self.refused.append((text, status, kept))
            self.number += 1
            self.ended.wait(0.01)
        self.leave()

    def ask(self, said):
        """The status; None where the connection ended without one."""
        try:
            if self.line is None:
                self.line = socket.create_connection(self.to, PATIENCE)
            self.line.sendall(said)
            heard = b''
            while b'\r\n\r\n' not in heard:
                more = self.line.recv(65536)
                if not more:
                    self.leave()
                    return None
                heard += more
        except (BrokenPipeError, ConnectionResetError):
            self.leave()
            return None
        if b'\r\nConnection: close\r\n' in heard or not self.keeps:
            self.partings += self.keeps
            self.leave()
        return int(heard.split(b' ', 2)[1])

    def leave(self):
        if self.line is not None:
            self.line.close()
            self.line = None


class Handover(unittest.TestCase):
    def setUp(self):
        self.slack = Slack()
        self.addCleanup(self.slack.close)

    def supervisor(self, family=socket.AF_INET):
        above = Supervisor(self.slack, family)
        self.addCleanup(above.close)
        return above

    def test_requests_are_neither_refused_nor_lost_nor_doubled_while_docket_is_replaced(self):
        above = self.supervisor()
        above.start()
        above.hears('READY=1')
        above.hears('STATUS=serving')
        senders = [Sender(above.address, 1 + 100_000 * i, keeps=i % 2 == 0) for i in range(SENDERS)]
        with contextlib.ExitStack() as at_the_end:
            for each in senders:
                at_the_end.callback(each.ended.set)
                each.start()
            for _ in range(REPLACEMENTS):
                time.sleep(0.7)  # under load
                self.assertEqual(above.stop(), 0, (above.path / 'log').read_text()[-2000:])
                above.start()
                above.hears('READY=1')
            time.sleep(0.7)
        for each in senders:
            each.join()
        self.assertEqual(above.stop(), 0)
        self.assertEqual([r for each in senders for r in each.refused], [])
        sent = sorted(text for each in senders for text in each.sent)
        self.assertGreater(len(sent), 100)
        with contextlib.closing(sqlite3.connect(above.path / 'docket.db')) as database:
            kept = sorted(row[0] for row in database.execute('SELECT title FROM ticket'))
        self.assertEqual(kept, sent)
        # The answer before the end said so, at nearly every end: else the next request would find a closed connection.
        partings = sum(each.partings for each in senders)
        again = sum(each.again for each in senders)
        self.assertGreater(partings, 0)
        self.assertLessEqual(again, 1, f'{again} requests met the end of a kept connection, {partings} were told before')

    def test_a_socket_of_ipv6_is_taken_over_too(self):
        above = self.supervisor(socket.AF_INET6)
        above.start()
        above.hears('READY=1')
        with urllib.request.urlopen(f'http://[::1]:{above.address[1]}/healthz', timeout=PATIENCE) as answer:
            self.assertEqual(answer.read(), b'alive\n')
        self.assertEqual(above.stop(), 0)
        self.assertIn(f'http://[::1]:{above.address[1]}', (above.path / 'log').read_text())

    def test_what_is_no_listening_socket_is_refused_with_what_to_do(self):
        above = self.supervisor()
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as silent:
            above.listener, silent_listener = silent, above.listener
            above.start()
            self.assertEqual(above.process.wait(PATIENCE), 1)
            above.listener = silent_listener
        self.assertIn('ListenStream', (above.path / 'log').read_text())

    def test_the_supervisor_hears_of_the_end_and_that_docket_lives(self):
        above = self.supervisor()
        above.start(WATCHDOG_USEC='300000')
        above.hears('READY=1')
        above.hears('WATCHDOG=1')
        above.hears('WATCHDOG=1')
        self.assertEqual(above.stop(), 0)
        above.hears('STOPPING=1')

    def test_doctor_finds_another_docket_on_the_same_database(self):
        above = self.supervisor()
        above.start()
        above.hears('STATUS=serving')
        environment = {'PATH': os.environ['PATH'], 'SLACK_BOT_TOKEN': 'xoxb-1', 'SLACK_SIGNING_SECRET': SECRET,
                       'SLACK_API_URL': self.slack.url, 'DOCKET_LISTEN': '127.0.0.1:0'}
        told = subprocess.run([os.environ['DOCKET_EXECUTABLE'], 'doctor'], cwd=above.path, env=environment,
                              capture_output=True, text=True, timeout=60)
        name = pathlib.Path(f'/proc/{above.process.pid}/comm').read_text().strip()
        self.assertRegex(told.stdout, rf'(?m)^(WRONG|\?) +in use .*process {above.process.pid}\b', told.stdout + told.stderr)
        self.assertIn(name, told.stdout.lower())

    def test_a_log_that_is_copied_and_cut_begins_at_its_beginning_again(self):
        """copytruncate of logrotate: the file is opened to append, so no hole of zeros stays."""
        above = self.supervisor()
        above.start()
        above.hears('STATUS=serving')
        log = above.path / 'log'
        self.assertGreater(log.stat().st_size, 0)
        os.truncate(log, 0)
        self.assertEqual(above.stop(), 0)
        text = log.read_bytes()
        self.assertNotIn(b'\0', text)
        self.assertRegex(text, rb'^\S+ info +stopped')


if __name__ == '__main__':
    unittest.main()
