"""Locked, damaged and full: the real executable with a database that somebody else holds, that is damaged, or that
has no room; and backups of it."""

import os
import pathlib
import resource
import sqlite3
import threading
import time
import unittest

from machine import Machine, chance, digest, migrations, rounds


def overwrite(path, offset, content):
    with open(path, 'r+b') as file:
        file.seek(offset)
        file.write(content)


def damage_header(path):
    overwrite(path, 0, b'\xff' * 100)


def damage_middle(path):
    size = os.path.getsize(path)
    overwrite(path, size // 2 // 4096 * 4096, b'\x2a' * 4096)


def cut_short(path):
    os.truncate(path, os.path.getsize(path) // 2)


def cut_odd(path):
    os.truncate(path, os.path.getsize(path) - 1000)


def empty(path):
    os.truncate(path, 0)


def zeroes(path):
    path.write_bytes(b'\0' * os.path.getsize(path))


def no_database(path):
    path.write_text('This is my shopping list.\n' * 300)


def newer(path):
    db = sqlite3.connect(path)
    db.execute("INSERT INTO schema_version VALUES (4711, 'of the future')")
    db.commit()
    db.close()


class Locked(unittest.TestCase):
    def setUp(self):
        self.machine = Machine().prepare()
        self.addCleanup(self.machine.close)

    def test_by_another_program_it_refuses_with_503_says_why_and_goes_on(self):
        m = self.machine.start()
        other = m.sql(isolation_level=None)
        self.addCleanup(other.close)
        other.execute('BEGIN IMMEDIATE')
        self.assertEqual(m.post(1), 503)
        status, why = m.get('/readyz')
        self.assertEqual(status, 503)
        self.assertIn('locked by another program', why)
        other.execute('ROLLBACK')
        m.until(lambda: m.get('/readyz')[0] == 200)
        self.assertEqual(m.post(1), 200)
        self.assertEqual(m.judge({1}), {1})

    def test_by_another_program_it_ends_all_the_same(self):
        m = self.machine.start()
        other = m.sql(isolation_level=None)
        self.addCleanup(other.close)
        other.execute('BEGIN IMMEDIATE')
        crowd = [threading.Thread(target=m.post, args=(which,)) for which in range(1, 9)]
        for one in crowd:
            one.start()
        time.sleep(0.2)
        status, took = m.terminate()
        for one in crowd:
            one.join()
        self.assertEqual(status, 0)
        self.assertLess(took, 30)  # its own limits add up to less than ten; the rest is for a machine under load
        other.execute('ROLLBACK')
        self.assertEqual(m.judge(set()), set())


class Damaged(unittest.TestCase):
    def setUp(self):
        self.machine = Machine().prepare()
        self.addCleanup(self.machine.close)

    def fill(self, count=30):
        m = self.machine.start()
        for which in range(1, count + 1):
            self.assertEqual(m.post(which), 200)

    def refused(self, *, says, commands=('serve', 'migrate', 'backup')):
        """serve, migrate and backup say it in one line, end with 1 and leave every file as it is."""
        m = self.machine
        files = sorted(p for p in m.folder.glob('docket.db*') if not p.name.endswith('-shm'))
        before = [digest(p) for p in files]
        for command in commands:
            with self.subTest(command=command):
                done = m.run(command, *[str(m.folder / 'copy.db')] * (command == 'backup'))
                self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
                self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
                for word in says:
                    self.assertIn(word, done.stderr)
                self.assertEqual([digest(p) for p in files], before)
                self.assertFalse((m.folder / 'copy.db').exists())
                self.assertEqual(list(m.folder.glob('*.partial')), [])

    def test_at_the_start_it_is_told_and_left_as_it_is(self):
        self.fill()
        self.machine.terminate()
        whole = self.machine.database.read_bytes()
        for harm in (damage_header, damage_middle, cut_short, cut_odd, empty, zeroes, no_database, newer):
            with self.subTest(harm=harm.__name__):
                for left in self.machine.folder.glob('docket.db-*'):
                    left.unlink()
                self.machine.database.write_bytes(whole)
                harm(self.machine.database)
                if harm is newer:
                    self.refused(says=['docket.db', 'newer'], commands=('serve', 'migrate'))
                else:
                    self.refused(says=['docket.db', 'backup'])

    def test_a_log_that_is_damaged_in_its_middle_is_told_and_left_as_it_is(self):
        self.fill()
        self.machine.kill()
        log = pathlib.Path(str(self.machine.database) + '-wal')
        whole = log.read_bytes()
        for offset in (40, len(whole) // 3, len(whole) // 2):
            with self.subTest(offset=offset):
                pathlib.Path(str(self.machine.database) + '-shm').unlink(missing_ok=True)
                log.write_bytes(whole)
                overwrite(log, offset, b'\x2a' * 64)
                self.refused(says=['docket.db', 'backup'])

    def test_a_log_without_its_database_is_told_and_left_as_it_is(self):
        self.fill()
        self.machine.kill()
        self.machine.database.rename(self.machine.folder / 'elsewhere.db')
        self.refused(says=['docket.db'])

    def test_a_log_whose_end_was_torn_by_a_crash_is_no_damage(self):
        self.fill()
        self.machine.kill()
        log = pathlib.Path(str(self.machine.database) + '-wal')
        with open(log, 'r+b') as file:
            file.seek(-2000, os.SEEK_END)
            file.write(b'\0' * 2000)
        self.machine.start()
        self.assertEqual(self.machine.post(100), 200)
        self.machine.judge(range(1, 29))

    def test_while_it_runs_it_is_told_and_nothing_is_acknowledged_that_is_not_kept(self):
        """What it has in memory serves it for a while, and so do pages that nobody needs. In the end all that it
        acknowledged is there, or the next start says what to do."""
        self.fill()
        m = self.machine
        m.terminate()
        whole = m.database.read_bytes()
        refused_with_something_kept = 0
        for first, pages in [(1, len(whole) // 4096 - 1)] + [(page, 1) for page in range(1, len(whole) // 4096, 3)]:
            with self.subTest(first=first, pages=pages):
                for left in m.folder.glob('docket.db*'):
                    left.unlink()
                m.database.write_bytes(whole)
                m.start()
                overwrite(m.database, first * 4096, b'\x2a' * (pages * 4096))
                answers = {which: m.post(which) for which in range(200, 210)}
                self.assertTrue(set(answers.values()) <= {200, 503}, answers)
                kept = {which for which, status in answers.items() if status == 200}
                status, why = m.get('/readyz')
                if len(kept) < len(answers):
                    self.assertEqual(status, 503)
                    self.assertIn('damaged', why)
                self.assertEqual(m.terminate()[0], 0)
                if m.run('migrate').returncode == 0:
                    m.judge(kept | set(range(1, 31)))
                else:
                    self.refused(says=['docket.db', 'damaged', 'backup'], commands=('serve', 'migrate'))
                    refused_with_something_kept += bool(kept)
        self.assertGreater(refused_with_something_kept, 0)


class Backup(unittest.TestCase):
    def setUp(self):
        self.machine = Machine().prepare()
        self.addCleanup(self.machine.close)

    def test_under_load_holds_all_that_was_acknowledged_before_and_serves(self):
        m = self.machine.start()
        acknowledged, ending, lock = set(), threading.Event(), threading.Lock()
        asked = 0

        def people():
            nonlocal asked
            while not ending.is_set():
                with lock:
                    asked += 1
                    which = asked
                if m.post(which) == 200:
                    with lock:
                        acknowledged.add(which)
        crowd = [threading.Thread(target=people) for _ in range(4)]
        for one in crowd:
            one.start()
        copies = []
        for number in range(rounds(4)):
            enough = len(acknowledged) + 5
            m.until(lambda: len(acknowledged) >= enough)
            with lock:
                before = set(acknowledged)
            copy = m.folder / f'copy-{number}.db'
            done = m.run('backup', str(copy))
            self.assertEqual(done.returncode, 0, done.stderr)
            copies.append((copy, before))
        ending.set()
        for one in crowd:
            one.join()
        m.terminate()
        for copy, before in copies:
            self.assertEqual([p.name for p in m.folder.glob(copy.name + '*')], [copy.name])
            m.judge(before, copy)
        for left in m.folder.glob('docket.db*'):
            left.unlink()
        copies[-1][0].rename(m.database)
        m.start()
        for which in range(1, asked + 1):
            self.assertEqual(m.post(which), 200)
        self.assertEqual(m.judge(range(1, asked + 1)), set(range(1, asked + 1)))

    def refused(self, target, says, **how):
        done = self.machine.run('backup', str(target), **how)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertIn(says, done.stderr)

    def test_that_cannot_be_made_says_why_and_leaves_nothing(self):
        m = self.machine
        before = digest(m.database)
        taken = m.folder / 'taken.db'
        taken.write_text('the only copy of something else')
        self.refused(taken, 'exists')
        self.assertEqual(taken.read_text(), 'the only copy of something else')
        self.refused(m.database, 'exists')
        os.symlink('nowhere', m.folder / 'link.db')
        self.refused(m.folder / 'link.db', 'exists')
        self.refused(m.folder / 'nowhere' / 'copy.db', 'folder')
        self.refused(m.folder, 'exists')
        self.assertEqual(digest(m.database), before)

    def test_on_a_disk_that_fills_half_way_leaves_nothing(self):
        m = self.machine
        half = os.path.getsize(m.database) // 2

        def little_room():
            resource.setrlimit(resource.RLIMIT_FSIZE, (half, half))
            import signal
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        self.refused(m.folder / 'copy.db', 'copy.db', preexec_fn=little_room)
        self.assertEqual(list(m.folder.glob('copy.db*')), [])

    def test_of_a_locked_folder_says_so(self):
        if os.geteuid() == 0:
            self.skipTest('root may write everywhere')
        m = self.machine
        closed = m.folder / 'closed'
        closed.mkdir(mode=0o500)
        self.refused(closed / 'copy.db', 'closed')


class Full(unittest.TestCase):
    def setUp(self):
        self.machine = Machine().prepare()
        self.addCleanup(self.machine.close)

    def test_disk_is_answered_503_and_goes_on_by_itself_once_there_is_room(self):
        m = self.machine

        def ignore_the_signal():
            import signal
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        m.start(preexec_fn=ignore_the_signal)
        self.assertEqual(m.post(1), 200)
        log = os.path.getsize(str(m.database) + '-wal')
        most = log + 40000
        random = chance('full')
        resource.prlimit(m.process.pid, resource.RLIMIT_FSIZE, (most + random.randint(0, 9000), resource.RLIM_INFINITY))
        answers = {which: m.post(which) for which in range(2, 40)}
        self.assertIn(503, answers.values())
        self.assertTrue(set(answers.values()) <= {200, 503}, answers)
        # Not a page more: a small commit of Docket's own might still have found room, and then it takes writes.
        resource.prlimit(m.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        self.assertEqual(m.post(40), 503)
        status, why = m.get('/readyz')
        self.assertEqual(status, 503)
        self.assertRegex(why, 'room|disk')
        acknowledged = {1} | {which for which, status in answers.items() if status == 200}
        m.judge(acknowledged)
        resource.prlimit(m.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        m.until(lambda: m.get('/readyz')[0] == 200)
        for which in answers:
            self.assertEqual(m.post(which), 200)
        self.assertEqual(m.judge(range(1, 40)), set(range(1, 40)))


if __name__ == '__main__':
    unittest.main()
