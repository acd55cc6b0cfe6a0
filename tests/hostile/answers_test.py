"""Whatever is sent, Docket gives the answer of its contract, and lives."""

import gzip
import json
import pathlib
import socket
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'support'))
from surroundings import PATIENCE, Docket, Slack, message, post, signed, statuses, talk  # noqa: E402

GET = b'GET /healthz HTTP/1.1\r\nHost: docket\r\n'
LAST = GET + b'Connection: close\r\n\r\n'
POST = b'POST /slack/events HTTP/1.1\r\nHost: docket\r\n'
FORM = b'application/x-www-form-urlencoded'

# What is no request that everybody on the way understands alike: refused, and nothing after it is looked at.
REFUSED = {
    'no HTTP at all': b'hello\r\n\r\n',
    'HTTP/0.9': b'GET /healthz\r\n\r\n',
    'HTTP/2 on a port of HTTP/1.1': b'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'a TLS greeting': b'\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03' + bytes(range(200)) + b'\r\n\r\n',
    'lines that end with LF alone': b'GET /healthz HTTP/1.1\nHost: docket\n\n\r\n\r\n',
    'a NUL in a value': GET + b'X: a\0b\r\n\r\n',
    'a NUL in the target': b'GET /health\0z HTTP/1.1\r\nHost: docket\r\n\r\n',
    'a space before the colon': b'GET /healthz HTTP/1.1\r\nHost : docket\r\n\r\n',
    'a field without a name': GET + b': x\r\n\r\n',
    'a field that goes on in the next line': GET + b'X: a\r\n b\r\n\r\n',
    'no Host': b'GET /healthz HTTP/1.1\r\n\r\n',
    'two Hosts': GET + b'Host: other\r\n\r\n',
    'two lengths': POST + b'Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd',
    'the same length twice': POST + b'Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc',
    'a list of lengths': POST + b'Content-Length: 3, 3\r\n\r\nabc',
    'a negative length': POST + b'Content-Length: -1\r\n\r\n',
    'a length with a sign': POST + b'Content-Length: +3\r\n\r\nabc',
    'a length beyond 64 bits': POST + b'Content-Length: 18446744073709551617\r\n\r\na',
    'a length and chunks': POST + b'Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'chunks and a length': POST + b'Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n',
    'a coding that nobody knows': POST + b'Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n',
    'chunked, hidden by a vertical tab': POST + b'Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n',
    'chunks in HTTP/1.0': b'POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'a chunk of no size': POST + signed(b'') + b'Transfer-Encoding: chunked\r\n\r\nxyz\r\n',
    'a chunk of a negative size': POST + signed(b'') + b'Transfer-Encoding: chunked\r\n\r\n-1\r\na\r\n',
    'a chunk of more than 64 bits': POST + signed(b'') + b'Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\na',
    'a chunk longer than it says': POST + signed(b'') + b'Transfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n',
    'chunk extensions without end': POST + signed(b'') + b'Transfer-Encoding: chunked\r\n\r\n1;' + b'e' * 100_000,
    'trailers without end': POST + signed(b'') + b'Transfer-Encoding: chunked\r\n\r\n0\r\n' + b'a: b\r\n' * 20_000,
}

# Bodies that Slack signed, so to speak.
SIGNED = {
    'arrays 100,000 deep': (b'[' * 100_000, 400),
    'arrays 100,000 deep, closed': (b'[' * 100_000 + b']' * 100_000, 400),
    'objects 100,000 deep': (b'{"a":' * 100_000 + b'1' + b'}' * 100_000, 400),
    'an event with an unused part 100,000 deep': (
        message('deep', 1)[:-1] + b',"x":' + b'[' * 100_000 + b']' * 100_000 + b'}', 400),
    'bytes that are no UTF-8': (b'{"type":"event_callback","team_id":"\xff\xfe"}', 400),
    'an overlong slash': (b'{"type":"\xc0\xaf"}', 400),
    'half a surrogate pair': (message('x', 2).replace(b'"x"', b'"\\ud800"'), (200, 400)),
    'a NUL in a text': (message('a\0b', 3), 200),
    'one key twice': (b'{"type":"event_callback","type":"url_verification","challenge":"a","challenge":"b"}', 200),
    'a number of 900,000 digits': (b'{"type":"x","n":' + b'9' * 900_000 + b'}', (200, 400)),
    'a number beyond 64 bits': (b'{"type":"app_rate_limited","minute_rate_limited":99999999999999999999}', 200),
    'a number beyond double': (b'{"type":"app_rate_limited","minute_rate_limited":1e999}', (200, 400)),
    'a fraction where a number is counted': (b'{"type":"app_rate_limited","minute_rate_limited":1.5}', 200),
    'a text of 900,000 characters': (message('x' * 900_000, 4), 200),
    'a key of 900,000 characters': (b'{"' + b'k' * 900_000 + b'":1}', 200),
    '200,000 keys': (b'{' + b','.join(b'"%d":0' % i for i in range(80_000)) + b'}', 200),
    'nothing': (b'', 400),
    'a lone value': (b'null', (200, 400)),
    'an event that is text': (b'{"type":"event_callback","team_id":"T0HOUSE","event":"message"}', 200),
    'compressed': (gzip.compress(b'{"type":"x"}'), 400),
    'a compressed bomb': (gzip.compress(b'0' * 100_000_000), 400),
    'two values': (b'{"type":"x"}{"type":"y"}', 400),
}

FORMS = {
    'a payload 100,000 deep': (b'payload=' + b'%5B' * 100_000, 400),
    'half an escape': (b'payload=%7', 400),
    'no payload and no command': (b'a=b', (200, 400)),
    'bytes that are no UTF-8': (b'command=%2Fticket&text=%ff%fe&team_id=T0HOUSE&user_id=U1', (200, 400)),
    '300,000 fields': (b'a=b&' * 250_000, (200, 400)),
    'a NUL in a command': (b'command=%2Fticket&text=new%20a%00b&team_id=T0HOUSE&user_id=U0ANN&channel_id=C1', 200),
}


class answers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.slack = Slack()
        cls.addClassCleanup(cls.slack.close)
        cls.docket = Docket(cls.slack.url)
        cls.addClassCleanup(cls.docket.close)
        cls.docket.start({'DOCKET_LOG_FORMAT': 'json'})

    @classmethod
    def tearDownClass(cls):
        status, _ = cls.docket.terminate()
        assert status == 0, f'docket ended with {status}'

    def check(self, name, said, wanted):
        wanted = wanted if isinstance(wanted, tuple) else (wanted,)
        heard = talk(self.docket.port, said)
        with self.subTest(name):
            self.assertEqual(len(statuses(heard)), 1, heard[:300])
            self.assertIn(statuses(heard)[0], wanted, heard[:300])

    def tearDown(self):
        self.assertEqual(self.docket.get('/healthz')[0], 200)

    def test_what_two_readers_could_read_differently_is_400_and_ends_the_connection(self):
        for name, said in REFUSED.items():
            self.check(name, said + b'\r\n' + LAST, 400)
            self.check(name + ', after a good request', said + LAST, 400)

    def test_requests_of_other_kinds(self):
        last = b'Host: docket\r\nConnection: close\r\n\r\n'
        for name, said, wanted in (
                ('a proxy is asked for', b'GET http://elsewhere.example/ HTTP/1.1\r\n' + last, 404),
                ('a tunnel is asked for', b'CONNECT elsewhere.example:443 HTTP/1.1\r\n' + last, 404),
                ('an unknown path', b'GET /../../etc/passwd HTTP/1.1\r\n' + last, 404),
                ('a wrong method', b'GET /slack/events HTTP/1.1\r\n' + last, 405),
                ('an invented method', b'BREW /metrics HTTP/1.1\r\n' + last, 405),
                ('a WebSocket', GET + b'Connection: close, upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n'
                 b'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n', 200),
                ('HTTP/2 by upgrade', GET + b'Connection: close, Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n'
                 b'HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n', 200),
                ('a huge header', GET + b'X: ' + b'h' * 60_000 + b'\r\n\r\n', 431),
                ('very many fields', GET + b'a:\r\n' * 3000 + b'\r\n', 431),
                ('a huge request line', b'GET /' + b'p' * 60_000 + b' HTTP/1.1\r\n' + last, 431),
                ('a header without end', b'GET / HTTP/1.1\r\n' + b'a: b\r\n' * 10_000, 431),
                ('a body of more than 1 MiB', POST + b'Content-Length: 1048577\r\n\r\n', 413),
                ('a body of many TB', POST + b'Content-Length: 9999999999999\r\n\r\n', 413)):
            self.check(name, said, wanted)

    def test_strangers_are_401_before_they_have_sent_a_body(self):
        body = message('let me in', 9)
        half = POST + b'Content-Length: 1000000\r\n'
        for name, said in (
                ('no signature', post(body, sign=False)),
                ('another secret', post(body, signed(body, secret='guessed'), sign=False)),
                ('yesterday', post(body, signed(body, now=1_700_000_000), sign=False)),
                ('no signature, and a body that does not come', half + b'\r\nabc'),
                ('a stale one, and a body that does not come', half + signed(b'', now=1_700_000_000) + b'\r\nabc'),
                ('no signature, and would wait', half + b'Expect: 100-continue\r\n\r\n'),
                ('no signature, in chunks', POST + b'Transfer-Encoding: chunked\r\n\r\n5\r\nhello')):
            self.check(name, said, 401)

    def test_signed_bodies_are_understood_or_refused(self):
        for name, (body, wanted) in SIGNED.items():
            self.check(name, post(body), wanted)
        for name, (body, wanted) in FORMS.items():
            self.check('form: ' + name, post(body, kind=FORM), wanted)
        self.check('another type', post(b'<a/>', kind=b'text/xml'), 400)
        packed = gzip.compress(json.dumps({'type': 'x'}).encode())
        self.check('compressed, and says so', post(packed, b'Content-Encoding: gzip\r\n'), 400)

    def test_a_pipeline_is_answered_in_order_up_to_what_is_refused(self):
        many = talk(self.docket.port, (GET + b'\r\n') * 500 + LAST)
        self.assertEqual(statuses(many), [200] * 501)
        mixed = talk(self.docket.port, GET + b'\r\nGET /nowhere HTTP/1.1\r\nHost: docket\r\n\r\n' + POST +
                     b'Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}' + LAST)
        self.assertEqual(statuses(mixed), [200, 404, 400])
        hidden = b'0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: docket\r\n\r\n'
        smuggled = talk(self.docket.port, POST + b'Content-Length: %d\r\n\r\n%s' % (len(hidden), hidden) + LAST)
        self.assertEqual(statuses(smuggled), [401, 200])

    def test_a_client_that_waits_for_100_gets_it_once(self):
        body = message('may I', 10)
        said = post(body, b'Expect: 100-continue\r\n')
        head, rest = said[:-len(body)], said[-len(body):]
        self.assertEqual(statuses(talk(self.docket.port, head + rest)), [200])

        with socket.create_connection(('127.0.0.1', self.docket.port), PATIENCE) as line:
            line.sendall(head)
            self.assertEqual(line.recv(1000), b'HTTP/1.1 100 Continue\r\n\r\n')
            line.sendall(rest)
            self.assertTrue(line.recv(1000).startswith(b'HTTP/1.1 200 '))


if __name__ == '__main__':
    unittest.main()
