"""How long honest requests wait while somebody attacks, against its bar: every attack of tests/hostile in turn, each in
a process of its own. One JSON line an attack on stdout; ends with 1 when a bar is missed or an attack did harm.

Needs DOCKET_EXECUTABLE, a release build; `tests/run --bench` sets it. Names of attacks, such as test_slow_headers, run
those alone.
"""

import json
import os
import pathlib
import re
import subprocess
import sys

ATTACKS = pathlib.Path(__file__).resolve().parents[1] / 'hostile' / 'attacks_test.py'
MOST = 100  # ms, for 99 honest requests in 100


def main(names):
    missed = 0
    for name in names or re.findall(r'^    def (test_[a-z0-9_]+)', ATTACKS.read_text(), re.MULTILINE):
        done = subprocess.run([sys.executable, '-B', ATTACKS, f'attacks.{name}'], capture_output=True, text=True,
                              timeout=300, env={'DOCKET_HOSTILE_SECONDS': '5', **os.environ})
        told = json.loads(done.stdout) if done.stdout else {'attack': name, 'p99_ms': None}
        good = done.returncode == 0 and told['p99_ms'] <= MOST
        missed += not good
        print(json.dumps({'what': 'an honest request during ' + told.pop('attack'), 'measured': told.pop('p99_ms'),
                          'bar': f'≤ {MOST} ms', 'good': good, **told}, ensure_ascii=False), flush=True)
        if done.returncode != 0:
            print(done.stderr, file=sys.stderr)
    return 1 if missed else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
