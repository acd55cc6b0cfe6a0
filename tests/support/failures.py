"""Names every test that failed and shows the end of what it said, from the JUnit files that ctest wrote.

`failures.py JUNIT…`: prints nothing where nothing failed. Files that are not there or were cut short are passed over:
whoever counts them has said so.
"""

import pathlib
import sys
import xml.etree.ElementTree

LINES = 60      # of each test: where it begins and, mostly, how it ends
WIDTH = 400     # of a line
SHOWN = 20      # tests whose output is shown; the names of all are
NOT_THERE = 'Unable to find executable'  # ctest calls that skipped


def shortened(text):
    """The first lines and the last ones, each cut where it is very long."""
    lines = [line if len(line) <= WIDTH else line[:WIDTH] + ' …' for line in text.strip().splitlines()]
    if len(lines) <= LINES:
        return lines
    first = LINES // 4
    last = LINES - first
    return [*lines[:first], f'… {len(lines) - LINES} lines …', *lines[-last:]]


def failed(path):
    """(name, seconds, output) of every test in there that failed, or that could not be started."""
    try:
        suite = xml.etree.ElementTree.parse(path).getroot()
    except (OSError, xml.etree.ElementTree.ParseError):
        return
    for test in suite.iter('testcase'):
        skipped = test.find('skipped')
        if test.find('failure') is not None or (skipped is not None and NOT_THERE in skipped.get('message', '')):
            yield test.get('name'), float(test.get('time') or 0), test.findtext('system-out') or ''


def main(paths):
    count = 0
    for path in map(pathlib.Path, paths):
        for name, seconds, output in failed(path):
            count += 1
            print(f'\nFAILED in {path.parent.name} after {seconds:.1f} s: {name}')
            if count <= SHOWN:
                print('\n'.join('    ' + line for line in shortened(output)))
    if count > SHOWN:
        print(f'\nOnly the first {SHOWN} are shown with what they said: the JUnit files have it all.')


if __name__ == '__main__':
    main(sys.argv[1:])
