"""Slack's own traffic while somebody attacks: 20 signed requests a second. In a process of its own, so that attackers do
not slow it down by Python's one thread."""

import json
import socket
import subprocess
import sys
import threading
import time
import pathlib

HERE = pathlib.Path(__file__).resolve()
sys.path.insert(0, str(HERE.parents[1] / 'support'))
from surroundings import message, post  # noqa: E402

PAUSE = 0.05     # seconds
PATIENCE = 10    # seconds for an answer, however slow the machine


class Honest:
    """Every request is a message in the intake channel."""

    def __init__(self, port):
        self.process = subprocess.Popen(
            [sys.executable, '-B', HERE, str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.process.stdout.readline()  # it has begun

    def finish(self):
        """How long each took in milliseconds, sorted; the texts that were answered 200; what became of all others."""
        self.process.stdin.close()
        said = json.loads(self.process.stdout.read())
        self.process.stdout.close()
        self.process.wait()
        return sorted(said['milliseconds']), said['taken'], said['wrong']


class Line:
    """One connection, kept as long as it can be."""

    def __init__(self, port):
        self.port = port
        self.socket = None

    def leave(self):
        if self.socket:
            self.socket.close()
        self.socket = None

    def ask(self, said):
        """The head of the answer; b'' where the connection was closed instead. A kept one may have been closed under us:
        then it is asked again, once, on a new one, as every client does."""
        kept = self.socket is not None
        answer = self.ask_once(said)
        return self.ask_once(said) if kept and not answer else answer

    def ask_once(self, said):
        try:
            if self.socket is None:
                self.socket = socket.create_connection(('127.0.0.1', self.port), PATIENCE)
            self.socket.sendall(said)
            heard = b''
            while b'\r\n\r\n' not in heard:
                more = self.socket.recv(65536)
                if not more:
                    self.leave()
                    return b''
                heard += more
        except TimeoutError:
            self.leave()
            return b'no answer in %d s' % PATIENCE
        except OSError:
            self.leave()
            return b''
        if b'\r\nConnection: close\r\n' in heard:
            self.leave()
        return heard


def until_told(finished):
    sys.stdin.read()
    finished.set()


def be_honest(port):
    """Open loop: each request has its time, and what it waits for the one before counts. Every fifth comes by a new
    connection."""
    finished = threading.Event()
    threading.Thread(target=until_told, args=[finished], daemon=True).start()
    milliseconds, taken, wrong = [], [], []
    line = Line(port)
    print('begun', flush=True)
    begun = time.monotonic()
    number = 0
    while not finished.is_set():
        number += 1
        due = begun + number * PAUSE
        time.sleep(max(0, due - time.monotonic()))
        if number % 5 == 0:
            line.leave()
        text = f'the printer is on fire, {number}'
        answer = line.ask(post(message(text, number), close=False))
        milliseconds.append((time.monotonic() - due) * 1000)
        if answer.startswith(b'HTTP/1.1 200 '):
            taken.append(text)
        else:
            wrong.append(f'{text}: {answer[:80].decode(errors="replace") or "closed without an answer"}')
    print(json.dumps({'milliseconds': milliseconds, 'taken': taken, 'wrong': wrong}))


if __name__ == '__main__':
    be_honest(int(sys.argv[1]))
