"""What every test in Python stands on: the executable in a folder of its own, Slack's requests to it, and a Slack that
says yes to everything.

A test adds this folder to sys.path, so that it can be run by hand, too: `python3 tests/fault/kills_test.py`.
"""

import hashlib
import hmac
import http.server
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve()
ROOT = HERE.parents[2]
EXECUTABLE = os.environ.get('DOCKET_EXECUTABLE', str(ROOT / 'build/debug/docket'))
SECRET = 'a secret of these tests'
NOWHERE = 'http://127.0.0.1:9/api/'  # a Slack that is never reached
PATIENCE = 60  # seconds, for what is sure to come: a machine under load may take its time, and only a fault takes so long
SETTINGS = """administrators = ["U0ADA"]
default_queue = "it"
[[queue]]
key = "it"
name = "IT"
triage = "C0TRIAGE"
intake = ["C0HELP"]
agents = ["U0BEN"]
burst_minutes = 0
"""


# ---- what Slack sends --------------------------------------------------------------------------------------------------

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


def message(text, number, second=None):
    """A message in the intake channel. Another number or second is another message; the same again is a repeat."""
    stamp = f'{int(time.time()) if second is None else second}.{number:06d}'
    return json.dumps({
        'type': 'event_callback', 'team_id': 'T0HOUSE', 'api_app_id': 'A0', 'event_id': f'Ev{stamp}',
        'event': {'type': 'message', 'channel': 'C0HELP', 'channel_type': 'channel', 'user': f'U0ANN{number % 50}',
                  'text': text, 'ts': stamp, 'event_ts': stamp},
    }).encode()


def talk(port, said, patience=PATIENCE):
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


# ---- Docket ------------------------------------------------------------------------------------------------------------

class Docket:
    """A folder with a configuration and a database, and at most one `docket serve` in it, at a port that it picks."""

    def __init__(self, slack_url=NOWHERE):
        self.scratch = tempfile.TemporaryDirectory(prefix='docket-test-', ignore_cleanup_errors=True)
        self.folder = pathlib.Path(self.scratch.name)
        self.database = self.folder / 'docket.db'
        self.log = self.folder / 'log'
        (self.folder / 'docket.toml').write_text(SETTINGS)
        self.slack_url = slack_url
        self.process = None
        self.port = 0

    def environment(self, more=()):
        """Nothing of the tester's own but what sanitizers want to know."""
        kept = {name: os.environ[name] for name in ('ASAN_OPTIONS', 'UBSAN_OPTIONS', 'TSAN_OPTIONS') if name in os.environ}
        return kept | {
            'PATH': '/usr/bin:/bin', 'HOME': str(self.folder), 'SLACK_BOT_TOKEN': 'xoxb-1',
            'SLACK_SIGNING_SECRET': SECRET, 'SLACK_API_URL': self.slack_url, 'DOCKET_LISTEN': '127.0.0.1:0',
            'DOCKET_DATABASE': str(self.database), 'DOCKET_CONFIG': str(self.folder / 'docket.toml'), **dict(more),
        }

    def run(self, *words, more=(), timeout=PATIENCE, **rest):
        """Runs a command to its end."""
        return subprocess.run([EXECUTABLE, *words], env=self.environment(more), cwd=self.folder, capture_output=True,
                              text=True, timeout=timeout, check=False, **rest)

    def start(self, more=(), ready=True, **rest):
        """@param ready  wait until it serves; else only until it listens, or has ended."""
        said = self.folder / 'said'
        with open(self.log, 'ab') as log, open(said, 'wb') as out:
            self.process = subprocess.Popen([EXECUTABLE, 'serve'], env=self.environment(more), cwd=self.folder,
                                            stdout=out, stderr=log, **rest)
        self.port = 0
        self.until(lambda: 'listens on' in said.read_text() or (not ready and self.process.poll() is not None))
        if address := re.search(r'listens on http://\S+:(\d+)\n', said.read_text()):
            self.port = int(address[1])
        if ready:
            self.until(lambda: self.get('/readyz')[0] == 200)
        return self

    def until(self, done, patience=PATIENCE):
        """Waits until that is so, or Docket has ended, or patience has."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if done():
                return
            if self.process and self.process.poll() is not None:
                break
            time.sleep(0.01)
        assert done(), f'it does not come; the log: {self.log.read_text()[-5000:]}'

    def get(self, path):
        """Status and text; 0 where no answer came."""
        try:
            with urllib.request.urlopen(f'http://127.0.0.1:{self.port}{path}', timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()
        except OSError:
            return 0, ''

    def memory(self, what):
        """VmRSS or VmHWM in MB."""
        text = pathlib.Path(f'/proc/{self.process.pid}/status').read_text()
        return int(re.search(rf'^{what}:\s+(\d+) kB', text, re.MULTILINE)[1]) / 1024

    def open_descriptors(self):
        return len(os.listdir(f'/proc/{self.process.pid}/fd'))

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
        if self.process:
            self.process.wait()
        self.process = None

    def terminate(self, patience=PATIENCE):
        """SIGTERM. The exit status and how long it took."""
        began = time.monotonic()
        self.process.terminate()
        status = self.process.wait(patience)
        self.process = None
        return status, time.monotonic() - began

    def close(self):
        self.kill()
        self.scratch.cleanup()


class Supervisor:
    """What systemd does for Docket: holds the listening socket, hands it over, hears what Docket says of itself."""

    # The process must find its own id in LISTEN_PID, which is known only after the fork.
    START = ('/bin/sh', '-c', 'LISTEN_PID=$$ exec "$@"', 'start')

    def __init__(self, ears, family=socket.AF_INET):
        """@param ears  where Docket shall speak to: a path, or a name without a file after a NUL."""
        self.listener = socket.socket(family, socket.SOCK_STREAM)
        self.listener.bind(('::1' if family == socket.AF_INET6 else '127.0.0.1', 0))
        self.listener.listen(4096)
        self.address = self.listener.getsockname()[:2]
        self.ears = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.ears.bind(ears)
        self.ears.settimeout(PATIENCE)
        self.environment = {'LISTEN_FDS': '1', 'NOTIFY_SOCKET': ears.replace('\0', '@')}
        self.process = None

    def start(self, command, environment, log, enter=lambda: None, **rest):
        """@param enter  what the new process does first."""
        def hand_over():
            os.dup2(self.listener.fileno(), 3)
            enter()

        with open(log, 'ab') as written:
            self.process = subprocess.Popen([*self.START, *command], env=environment | self.environment,
                                            preexec_fn=hand_over, pass_fds=(3,), stdout=written, stderr=written, **rest)

    def hears(self, word):
        """Waits until Docket has said so."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                said = self.ears.recv(4096).decode()
            except TimeoutError:
                break
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


# ---- Slack -------------------------------------------------------------------------------------------------------------

class Slack:
    """Says yes to every call of the Web API, and nothing else. In a process of its own: Python has one thread at a time."""

    def __init__(self):
        self.process = subprocess.Popen([sys.executable, '-B', HERE], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.url = self.process.stdout.readline().decode().strip()

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


class Yes(http.server.BaseHTTPRequestHandler):
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


def be_slack():
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Yes)
    server.daemon_threads = True
    print(f'http://127.0.0.1:{server.server_port}/api/', flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()


if __name__ == '__main__':
    be_slack()
