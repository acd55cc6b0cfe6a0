"""Docket is replaced while Slack sends: nobody is refused, nothing is lost, nothing comes twice.

The test holds the listening socket, as systemd does, and gives it to one process after the other.
"""

import contextlib
import os
import pathlib
import socket
import sqlite3
import sys
import threading
import unittest
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'support'))
from surroundings import EXECUTABLE, PATIENCE, Docket, Slack, Supervisor, message, post  # noqa: E402

REPLACEMENTS = int(os.environ.get('DOCKET_HANDOVERS', '4'))
SENDERS = 6


def has_ipv6():
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as trial:
            trial.bind(('::1', 0))
        return True
    except OSError:
        return False


class Handed(Docket):
    """A Docket that is given its socket from above."""

    def __init__(self, slack, family=socket.AF_INET):
        super().__init__(slack.url)
        self.above = Supervisor(str(self.folder / 'notify'), family)

    def start(self, **more):
        # Without the socket it would have to listen there, and could not.
        self.above.start([EXECUTABLE, 'serve'], self.environment({'DOCKET_LISTEN': '127.0.0.1:1', **more}), self.log,
                         cwd=self.folder)
        self.process, self.port = self.above.process, self.above.address[1]
        return self

    def close(self):
        self.above.close()
        super().close()


class Sender(threading.Thread):
    """Slack behind a proxy that keeps its connection, or takes a new one for each request. It repeats nothing, except what
    HTTP lets every client repeat: a request for which a kept connection was closed before a byte of an answer came."""

    def __init__(self, to, first, keeps):
        super().__init__()
        self.to, self.number, self.keeps = to, first, keeps
        self.ended = threading.Event()
        self.sent, self.refused, self.partings = [], [], 0
        self.line = None

    def run(self):
        while not self.ended.is_set():
            text = f'request {self.number}'
            said = post(message(text, self.number), close=not self.keeps)
            kept = self.line is not None
            status = self.ask(said)
            if status is None and kept:
                status = self.ask(said)
            if status == 200:
                self.sent.append(text)
            else:
                self.refused.append((text, status, kept))
            self.number += 1
            self.ended.wait(0.01)
        self.leave()

    def ask(self, said):
        """The status; None where the connection ended without one, 0 where neither came."""
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
        except TimeoutError:
            self.leave()
            return 0
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

    def handed(self, family=socket.AF_INET):
        docket = Handed(self.slack, family)
        self.addCleanup(docket.close)
        return docket

    def test_requests_are_neither_refused_nor_lost_nor_doubled_while_docket_is_replaced(self):
        docket = self.handed().start()
        docket.above.hears('READY=1')
        docket.above.hears('STATUS=serving')
        senders = [Sender(docket.above.address, 1 + 100_000 * i, keeps=i % 2 == 0) for i in range(SENDERS)]
        with contextlib.ExitStack() as at_the_end:
            for each in senders:
                at_the_end.callback(each.ended.set)
                each.start()
            for _ in range(REPLACEMENTS):
                self.under_load(docket, senders)
                self.assertEqual(docket.above.stop(), 0, docket.log.read_text()[-2000:])
                docket.start()
                docket.above.hears('READY=1')
            self.under_load(docket, senders)
        for each in senders:
            each.join()
        self.assertEqual(docket.above.stop(), 0)
        self.assertEqual([r for each in senders for r in each.refused], [])
        sent = sorted(text for each in senders for text in each.sent)
        with contextlib.closing(sqlite3.connect(docket.database)) as database:
            kept = sorted(row[0] for row in database.execute('SELECT title FROM ticket'))
        self.assertEqual(kept, sent)
        # The last answer on a kept connection says that it is the last. Who sends nothing for a while is not told.
        self.assertGreater(sum(each.partings for each in senders), 0)

    def under_load(self, docket, senders):
        """Until everybody has had some answers."""
        enough = [len(each.sent) + 5 for each in senders]
        docket.until(lambda: all(len(each.sent) >= wanted or not each.is_alive() for each, wanted in zip(senders, enough)))

    @unittest.skipUnless(has_ipv6(), 'there is no IPv6 here')
    def test_a_socket_of_ipv6_is_taken_over_too(self):
        docket = self.handed(socket.AF_INET6).start()
        docket.above.hears('READY=1')
        with urllib.request.urlopen(f'http://[::1]:{docket.port}/healthz', timeout=PATIENCE) as answer:
            self.assertEqual(answer.read(), b'alive\n')
        self.assertEqual(docket.above.stop(), 0)
        self.assertIn(f'http://[::1]:{docket.port}', docket.log.read_text())

    def test_what_is_no_listening_socket_is_refused_with_what_to_do(self):
        docket = self.handed()
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as silent:
            docket.above.listener, listener = silent, docket.above.listener
            docket.start()
            self.assertEqual(docket.process.wait(PATIENCE), 1)
            docket.above.listener = listener
        self.assertIn('ListenStream', docket.log.read_text())

    def test_the_supervisor_hears_of_the_end_and_that_docket_lives(self):
        docket = self.handed().start(WATCHDOG_USEC='300000')
        docket.above.hears('READY=1')
        docket.above.hears('WATCHDOG=1')
        docket.above.hears('WATCHDOG=1')
        self.assertEqual(docket.above.stop(), 0)
        docket.above.hears('STOPPING=1')

    def test_doctor_finds_another_docket_on_the_same_database(self):
        docket = self.handed().start()
        docket.above.hears('STATUS=serving')
        told = docket.run('doctor')
        name = pathlib.Path(f'/proc/{docket.process.pid}/comm').read_text().strip()
        self.assertRegex(told.stdout, rf'(?m)^(WRONG|\?) +in use .*process {docket.process.pid}\b', told.stdout + told.stderr)
        self.assertIn(name, told.stdout.lower())

    def test_a_log_that_is_copied_and_cut_begins_at_its_beginning_again(self):
        """copytruncate of logrotate: the file is opened to append, so no hole of zeros stays."""
        docket = self.handed().start()
        docket.above.hears('STATUS=serving')
        self.assertGreater(docket.log.stat().st_size, 0)
        os.truncate(docket.log, 0)
        self.assertEqual(docket.above.stop(), 0)
        text = docket.log.read_bytes()
        self.assertNotIn(b'\0', text)
        self.assertRegex(text, rb'^\S+ info +stopped')


if __name__ == '__main__':
    unittest.main()
