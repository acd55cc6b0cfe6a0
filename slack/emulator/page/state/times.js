/** Days and times in somebody's zone. Pure: "now" is an argument. */

const formats = new Map();

function format(zone, options) {
  const key = `${zone} ${JSON.stringify(options)}`;
  if (!formats.has(key)) {
    let made;
    try {
      made = new Intl.DateTimeFormat('en-US', {...options, timeZone: zone || 'UTC'});
    } catch {
      made = new Intl.DateTimeFormat('en-US', {...options, timeZone: 'UTC'}); // a zone that this browser does not know
    }
    formats.set(key, made);
  }
  return formats.get(key);
}

/** "9:02 AM" */
export const timeText = (ms, zone) => format(zone, {hour: 'numeric', minute: '2-digit'}).format(ms);

/** "9:02", for the margin */
export const shortTimeText = (ms, zone) => timeText(ms, zone).replace(/\s?[AP]M$/, '');

/** "Tuesday, March 3, 2026 at 9:02 AM" */
export const fullTimeText = (ms, zone) => format(zone, {dateStyle: 'full', timeStyle: 'short'}).format(ms);

/** "Tue, Mar 3, 9:02 AM" */
export const clockText = (ms, zone) =>
  format(zone, {weekday: 'short', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit'}).format(ms);

/** "9:02 AM" today, "Mar 3, 9:02 AM" on any other day */
export function momentText(ms, now, zone) {
  if (dayNumber(ms, zone) === dayNumber(now, zone)) return timeText(ms, zone);
  return format(zone, {month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit'}).format(ms);
}

/** "CET" or "GMT+1" */
export function zoneText(ms, zone) {
  return (
    format(zone, {timeZoneName: 'short'})
      .formatToParts(ms)
      .find((part) => part.type === 'timeZoneName')?.value ?? ''
  );
}

function parts(ms, zone) {
  const found = format(zone, {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(ms);
  return Object.fromEntries(found.map((part) => [part.type, Number(part.value)]));
}

/** A number that counts days: two instants with the same one are on the same day there. */
export function dayNumber(ms, zone) {
  const {year, month, day} = parts(ms, zone);
  return Math.floor(Date.UTC(year, month - 1, day) / 86_400_000);
}

/** "Today", "Yesterday", "Tuesday, March 3" */
export function dayText(ms, now, zone) {
  const distance = dayNumber(now, zone) - dayNumber(ms, zone);
  if (distance === 0) return 'Today';
  if (distance === 1) return 'Yesterday';
  const sameYear = parts(ms, zone).year === parts(now, zone).year;
  return format(zone, {weekday: 'long', month: 'long', day: 'numeric', ...(sameYear ? {} : {year: 'numeric'})}).format(ms);
}

/** "5 minutes ago", "today at 9:02 AM", "2 days ago" */
export function agoText(ms, now, zone) {
  const minutes = Math.floor((now - ms) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return minutes === 1 ? '1 minute ago' : `${minutes} minutes ago`;
  const days = dayNumber(now, zone) - dayNumber(ms, zone);
  if (days === 0) return `today at ${timeText(ms, zone)}`;
  if (days === 1) return `yesterday at ${timeText(ms, zone)}`;
  return days < 30 ? `${days} days ago` : format(zone, {month: 'short', day: 'numeric', year: 'numeric'}).format(ms);
}

/** The instant of a wall clock somewhere. Twice, since the offset may differ on the two sides of a change of clocks. */
function instantOf(day, hour, zone) {
  const wall = day * 86_400_000 + hour * 3_600_000;
  const offsetAt = (ms) => {
    const {year, month, day: date, hour: h, minute, second} = parts(ms, zone);
    return Date.UTC(year, month - 1, date, h, minute, second) - Math.floor(ms / 1000) * 1000;
  };
  const guess = wall - offsetAt(wall);
  return wall - offsetAt(guess);
}

/** 09:00 of the next working day, Monday to Friday, after `now`. */
export function nextMorning(now, zone) {
  const today = dayNumber(now, zone);
  for (let day = today; day < today + 8; day += 1) {
    const weekday = new Date(day * 86_400_000).getUTCDay();
    const at = instantOf(day, 9, zone);
    if (weekday !== 0 && weekday !== 6 && at > now) return at;
  }
  return now + 86_400_000;
}
