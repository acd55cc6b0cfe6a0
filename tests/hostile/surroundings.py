"""Docket under attack: the real executable, a Slack that says yes to everything, and an honest client beside it all.

Each of them is a process of its own, so that none slows the others down by Python's one thread.
"""

import hashlib
import hmac
import http.server
import json
import os
import pathlib
import re
import resource
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

SECRET = 'a secret of this test'
HERE = pathlib.Path(__file__).resolve()
SETTINGS = """administrators = ["U0ADA"]
[[queue]]
key = "it"
name = "IT"
triage = "C0TRIAGE"
intake = ["C0HELP"]
agents = ["U0BEN"]
"""


def signed(body, now=None, secret=SECRET):
    """The header fields with which Slack would send that body."""
    stamp = str(int(time.time() if now is None else now))
    digest = hmac.new(secret.encode(), b'v0:' + stamp.encode() + b':' + body, hashlib.sha256).hexdigest()
    return f'X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: v0={digest}\r\n'.encode()


def post(body, fields=b'', kind=b'application/json', sign=True, close=True):
    """A request as Slack sends it, or nearly."""
    if sign:
        fields = signed(body) + fields
    if close:
        fields += b'Connection: close\r\n'
    return (b'POST /slack/events HTTP/1.1\r\nHost: docket\r\nContent-Type: %s\r\nContent-Length: %d\r\n%s\r\n%s'
            % (kind, len(body), fields, body))


def message(text, number):
    """A message in the intake channel; each number is another message."""
    stamp = f'{int(time.time())}.{number:06d}'
    return json.dumps({
        'type': 'event_callback', 'team_id': 'T0HOUSE', 'api_app_id': 'A0', 'event_id': f'Ev{stamp}',
        'event': {'type': 'message', 'channel': 'C0HELP', 'channel_type': 'channel', 'user': f'U0ANN{number % 50}',
                  'text': text, 'ts': stamp, 'event_ts': stamp},
    }).encode()


def raise_descriptors():
    """Lets this process have as many connections open as it may. Returns how many."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def talk(port, said, patience=15):
    """Says that on a connection of its own; returns all that is answered until the connection is closed."""
    with socket.create_connection(('127.0.0.1', port), patience) as line:
        try:
            line.sendall(said)
        except (BrokenPipeError, ConnectionResetError):
            pass  # refused before all of it was heard
        heard = b''
        while True:
            try:
                more = line.recv(65536)
            except ConnectionResetError:
                return heard
            if not more:
                return heard
            heard += more


def statuses(answers):
    """The status of every answer in there."""
    return [int(s) for s in re.findall(rb'(?:^|\n|\})HTTP/1\.1 (\d{3}) ', answers)]


class Slack:
    """Says yes to every call of the Web API, and nothing else."""

    def __init__(self):
        self.process = subprocess.Popen([sys.executable, HERE, 'slack'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.url = self.process.stdout.readline().decode().strip()

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


class Docket:
    """`docket serve` in a folder of its own."""

    def __init__(self, slack):
        self.folder = tempfile.TemporaryDirectory(prefix='docket-hostile-')
        path = pathlib.Path(self.folder.name)
        (path / 'docket.toml').write_text(SETTINGS)
        environment = {name: os.environ[name] for name in ('PATH', 'ASAN_OPTIONS', 'UBSAN_OPTIONS') if name in os.environ}
        environment |= {'SLACK_BOT_TOKEN': 'xoxb-1', 'SLACK_SIGNING_SECRET': SECRET, 'SLACK_API_URL': slack.url,
                        'DOCKET_LISTEN': '127.0.0.1:0', 'DOCKET_LOG_FORMAT': 'json'}
        self.log = open(path / 'log', 'wb')
        self.process = subprocess.Popen(
            [os.environ['DOCKET_EXECUTABLE'], 'serve'], cwd=path, env=environment, stdout=subprocess.PIPE,
            stderr=self.log)
        self.port = int(self.process.stdout.readline().decode().strip().rsplit(':', 1)[1])
        for _ in range(300):
            if self.get('/readyz')[0] == 200:
                break
            time.sleep(0.05)
        else:
            raise AssertionError(f'docket is not ready: {self.get("/readyz")}')
        self.descriptors = self.open_descriptors()

    def get(self, path):
        try:
            with urllib.request.urlopen(f'http://127.0.0.1:{self.port}{path}', timeout=15) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()

    def memory(self, what):
        """VmRSS or VmHWM in MB."""
        text = pathlib.Path(f'/proc/{self.process.pid}/status').read_text()
        return int(re.search(rf'^{what}:\s+(\d+) kB', text, re.MULTILINE)[1]) / 1024

    def open_descriptors(self):
        return len(os.listdir(f'/proc/{self.process.pid}/fd'))

    def is_calm(self):
        """Waits until the attackers' connections are gone; what Docket itself holds open stays."""
        latest = time.monotonic() + 20
        while self.open_descriptors() > self.descriptors + 20:
            if time.monotonic() > latest:
                return False
            time.sleep(0.05)
        return True

    def close(self):
        self.process.terminate()
        status = self.process.wait(20)
        self.process.stdout.close()
        self.log.close()
        self.folder.cleanup()
        return status


class Honest:
    """Slack's own traffic: 20 signed requests a second, every one of them answered 200, and how long each took."""

    def __init__(self, port):
        self.process = subprocess.Popen(
            [sys.executable, HERE, 'honest', str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.process.stdout.readline()  # it has begun

    def finish(self):
        """Its latencies in milliseconds, sorted, and whatever was not answered 200."""
        self.process.stdin.close()
        said = json.loads(self.process.stdout.read())
        self.process.stdout.close()
        self.process.wait()
        return sorted(said['milliseconds']), said['wrong']


def until_told(finished):
    sys.stdin.read()
    finished.set()


def be_slack():
    class yes(http.server.BaseHTTPRequestHandler):
        protocol_version = 'HTTP/1.1'

        def do_POST(self):
            self.rfile.read(int(self.headers.get('Content-Length', 0)))
            body = json.dumps({
                'ok': True, 'team_id': 'T0HOUSE', 'team': 'House', 'user_id': 'U0DOCKET', 'bot_id': 'B0DOCKET',
                'url': 'https://house.example/', 'ts': f'{time.time():.6f}', 'channel': 'C0HELP', 'messages': [],
                'members': [], 'channels': [], 'permalink': 'https://house.example/p',
            }).encode()
            self.send_response(200)
            self.send_header('Content-Type', 'application/json')
            self.send_header('Content-Length', str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), yes)
    server.daemon_threads = True
    print(f'http://127.0.0.1:{server.server_port}/api/', flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()


def be_honest(port):
    """Open loop: each request has its time, and what it waits for the one before counts. Every fifth comes by a new
    connection; a kept one that was closed under us is opened again, once, as every client does."""
    finished = threading.Event()
    threading.Thread(target=until_told, args=[finished], daemon=True).start()
    milliseconds, wrong = [], []
    line = None
    print('begun', flush=True)
    begun = time.monotonic()
    number = 0
    while not finished.is_set():
        number += 1
        due = begun + number * 0.05
        time.sleep(max(0, due - time.monotonic()))
        said = post(message('the printer is on fire', number), close=False)
        answer = b''
        for fresh in (number % 5 == 0, True):
            try:
                if line is None or fresh:
                    if line:
                        line.close()
                    line = socket.create_connection(('127.0.0.1', port), 5)
                line.sendall(said)
                answer = line.recv(65536)
            except OSError as broken:
                answer = str(broken).encode()
            if answer.startswith(b'HTTP'):
                break
            line = None
        if not answer.startswith(b'HTTP/1.1 200 '):
            wrong.append(answer[:80].decode(errors='replace'))
        milliseconds.append((time.monotonic() - due) * 1000)
    print(json.dumps({'milliseconds': milliseconds, 'wrong': wrong}))


if __name__ == '__main__':
    be_slack() if sys.argv[1] == 'slack' else be_honest(int(sys.argv[2]))
