"""The Debian package in a throw-away root: installed, started, upgraded over an older database, removed, purged.

The root is this machine's own under a layer in memory, which takes a second and wants root. systemd cannot run there, so
the test starts what the unit says, with its environment, its credentials and its socket. The executable is that of the
build under test, debug as a rule; the package round it is the one that operators get.
"""

import contextlib
import os
import pathlib
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve()
sys.path.insert(0, str(HERE.parents[1] / 'support'))
from surroundings import ROOT, SECRET, SETTINGS, Slack, Supervisor, message, post, statuses, talk  # noqa: E402

SKIPPED = 77
NOBODY = 65534
UNITS = ROOT / 'packaging' / 'systemd'
INSIDE = 'DOCKET_PACKAGE_TEST_INSIDE'


def ran(*command, **more):
    """Its output; fails with it when the command does."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, **more)
    if done.returncode != 0:
        raise AssertionError(f'{" ".join(map(str, command))}: {done.returncode}\n{done.stdout}{done.stderr}')
    return done.stdout + done.stderr


def settings_of(unit, key):
    """All values of a key, in order."""
    return [line.split('=', 1)[1] for line in unit.read_text().splitlines() if line.startswith(key + '=')]


class ThrowAwayRoot:
    """This machine's root with all changes in memory."""

    def __init__(self):
        self.place = pathlib.Path(tempfile.mkdtemp(prefix='docket-package-'))
        ran('mount', '-t', 'tmpfs', '-o', 'size=512m', 'tmpfs', self.place)
        self.upper, self.path = self.place / 'upper', self.place / 'root'
        for folder in (self.upper, self.place / 'work', self.path):
            folder.mkdir()
        ran('mount', '-t', 'overlay', 'overlay', '-o',
            f'lowerdir=/,upperdir={self.upper},workdir={self.place / "work"}', self.path)
        for folder in ('proc', 'dev'):
            ran('mount', '--rbind', '/' + folder, self.path / folder)
        ran('mount', '-t', 'tmpfs', 'tmpfs', self.path / 'tmp')
        ran('mount', '-t', 'tmpfs', 'tmpfs', self.path / 'run')

    def ran(self, *command):
        return ran('chroot', self.path, *command)

    def added(self):
        """Every file and folder that was not there before, except what dpkg keeps for itself."""
        own = re.compile(r'var/(lib/dpkg|log|cache)(/|$)')
        new = []
        for folder, folders, files in os.walk(self.upper):
            for name in folders + files:
                there = pathlib.Path(folder, name)
                path = there.relative_to(self.upper).as_posix()
                gone = stat.S_ISCHR(there.lstat().st_mode)  # an overlay's mark of what was deleted
                if not gone and not own.match(path) and not os.path.lexists('/' + path):
                    new.append(path)
        return sorted(new)

    def close(self):
        ran('umount', '--recursive', '--lazy', self.place)
        self.place.rmdir()


class Unit:
    """A unit as systemd would run it: its own copies of the secrets, its variables, its folder and its user."""

    def __init__(self, root, slack, name):
        self.root, self.slack, self.name = root, slack, name
        self.file = root.path / 'lib/systemd/system' / name

    def settings(self, key):
        return settings_of(self.file, key)

    def credentials(self):
        """Where they are, inside the root."""
        folder = f'/run/credentials/{self.name}'
        loaded = self.root.path / folder.lstrip('/')
        shutil.rmtree(loaded, ignore_errors=True)
        loaded.mkdir(parents=True)
        for name, source in (value.split(':') for value in self.settings('LoadCredential')):
            for file in (self.root.path / source.lstrip('/')).iterdir():
                shutil.copy(file, loaded / f'{name}_{file.name}')
                os.chown(loaded / f'{name}_{file.name}', NOBODY, NOBODY)
                os.chmod(loaded / f'{name}_{file.name}', 0o400)
        return folder

    def variables(self):
        variables = dict(value.split('=', 1) for value in self.settings('Environment'))
        for file in self.settings('EnvironmentFile'):
            for line in (self.root.path / file.lstrip('-/')).read_text().splitlines():
                if line and not line.startswith('#'):
                    variables.update([line.split('=', 1)])
        if self.settings('LoadCredential'):
            variables['CREDENTIALS_DIRECTORY'] = self.credentials()
        return variables | {name: os.environ[name] for name in ('ASAN_OPTIONS', 'UBSAN_OPTIONS') if name in os.environ} | {
            'SLACK_API_URL': self.slack.url, 'PATH': '/usr/bin:/bin'}

    def line(self):
        return self.settings('ExecStart')[0].split()

    def enter(self):
        """For the process that is to be the unit's: everything of it is the user's."""
        state = self.root.path / 'var/lib' / self.settings('StateDirectory')[0]
        state.mkdir(mode=0o700, exist_ok=True)
        for each in (state, *state.rglob('*')):
            os.chown(each, NOBODY, NOBODY)
        folder, = self.settings('WorkingDirectory') or ['/']
        os.chroot(self.root.path)
        os.chdir(folder)
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)

    def run(self):
        """To its end, for those that have one: its status, and what it said."""
        done = subprocess.run(self.line(), env=self.variables(), preexec_fn=self.enter, capture_output=True, text=True,
                              timeout=300)
        return done.returncode, done.stdout + done.stderr


class Installed(Supervisor):
    """The service as systemd would run it."""

    def __init__(self, root, slack):
        super().__init__('\0docket-package-%d' % os.getpid())  # reached from inside another root, too
        self.unit = Unit(root, slack, 'docket.service')

    def begin(self):
        self.start(self.unit.line(), self.unit.variables(), self.unit.root.place / 'log', self.unit.enter)
        self.hears('READY=1')

    def asks(self, number):
        """Opens a ticket; the status of the answer."""
        return statuses(talk(self.address[1], post(message(f'request {number}', number))))


class Systemctl:
    """Notes what the package's scripts ask of systemd in that root, where it seems to run. Nothing is active."""

    PATH = '/tmp/fake:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

    def __init__(self, root):
        self.root = root
        self.notes = root.path / 'tmp/asked'
        (root.path / 'run/systemd/system').mkdir(parents=True)
        fake = root.path / 'tmp/fake/systemctl'
        fake.parent.mkdir()
        fake.write_text('#!/bin/sh\necho "$*" >> /tmp/asked\ncase "$*" in *is-active*) exit 3 ;; esac\n')
        fake.chmod(0o755)

    def during(self, *dpkg):
        """What was started, stopped or replaced meanwhile, and what people were told."""
        self.notes.write_text('')
        told = self.root.ran('env', 'PATH=' + self.PATH, 'dpkg', *dpkg)
        asked = [line.removeprefix('--system ') for line in self.notes.read_text().splitlines()]
        return [line for line in asked if line.split()[0] in ('start', 'stop', 'restart', 'try-restart')], told


def made_package(version, into):
    """The package of this build, as that version."""
    build = pathlib.Path(os.environ['DOCKET_BUILD'])
    ran('cpack', '-G', 'DEB', '--config', build / 'CPackConfig.cmake', '-B', into, '-R', version)
    found, = into.glob(f'docket_{version}_*.deb')
    return found


def make_older_database(file, until):
    """As an earlier Docket left it: with the first migrations only, and a ticket."""
    with contextlib.closing(sqlite3.connect(file)) as database:
        database.execute('CREATE TABLE schema_version (version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL) STRICT')
        for script in sorted((ROOT / 'storage' / 'migrations').glob('*.sql')):
            version, name = script.stem.split('_', 1)
            if int(version) <= until:
                database.executescript(script.read_text())
                database.execute('INSERT INTO schema_version VALUES (?, ?)', (int(version), name))
        database.execute('INSERT INTO ticket_counter VALUES (?, 1)', ('T0HOUSE',))
        database.execute(
            'INSERT INTO ticket (workspace, number, queue, status, priority, requester, source, title, details, outcome, '
            "opened, touched, informed, question, reopened, events) VALUES ('T0HOUSE', 1, 'it', 'fresh', 'normal', "
            "'U0ANN', 'command', 'of an earlier Docket', '', '', 1, 1, 1, 0, 0, 0)")
        database.commit()


def titles(file):
    with contextlib.closing(sqlite3.connect(file)) as database:
        return [row[0] for row in database.execute('SELECT title FROM ticket ORDER BY number')]


def schema(file):
    with contextlib.closing(sqlite3.connect(file)) as database:
        return database.execute('SELECT MAX(version) FROM schema_version').fetchone()[0]


class Units(unittest.TestCase):
    def setUp(self):
        if shutil.which('systemd-analyze') is None:
            self.skipTest('systemd-analyze is not installed')

    def test_systemd_understands_every_unit(self):
        with tempfile.TemporaryDirectory() as folder:
            for unit in UNITS.iterdir():
                # Those it starts are not installed here.
                text = re.sub(r'^(ExecStart=)/usr/\S+', r'\1/bin/true', unit.read_text(), flags=re.MULTILINE)
                pathlib.Path(folder, unit.name).write_text(text)
            done = subprocess.run(
                ['systemd-analyze', 'verify', '--man=no', *sorted(map(str, pathlib.Path(folder).iterdir()))],
                capture_output=True, text=True, timeout=60, env=os.environ | {'SYSTEMD_UNIT_PATH': f'{folder}:'})
            about_ours = [line for line in done.stderr.splitlines() if 'docket' in line]
            self.assertEqual((done.returncode, about_ours), (0, []), done.stderr)

    def test_what_runs_is_shut_in(self):
        for unit, most in (('docket.service', 1.5), ('docket-backup.service', 0.7), ('docket-doctor.service', 1.5)):
            told = ran('systemd-analyze', 'security', '--offline=true', '--no-pager', UNITS / unit)
            exposure = float(re.search(r'Overall exposure level for \S+: ([\d.]+)', told)[1])
            self.assertLessEqual(exposure, most, told)


class Alerts(unittest.TestCase):
    def test_every_alert_is_about_a_number_that_docket_tells(self):
        """Names and their endings are looked for in the source: what has labels is told only after the first time."""
        source = ''.join((ROOT / 'bot' / name).read_text() for name in ('metrics.cpp', 'house_numbers.cpp'))
        told = set(re.findall(r'"((?:docket|process)_[a-z_]+)"', source))
        rules = (ROOT / 'packaging' / 'alerts.yaml').read_text()
        expressions = re.findall(r'^ +expr: (.*)$', rules, re.MULTILINE)
        self.assertEqual(len(expressions), rules.count('- alert: '))
        asked = {re.sub(r'_(bucket|count|sum)$', '', name)
                 for e in expressions for name in re.findall(r'\b(?:docket|process)_[a-z_]+', e)}
        self.assertGreater(len(asked), 12)
        self.assertEqual(sorted(asked - told), [])

    def test_names_end_as_prometheus_wants_them(self):
        """Counters in _total and nothing else, base units, no colons (prometheus.io/docs/practices/naming)."""
        source = (ROOT / 'bot' / 'metrics.cpp').read_text()
        counters = re.findall(r'\bcounter\(\s*"([a-z_]+)"', source)
        others = re.findall(r'\b(?:gauge|histogram)\(\s*"([a-z_]+)"', source)
        self.assertGreater(len(counters), 5)
        self.assertGreater(len(others), 5)
        self.assertEqual([name for name in counters if not name.endswith('_total')], [])
        self.assertEqual([name for name in others if name.endswith('_total')], [])
        self.assertEqual([name for name in counters + others if re.search('_(ms|milliseconds|minutes|kb|mb)', name)], [])


class Rotation(unittest.TestCase):
    def test_the_newest_backups_stay_and_nothing_else_is_touched(self):
        with tempfile.TemporaryDirectory() as folder:
            for day in range(1, 6):
                pathlib.Path(folder, f'docket-2026-01-0{day}T02-30-00Z.db').write_text('')
            pathlib.Path(folder, 'docket-before-the-move.db').write_text('')
            fake = pathlib.Path(folder, 'fake')
            fake.write_text('#!/bin/sh\n[ "$1" = backup ] && echo > "$2"\n')
            fake.chmod(0o755)
            script = ROOT / 'packaging' / 'nightly-backup'
            ran(script, folder, '3', env=os.environ | {'DOCKET_EXECUTABLE': str(fake)})
            left = sorted(f.name for f in pathlib.Path(folder).glob('*.db'))
            self.assertEqual(len(left), 4, left)
            self.assertIn('docket-before-the-move.db', left)
            self.assertIn('docket-2026-01-05T02-30-00Z.db', left)
            self.assertNotIn('docket-2026-01-03T02-30-00Z.db', left)
            fake.write_text('#!/bin/sh\nexit 1\n')
            self.assertEqual(subprocess.run([script, folder, '1'], env=os.environ | {'DOCKET_EXECUTABLE': str(fake)}).returncode, 1)
            self.assertEqual(sorted(f.name for f in pathlib.Path(folder).glob('*.db')), left, 'a failed one removed others')


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.packages = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.old, cls.new = (made_package(version, cls.packages) for version in ('0.0.9', '0.1.0'))

    def made_root(self):
        """With both packages in its /tmp."""
        root = ThrowAwayRoot()
        self.addCleanup(root.close)
        for package in (self.old, self.new):
            shutil.copy(package, root.path / 'tmp')
        return root

    def test_an_upgrade_replaces_what_runs_and_starts_nothing_that_was_stopped(self):
        root = self.made_root()
        systemd = Systemctl(root)
        asked, told = systemd.during('--install', f'/tmp/{self.old.name}')
        self.assertEqual(asked, [], 'it cannot run before it has a token')
        self.assertIn('/etc/docket/credentials/bot_token', told)
        token = root.path / 'etc/docket/credentials/bot_token'
        token.write_text('xoxb-1\n')
        asked, told = systemd.during('--install', f'/tmp/{self.new.name}')
        self.assertEqual(asked, ['try-restart docket-backup.timer docket.service'])
        for unit in ('docket.socket', 'docket.service', 'docket-backup.timer'):
            self.assertIn(f'{unit} does not run', told)
        asked, _ = systemd.during('--remove', 'docket')
        self.assertEqual(asked, ['stop docket-backup.timer docket.socket docket.service'])
        systemd.during('--purge', 'docket')
        token.parent.mkdir(parents=True)
        token.write_text('xoxb-1\n')  # laid there beforehand
        asked, _ = systemd.during('--install', f'/tmp/{self.new.name}')
        self.assertEqual(asked, ['start docket.socket docket-backup.timer', 'start docket.service'])

    def test_it_installs_starts_upgrades_removes_and_purges(self):
        slack = Slack()
        self.addCleanup(slack.close)
        root = self.made_root()
        old, new = self.old, self.new
        before = root.added()
        self.assertIn('libsqlite3-0', ran('dpkg-deb', '--field', old, 'Depends'))
        self.assertRegex(ran('dpkg-deb', '--field', old, 'Maintainer'), r'^[^<>]+ <[^<>@ ]+@[^<>@ ]+>$')

        # Installed: it says what is missing, and its secrets are root's alone.
        told = root.ran('dpkg', '--install', '/tmp/' + old.name)
        self.assertIn('/etc/docket/credentials/bot_token', told)
        secrets = root.path / 'etc/docket/credentials'
        self.assertEqual(secrets.stat().st_mode & 0o777, 0o700)
        (secrets / 'bot_token').write_text('xoxb-1\n')
        (secrets / 'signing_secret').write_text(SECRET + '\n')
        (root.path / 'etc/docket/docket.toml').write_text(SETTINGS)

        # An earlier Docket had worked there.
        state = root.path / 'var/lib/docket'
        state.mkdir(mode=0o700)
        latest = max(int(f.name[:4]) for f in (ROOT / 'storage' / 'migrations').glob('*.sql'))
        make_older_database(state / 'docket.db', latest - 1)
        (state / 'docket.db').chmod(0o600)

        # Upgraded: what the operator wrote stays, the database is brought up to date, work goes on.
        with (root.path / 'etc/docket/docket.env').open('a') as settings:
            settings.write('DOCKET_LOG_FORMAT=json\n')
        root.ran('dpkg', '--install', '/tmp/' + new.name)
        self.assertIn('DOCKET_LOG_FORMAT=json', (root.path / 'etc/docket/docket.env').read_text())
        self.assertEqual(root.ran('/usr/bin/docket', 'version').split()[0:1], ['docket'])
        service = Installed(root, slack)
        self.addCleanup(service.close)
        service.begin()
        service.hears('STATUS=serving')
        self.assertEqual(service.asks(1), [200])
        self.assertEqual(schema(state / 'docket.db'), latest)
        self.assertEqual(titles(state / 'docket.db'), ['of an earlier Docket', 'request 1'])

        # Doctor finds the same secrets, those that settings name, too; and the nightly backup copies while the service runs.
        (secrets / 'app_token').write_text('xapp-1\n')
        with (root.path / 'etc/docket/docket.env').open('a') as settings:
            settings.write('SLACK_APP_TOKEN_FILE=slack_app_token\n')
        doctor = Unit(root, slack, 'docket-doctor.service')
        _, found = doctor.run()
        self.assertRegex(found, r'(?m)^ok +database ')
        self.assertRegex(found, r'(?m)^\? +backup +none yet')
        self.assertNotIn('_FILE', found)
        self.assertNotIn('chmod', found)
        status, said = Unit(root, slack, 'docket-backup.service').run()
        self.assertEqual(status, 0, said)
        _, found = doctor.run()
        self.assertRegex(found, r'(?m)^ok +backup ')
        copy, = (state / 'backups').glob('*.db')
        self.assertEqual(titles(copy), ['of an earlier Docket', 'request 1'])
        self.assertEqual(copy.stat().st_mode & 0o077, 0)
        self.assertEqual(service.stop(), 0)

        # Removed, everything of the operator's stays; and comes back.
        root.ran('dpkg', '--remove', 'docket')
        self.assertFalse((root.path / 'usr/bin/docket').exists())
        self.assertEqual(titles(state / 'docket.db'), ['of an earlier Docket', 'request 1'])
        self.assertTrue((secrets / 'bot_token').exists())
        root.ran('dpkg', '--install', '/tmp/' + new.name)
        service.begin()
        self.assertEqual(service.asks(2), [200])
        self.assertEqual(service.stop(), 0)
        self.assertEqual(len(titles(state / 'docket.db')), 3)

        # Purged, nothing stays.
        private = root.path / 'var/lib/private/docket'
        private.mkdir(parents=True)
        (private / 'docket.db').write_text('')
        root.ran('dpkg', '--purge', 'docket')
        (root.path / 'var/lib/private').rmdir() if not os.path.lexists('/var/lib/private') else None
        self.assertEqual([path for path in root.added() if path not in before], [])


def main():
    if os.environ.get(INSIDE):
        unittest.main(argv=[sys.argv[0], *sys.argv[1:]])
    why = None
    if os.geteuid() != 0:
        why = 'only root may lay a root over this one'
    elif any(shutil.which(tool) is None for tool in ('unshare', 'dpkg', 'dpkg-shlibdeps', 'file', 'cpack')):
        why = 'unshare, dpkg, dpkg-dev, file and cpack are needed'
    else:
        with tempfile.TemporaryDirectory() as folder:
            trial = ('mount -t tmpfs tmpfs "$0" && mkdir "$0"/u "$0"/w "$0"/r && '
                     'mount -t overlay overlay -o lowerdir=/,upperdir="$0"/u,workdir="$0"/w "$0"/r')
            done = subprocess.run(['unshare', '-m', 'sh', '-c', trial, folder], capture_output=True, text=True)
        if done.returncode != 0:
            why = f'this machine lets nobody lay a root over its own ({done.stderr.strip()})'
    if 'Package' in ' '.join(sys.argv[1:]) and why:
        print(f'skipped: {why}')
        sys.exit(SKIPPED)
    command = [sys.executable, str(HERE), *sys.argv[1:]]
    if not why:
        command = ['unshare', '-m', '--propagation', 'private', *command]
    sys.exit(subprocess.run(command, env=os.environ | {INSIDE: '1'}).returncode)


if __name__ == '__main__':
    main()
