/** Times of the day in a zone, both ways. Pure. */

function wallClock(milliseconds, timeZone) {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
  });
  return Object.fromEntries(format.formatToParts(milliseconds).map(({type, value}) => [type, value]));
}

/** Seconds since 1970 as "2026-03-02T09:30" on the wall clock of the zone. */
export function localDateTime(seconds, timeZone) {
  const {year, month, day, hour, minute} = wallClock(seconds * 1000, timeZone);
  return `${year}-${month}-${day}T${hour}:${minute}`;
}

/** The other way round. In the hour that a clock change skips, the time after it. */
export function secondsOf(text, timeZone) {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text)) return null;
  const asUtc = Date.parse(`${text.slice(0, 16)}:00Z`);
  if (Number.isNaN(asUtc)) return null;
  let guess = asUtc;
  for (let round = 0; round < 3; round += 1) {
    const shownAsUtc = Date.parse(`${localDateTime(guess / 1000, timeZone)}:00Z`);
    if (shownAsUtc === asUtc) break;
    guess += asUtc - shownAsUtc;
  }
  return guess / 1000;
}
