"""While somebody attacks, honest requests are answered as if nobody did, and memory stays bounded.

`attacks_test.py` runs all, `attacks_test.py attacks.test_slow_headers` one of them.
"""

import errno
import os
import selectors
import socket
import struct
import time
import unittest

from surroundings import Docket, Honest, Slack, post, raise_descriptors, signed, statuses, talk

LASTS = float(os.environ.get('DOCKET_HOSTILE_SECONDS', '5'))
MOST_MEMORY = 100       # MB, whatever comes
MOST_LATENCY = 100      # ms, of 99 honest requests in 100
FEW = 400               # connections, where a few do
HEAD = b'POST /slack/events HTTP/1.1\r\nHost: docket\r\nContent-Type: application/json\r\n'
# Looks like Slack's from outside.
FORGED = HEAD + signed(b'another body') + b'Content-Length: 1000000\r\n\r\n'


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
        """They go as they came: a debug build takes 25 microseconds to part from each, which is not what is tried here."""
        self.selector.close()
        for number, line in enumerate(self.lines):
            line.close()
            if number % 100 == 99:
                time.sleep(0.02)


class attacks(unittest.TestCase):
    def setUp(self):
        self.most = raise_descriptors()
        self.slack = Slack()
        self.docket = Docket(self.slack)
        self.honest = Honest(self.docket.port)
        if os.nice(0) == 0:
            os.nice(10)  # attackers have machines of their own
        self.crowds = []
        time.sleep(0.3)

    def tearDown(self):
        for crowd in self.crowds:
            crowd.close()
        calm = self.docket.is_calm()
        latencies, wrong = self.honest.finish()
        highest, now = self.docket.memory('VmHWM'), self.docket.memory('VmRSS')
        alive = self.docket.get('/healthz')[0]
        served = statuses(talk(self.docket.port, post(b'{"type":"url_verification","challenge":"c"}')))
        status = self.docket.close()
        self.slack.close()
        p50, p99 = latencies[len(latencies) // 2], latencies[len(latencies) * 99 // 100]
        print(f'{self._testMethodName}: honest p50 {p50:.1f} ms, p99 {p99:.1f} ms of {len(latencies)}; '
              f'memory at most {highest:.0f} MB, now {now:.0f} MB')
        self.assertEqual(wrong, [], 'honest requests are answered 200')
        self.assertLessEqual(p99, MOST_LATENCY, 'honest requests are answered in time')
        self.assertLessEqual(highest, MOST_MEMORY, 'memory is bounded')
        self.assertTrue(calm, 'connections are given back')
        self.assertEqual((alive, served, status), (200, [200], 0), 'everything is as before')

    def crowd(self, size, said=b'', listen=True):
        """They come a hundred at a time: how many the kernel lets wait for us is not what is tried here."""
        crowd = Crowd(self.docket.port, listen)
        self.crowds.append(crowd)
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
        crowd = self.crowd(min(11_000, self.most - 200))
        crowd.turn(LASTS)

    def test_kept_connections_that_were_used(self):
        crowd = self.crowd(min(9_000, self.most - 200), b'GET /healthz HTTP/1.1\r\nHost: docket\r\n\r\n')
        crowd.turn(LASTS)
        self.assertGreater(len(crowd.lines), min(8_000, self.most - 1000), 'they are kept')

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


if __name__ == '__main__':
    unittest.main()
