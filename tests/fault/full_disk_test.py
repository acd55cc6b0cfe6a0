"""A disk that is full in earnest: Docket on a file system in memory that is too small, and grows later.

Only root may mount one, in a mount namespace of its own; elsewhere this is skipped. (damage_test.py has a disk that is full
by a limit of the process, for everybody.)
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

from machine import Machine
from surroundings import PATIENCE

HERE = pathlib.Path(__file__).resolve()
INSIDE = 'DOCKET_FULL_DISK_INSIDE'
SKIPPED = 77
MOST = 2000  # requests that surely do not find room


def mount(*words):
    done = subprocess.run(['mount', *map(str, words)], capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr


class FullDisk(unittest.TestCase):
    def setUp(self):
        self.machine = Machine()
        self.addCleanup(self.machine.close)
        self.disk = self.machine.folder / 'disk'
        self.disk.mkdir()
        mount('-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', self.disk)
        self.addCleanup(subprocess.run, ['umount', '--lazy', self.disk])
        self.machine.database = self.disk / 'docket.db'
        self.machine.prepare()

    def grow(self):
        mount('-o', 'remount,size=32m', self.disk)

    def fill(self):
        """Until there is no room for a request. The numbers of those that were acknowledged, and of all."""
        m = self.machine
        acknowledged = set()
        for which in range(1, MOST):
            status = m.post(which)
            self.assertIn(status, (200, 503))
            if status == 503:
                return acknowledged, range(1, which + 1)
            acknowledged.add(which)
        self.fail('a disk of 2 MB is never full')

    def nothing_is_missing(self, asked):
        """Slack repeats what was not acknowledged, and what was changes nothing."""
        m = self.machine
        for which in asked:
            self.assertEqual(m.post(which), 200)
        self.assertEqual(m.judge(asked), set(asked))
        self.assertEqual(m.terminate()[0], 0)

    def test_refuses_what_it_cannot_keep_and_goes_on_by_itself_once_there_is_room(self):
        m = self.machine.start()
        acknowledged, asked = self.fill()
        self.assertGreater(len(acknowledged), 0)
        status, why = m.get('/readyz')
        if status != 200:  # a small commit of Docket's own may have found room, and then it takes writes
            self.assertRegex(why, 'room|full|disk')
        m.judge(acknowledged)
        self.grow()
        m.until(lambda: m.get('/readyz')[0] == 200)
        self.nothing_is_missing(asked)

    def test_keeps_what_it_acknowledged_when_it_is_killed_and_started_without_room(self):
        m = self.machine.start()
        acknowledged, asked = self.fill()
        m.kill()
        m.start(ready=False)
        if m.process.poll() is None:  # it may serve: then it refuses, or says that it keeps what is new
            if m.post(MOST) == 200:
                acknowledged.add(MOST)
                asked = [*asked, MOST]
            m.kill()
        else:
            self.assertRegex(m.log.read_text().splitlines()[-1], 'room|full|disk')
        self.grow()
        m.start()
        self.assertLessEqual(acknowledged, m.judge(acknowledged))
        self.nothing_is_missing(asked)


def main():
    if os.environ.get(INSIDE):
        unittest.main(argv=[sys.argv[0], *sys.argv[1:]])
    why = None
    if os.geteuid() != 0 or shutil.which('unshare') is None:
        why = 'only root may mount a file system, with unshare'
    else:
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(['unshare', '-m', '--propagation', 'private', 'mount', '-t', 'tmpfs', 'tmpfs', folder],
                                  capture_output=True, text=True)
        if done.returncode != 0:
            why = f'nothing can be mounted here ({done.stderr.strip()})'
    if why:
        print(f'skipped: {why}')
        sys.exit(SKIPPED)
    command = ['unshare', '-m', '--propagation', 'private', sys.executable, '-B', str(HERE), *sys.argv[1:]]
    sys.exit(subprocess.run(command, env=os.environ | {INSIDE: '1'}).returncode)


if __name__ == '__main__':
    main()
