/**
 * Slack's date tokens ({date_short_pretty}, {time}, {ago} …) in a viewer's zone.
 * Pure: the same arguments give the same text. docs.slack.dev/messaging/formatting-message-text
 */

const dayMilliseconds = 86_400_000;

function parts(milliseconds, timeZone) {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone, weekday: 'long', year: 'numeric', month: 'numeric', day: 'numeric',
    hour: 'numeric', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  });
  const found = Object.fromEntries(format.formatToParts(milliseconds).map(({type, value}) => [type, value]));
  return {
    weekday: found.weekday, year: Number(found.year), month: Number(found.month), day: Number(found.day),
    hour: Number(found.hour), minute: found.minute, second: found.second,
  };
}

const months = [
  'January', 'February', 'March', 'April', 'May', 'June',
  'July', 'August', 'September', 'October', 'November', 'December',
];

function ordinal(number) {
  if (number % 100 >= 11 && number % 100 <= 13) return `${number}th`;
  return number + ({1: 'st', 2: 'nd', 3: 'rd'}[number % 10] ?? 'th');
}

/** Today, yesterday or tomorrow, seen from `now`; null for any other day. */
function nearDay(then, now) {
  const days = Math.round(
    (Date.UTC(then.year, then.month - 1, then.day) - Date.UTC(now.year, now.month - 1, now.day)) / dayMilliseconds,
  );
  return {0: 'today', 1: 'tomorrow', '-1': 'yesterday'}[days] ?? null;
}

function clock(at, withSeconds) {
  const hour = at.hour % 12 === 0 ? 12 : at.hour % 12;
  return `${hour}:${at.minute}${withSeconds ? `:${at.second}` : ''} ${at.hour < 12 ? 'AM' : 'PM'}`;
}

/** How long ago, or how long until, in one unit: "3 minutes ago", "in 2 days". */
export function ago(milliseconds, now) {
  const seconds = Math.round((now - milliseconds) / 1000);
  const distance = Math.abs(seconds);
  const units = [[31_536_000, 'year'], [2_592_000, 'month'], [86_400, 'day'], [3_600, 'hour'], [60, 'minute']];
  const unit = units.find(([size]) => distance >= size);
  if (!unit) return seconds >= 0 ? 'just now' : 'in a moment';
  const count = Math.floor(distance / unit[0]);
  const words = `${count} ${unit[1]}${count === 1 ? '' : 's'}`;
  return seconds >= 0 ? `${words} ago` : `in ${words}`;
}

function tokens(at, near) {
  const month = months[at.month - 1];
  const short = `${month.slice(0, 3)} ${at.day}, ${at.year}`;
  const middle = `${month} ${ordinal(at.day)}, ${at.year}`;
  const long = `${at.weekday}, ${middle}`;
  const two = (number) => String(number).padStart(2, '0');
  return {
    date_num: `${at.year}-${two(at.month)}-${two(at.day)}`,
    date_slash: `${two(at.month)}/${two(at.day)}/${at.year}`,
    date_short: short, date: middle, date_long: long,
    date_short_pretty: near ?? short, date_pretty: near ?? middle, date_long_pretty: near ?? long,
    day_divider_pretty: near ?? long,
    time: clock(at, false), time_secs: clock(at, true),
  };
}

/**
 * Fills Slack's date tokens in.
 * @param {number} seconds  since 1970, UTC
 * @param {string} format   for example "{date_short_pretty} at {time}"
 * @param {{now: number, timeZone?: string}} viewer  the time of the viewer's clock in milliseconds, and their zone
 * @returns {string|null} null where a token is none of Slack's, so that the fallback is shown
 */
export function formatDate(seconds, format, {now, timeZone}) {
  const milliseconds = seconds * 1000;
  if (!Number.isFinite(milliseconds) || Math.abs(milliseconds) > 8.64e15) return null;
  const at = parts(milliseconds, timeZone);
  const known = {...tokens(at, nearDay(at, parts(now, timeZone))), ago: ago(milliseconds, now)};
  let unknown = false;
  const filled = format.replace(/\{(\w+)\}/g, (whole, token, position) => {
    if (!(token in known)) unknown = true;
    const text = known[token] ?? whole;
    return position === 0 ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  });
  return unknown ? null : filled;
}

/** A moment in full, for the tooltip of a date. */
export function fullDate(seconds, timeZone) {
  const at = parts(seconds * 1000, timeZone);
  return `${at.weekday}, ${months[at.month - 1]} ${ordinal(at.day)}, ${at.year} at ${clock(at, true)}`;
}
