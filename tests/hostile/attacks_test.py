"""While somebody attacks, honest requests are answered and kept, memory stays bounded, and all is as before afterwards.

`attacks_test.py` runs all, `attacks_test.py attacks.test_slow_headers` one of them; each prints what it measured as a line
of JSON. How quickly honest requests are answered is judged by tests/bench/hostile.py, on a release build: here it would
be the machine that is judged.
"""

import contextlib
import errno
import json
import os
import pathlib
import resource
import selectors
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import time
import unittest

HERE = pathlib.Path(__file__).resolve()
sys.path.insert(0, str(HERE.parents[1] / 'support'))
from honest import Honest  # noqa: E402
from surroundings import PATIENCE, Docket, Slack, post, signed, statuses, talk  # noqa: E402

LASTS = float(os.environ.get('DOCKET_HOSTILE_SECONDS', '2'))
MOST_MEMORY = 100       # MB, whatever comes; the executable of a sanitizer is not attacked, those of all others are
FEW = 400               # connections, where a few do
HEAD = b'POST /slack/events HTTP/1.1\r\nHost: docket\r\nContent-Type: application/json\r\n'
# Looks like Slack's from outside.
FORGED = HEAD + signed(b'another body') + b'Content-Length: 1000000\r\n\r\n'


def raise_descriptors():
    """Lets this process have as many connections open as it may, within reason. Returns how many attackers that makes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 20_000 if hard == resource.RLIM_INFINITY else min(hard, 20_000)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    return wanted - 100


class Crowd:
    """Many connections that each say what they are given, as fast as it is taken."""

    def __init__(self, port, listen):
        self.port = port
        self.listen = listen
        self.selector = selectors.DefaultSelector()
        self.waiting = {}
        self.lines = []

    def join(self, said):
        line = socket.socket()
        line.setblocking(False)
        if line.connect_ex(('127.0.0.1', self.port)) not in (0, errno.EINPROGRESS):
            line.close()
            return
        self.lines.append(line)
        self.waiting[line] = memoryview(said)
        self.selector.register(line, selectors.EVENT_WRITE | (selectors.EVENT_READ if self.listen else 0))

    def leave(self, line):
        if line in self.selector.get_map():
            self.selector.unregister(line)
        line.close()
        self.lines.remove(line)
        del self.waiting[line]

    def turn(self, seconds, again=None):
        """Sends and hears for that long. @param again  what whoever was closed comes back with; None: it stays away"""
        latest = time.monotonic() + seconds
        while (left := latest - time.monotonic()) > 0:
            for key, event in self.selector.select(left):
                if not self.serve(key.fileobj, event) and again is not None:
                    self.join(again)

    def serve(self, line, event):
        try:
            if event & selectors.EVENT_READ and not line.recv(65536):
                self.leave(line)
                return False
            if event & selectors.EVENT_WRITE:
                rest = self.waiting[line]
                if rest:
                    self.waiting[line] = rest[line.send(rest[:65536]):]
                if not self.waiting[line] and self.listen:
                    self.selector.modify(line, selectors.EVENT_READ)
                elif not self.waiting[line]:
                    self.selector.unregister(line)
        except BlockingIOError:
            pass
        except OSError:
            self.leave(line)
            return False
        return True

    def say(self, said):
        """All of them say that next."""
        for line in self.lines:
            self.waiting[line] = memoryview(said)
            self.selector.modify(line, selectors.EVENT_WRITE | (selectors.EVENT_READ if self.listen else 0))

    def close(self):
        self.selector.close()
        for line in self.lines:
            line.close()


class attacks(unittest.TestCase):
    def setUp(self):
        self.most = raise_descriptors()
        self.slack = Slack()
        self.addCleanup(self.slack.close)
        self.docket = Docket(self.slack.url)
        self.addCleanup(self.docket.close)
        self.docket.start({'DOCKET_LOG_FORMAT': 'json'})
        self.own_descriptors = self.docket.open_descriptors()
        self.honest = Honest(self.docket.port)
        if os.nice(0) == 0:
            os.nice(10)  # attackers have machines of their own
        self.crowds = []
        time.sleep(0.3)  # as it is without attackers

    def tearDown(self):
        for crowd in self.crowds:
            crowd.close()
        calm = self.is_calm()
        latencies, taken, wrong = self.honest.finish()
        highest, now = self.docket.memory('VmHWM'), self.docket.memory('VmRSS')
        alive = self.docket.get('/healthz')[0]
        served = statuses(talk(self.docket.port, post(b'{"type":"url_verification","challenge":"c"}')))
        status, _ = self.docket.terminate()
        print(json.dumps({
            'attack': self._testMethodName.removeprefix('test_').replace('_', ' '), 'requests': len(latencies),
            'p50_ms': round(latencies[len(latencies) // 2], 1), 'p99_ms': round(latencies[len(latencies) * 99 // 100], 1),
            'longest_ms': round(latencies[-1], 1), 'most_mb': round(highest), 'mb': round(now),
            'log_bytes': self.docket.log.stat().st_size}), flush=True)
        self.assertEqual(wrong, [], 'every honest request is answered 200')
        self.assertEqual(set(taken) - self.tickets(), set(), 'and what was acknowledged is kept')
        self.assertGreater(len(taken), 5)
        self.assertLessEqual(highest, MOST_MEMORY, 'memory is bounded')
        self.assertTrue(calm, 'connections are given back')
        self.assertEqual((alive, served, status), (200, [200], 0), 'everything is as before')

    def is_calm(self):
        """Waits until the attackers' connections are gone; what Docket itself holds open stays."""
        try:
            self.docket.until(lambda: self.docket.open_descriptors() <= self.own_descriptors + 20)
            return True
        except AssertionError:
            return False

    def tickets(self):
        with contextlib.closing(sqlite3.connect(self.docket.database)) as database:
            return {row[0] for row in database.execute('SELECT title FROM ticket')}

    def crowd(self, size, said=b'', listen=True):
        """They come a hundred at a time: how many the kernel lets wait for us is not what is tried here."""
        crowd = Crowd(self.docket.port, listen)
        self.crowds.append(crowd)
        size = min(size, self.most)
        for come in range(0, size, 100):
            for _ in range(min(100, size - come)):
                crowd.join(said)
            crowd.turn(0.02)
        return crowd

    def drip(self, crowd, text):
        """One byte a second would do; ten show more."""
        latest = time.monotonic() + LASTS
        for byte in text * 1000:
            crowd.say(bytes([byte]))
            crowd.turn(0.3)
            if time.monotonic() > latest:
                return

    def again_and_again(self, work):
        latest = time.monotonic() + LASTS
        while time.monotonic() < latest:
            work()

    def test_slow_headers(self):
        self.drip(self.crowd(2000, b'GET /healthz HTTP/1.1\r\nHost: docket\r\nX: '), b'x')

    def test_slow_bodies(self):
        self.drip(self.crowd(2000, FORGED), b' ')

    def test_headers_that_nearly_end(self):
        crowd = self.crowd(4000, b'GET /healthz HTTP/1.1\r\nHost: docket\r\nX: ' + b'x' * 15_000)
        crowd.turn(LASTS)

    def test_large_bodies_that_do_not_end(self):
        said = FORGED + b' ' * 990_000
        self.crowd(FEW, said).turn(LASTS, again=said)

    def test_large_bodies_in_chunks_that_do_not_end(self):
        said = HEAD + signed(b'x') + b'Transfer-Encoding: chunked\r\n\r\n' + (b'4000\r\n' + b' ' * 0x4000 + b'\r\n') * 60
        self.crowd(FEW, said).turn(LASTS, again=said)

    def test_one_byte_chunks(self):
        said = HEAD + signed(b'x') + b'Transfer-Encoding: chunked\r\n\r\n' + b'1;a=b\r\nx\r\n' * 100_000
        self.crowd(50, said).turn(LASTS, again=said)

    def test_large_bodies_with_forged_signatures(self):
        said = FORGED + b' ' * 1_000_000
        self.crowd(20, said).turn(LASTS, again=said)

    def test_idle_connections(self):
        self.crowd(11_000).turn(LASTS)

    def test_kept_connections_that_were_used(self):
        crowd = self.crowd(9_000, b'GET /healthz HTTP/1.1\r\nHost: docket\r\n\r\n')
        crowd.turn(LASTS)
        self.assertGreater(len(crowd.lines), min(8_000, self.most - 1000), 'they are kept')

    def test_ten_thousand_that_leave_at_once(self):
        """Killed, so that the kernel closes all of them in one go."""
        def come_and_go():
            with subprocess.Popen([sys.executable, '-B', HERE, 'stand', str(self.docket.port), str(min(10_000, self.most))],
                                  stdout=subprocess.PIPE) as horde:
                self.assertEqual(horde.stdout.readline(), b'all there\n')
                horde.send_signal(signal.SIGKILL)
        self.again_and_again(come_and_go)

    def test_connections_that_never_read(self):
        said = b'GET /metrics HTTP/1.1\r\nHost: docket\r\n\r\n' * 200
        self.crowd(FEW, said, listen=False).turn(LASTS)

    def test_connect_and_reset(self):
        def flood():
            for _ in range(50):
                with socket.create_connection(('127.0.0.1', self.docket.port), 5) as line:
                    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
            time.sleep(0.005)
        self.again_and_again(flood)

    def test_requests_and_reset(self):
        def flood():
            for _ in range(50):
                with socket.create_connection(('127.0.0.1', self.docket.port), 5) as line:
                    line.sendall(b'GET /metrics HTTP/1.1\r\nHost: docket\r\n\r\n' * 3)
                    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
            time.sleep(0.005)
        self.again_and_again(flood)

    def test_pipelines_of_refused_requests(self):
        said = b'POST /slack/events HTTP/1.1\r\nHost: docket\r\nContent-Length: 2\r\n\r\n{}' * 300
        self.crowd(20, said + b'GET\r\n\r\n').turn(LASTS, again=said + b'GET\r\n\r\n')

    def test_malformed_requests(self):
        said = b'\x16\x03\x01 no HTTP at all\r\n\r\n'
        self.crowd(50, said).turn(LASTS, again=said)


def stand(port, size):
    """Many idle connections, until this process is killed."""
    raise_descriptors()
    crowd = Crowd(port, listen=False)
    for come in range(0, size, 100):
        for _ in range(min(100, size - come)):
            crowd.join(b'')
        crowd.turn(0.02)
    print('all there', flush=True)
    time.sleep(PATIENCE)


if __name__ == '__main__':
    if sys.argv[1:2] == ['stand']:
        stand(*map(int, sys.argv[2:]))
    else:
        unittest.main()
