import assert from 'node:assert/strict';
import {test} from 'node:test';

import {localDateTime, secondsOf} from '../../slack/emulator/page/blocks/elements/zones.js';
import {ago, formatDate} from '../../slack/emulator/page/text/dates.js';

const then = Date.UTC(2026, 2, 4, 23, 30, 5) / 1000;
const berlin = {now: Date.UTC(2026, 2, 4, 10), timeZone: 'Europe/Berlin'};
const newYork = {now: Date.UTC(2026, 2, 4, 10), timeZone: 'America/New_York'};

test('every token of Slack is known', () => {
  const rows = [
    ['{date_num}', '2026-03-05'],
    ['{date_slash}', '03/05/2026'],
    ['{date}', 'March 5th, 2026'],
    ['{date_short}', 'Mar 5, 2026'],
    ['{date_long}', 'Thursday, March 5th, 2026'],
    ['{date_pretty}', 'Tomorrow'],
    ['{date_short_pretty} at {time}', 'Tomorrow at 12:30 AM'],
    ['due {date_long_pretty}', 'due tomorrow'],
    ['{time_secs}', '12:30:05 AM'],
    ['{ago}', 'In 13 hours'],
    ['no token', 'no token'],
  ];
  for (const [format, wanted] of rows) assert.equal(formatDate(then, format, berlin), wanted, format);
});

test('the same moment is another day elsewhere', () => {
  assert.equal(formatDate(then, '{date_short_pretty} at {time}', newYork), 'Today at 6:30 PM');
  assert.equal(formatDate(then, '{date_pretty}', {...newYork, now: Date.UTC(2026, 2, 5, 10)}), 'Yesterday');
  assert.equal(formatDate(then, '{date_short_pretty}', {...newYork, now: Date.UTC(2026, 2, 9)}), 'Mar 4, 2026');
});

test('an unknown token or an impossible time leaves the fallback', () => {
  assert.equal(formatDate(then, '{century}', berlin), null);
  assert.equal(formatDate(Number.NaN, '{date}', berlin), null);
  assert.equal(formatDate(1e30, '{date}', berlin), null);
});

test('days of the month end in st, nd, rd or th', () => {
  const day = (number) => formatDate(Date.UTC(2026, 0, number, 12) / 1000, '{date}', {now: 0, timeZone: 'UTC'});
  assert.deepEqual([1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 31].map((number) => day(number).split(' ')[1]),
    ['1st,', '2nd,', '3rd,', '4th,', '11th,', '12th,', '13th,', '21st,', '22nd,', '23rd,', '31st,']);
});

test('how long ago is told in one unit', () => {
  const rows = [[20, 'just now'], [60, '1 minute ago'], [3 * 3600 + 59, '3 hours ago'], [-7200, 'in 2 hours'], [86_400 * 45, '1 month ago']];
  for (const [seconds, wanted] of rows) assert.equal(ago(0, seconds * 1000), wanted);
});

test('a date and time picked in a zone comes back as the same wall clock', () => {
  for (const timeZone of ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'UTC']) {
    for (const text of ['2026-03-04T09:30', '2026-07-01T00:00', '2026-12-31T23:59']) {
      assert.equal(localDateTime(secondsOf(text, timeZone), timeZone), text, `${timeZone} ${text}`);
    }
  }
  assert.equal(secondsOf('2026-07-01T09:30', 'Europe/Berlin'), Date.UTC(2026, 6, 1, 7, 30) / 1000);
  assert.equal(secondsOf('not a date', 'UTC'), null);
});

test('an hour that the clock change skips still gives a time near it', () => {
  const found = secondsOf('2026-03-29T02:30', 'Europe/Berlin');
  assert.ok(Math.abs(found - Date.UTC(2026, 2, 29, 1) / 1000) <= 3600);
});
