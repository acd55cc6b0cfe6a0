import assert from 'node:assert/strict';
import {test} from 'node:test';

import {agoText, dayText, nextMorning, timeText} from '../../slack/emulator/page/state/times.js';

const at = (text) => Date.parse(text);
const iso = (ms) => new Date(ms).toISOString();

test('the next morning is nine o’clock of the next working day, where one is', () => {
  const rows = [
    ['2026-03-03T07:00:00Z', 'Europe/Berlin', '2026-03-03T08:00:00.000Z', 'a Tuesday before nine: the same day'],
    ['2026-03-03T08:00:00Z', 'Europe/Berlin', '2026-03-04T08:00:00.000Z', 'nine o’clock itself: the day after'],
    ['2026-03-06T17:00:00Z', 'Europe/Berlin', '2026-03-09T08:00:00.000Z', 'a Friday evening: Monday'],
    ['2026-03-28T12:00:00Z', 'Europe/Berlin', '2026-03-30T07:00:00.000Z', 'the clocks change that weekend'],
    ['2026-03-03T23:30:00Z', 'America/New_York', '2026-03-04T14:00:00.000Z', 'still Tuesday in New York'],
    ['2026-03-05T16:00:00Z', 'Asia/Tokyo', '2026-03-06T00:00:00.000Z', 'already Friday in Tokyo'],
  ];
  for (const [now, zone, want, why] of rows) assert.equal(iso(nextMorning(at(now), zone)), want, why);
});

test('days are named as they are spoken of, in the zone of who looks', () => {
  const now = at('2026-03-04T01:00:00Z');
  assert.equal(dayText(at('2026-03-04T00:30:00Z'), now, 'Etc/UTC'), 'Today');
  assert.equal(dayText(at('2026-03-03T23:30:00Z'), now, 'Etc/UTC'), 'Yesterday');
  assert.equal(dayText(at('2026-03-03T23:30:00Z'), now, 'Europe/Berlin'), 'Today');
  assert.equal(dayText(at('2026-02-27T12:00:00Z'), now, 'Etc/UTC'), 'Friday, February 27');
  assert.equal(dayText(at('2025-12-31T12:00:00Z'), now, 'Etc/UTC'), 'Wednesday, December 31, 2025');
});

test('a zone that the browser does not know is read as UTC', () => {
  assert.match(timeText(at('2026-03-04T15:07:00Z'), 'Mars/Olympus'), /^3:07\sPM$/);
});

test('how long ago the last reply was', () => {
  const now = at('2026-03-04T12:00:00Z');
  const ago = (text) => agoText(at(text), now, 'Etc/UTC').replace(/\s/g, ' ');
  assert.equal(ago('2026-03-04T11:59:40Z'), 'just now');
  assert.equal(ago('2026-03-04T11:59:00Z'), '1 minute ago');
  assert.equal(ago('2026-03-04T09:05:00Z'), 'today at 9:05 AM');
  assert.equal(ago('2026-03-03T09:05:00Z'), 'yesterday at 9:05 AM');
  assert.equal(ago('2026-02-20T09:05:00Z'), '12 days ago');
});
