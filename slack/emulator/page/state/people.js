/** People and channels as values: names, groups, order. Pure. */

export const nameOf = (person) => person?.real_name || person?.name || 'Somebody';

export function initialsOf(person) {
  const words = nameOf(person).trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters
    .map((word) => Array.from(word)[0] ?? '')
    .join('')
    .toUpperCase();
}

const hues = [255, 25, 150, 310, 60, 200, 345, 105, 280, 180, 40, 230];

/** A hue of the colour wheel that stays with an id. */
export function hueOf(id) {
  let hash = 0x811c9dc5; // FNV-1a
  for (const letter of String(id)) hash = Math.imul(hash ^ letter.codePointAt(0), 0x01000193) >>> 0;
  return hues[((hash ^ (hash >>> 15)) >>> 0) % hues.length];
}

const groups = [
  ['Requesters', /^requester/i],
  ['Agents', /^agent/i],
  ['Managers', /^manager/i],
  ['Administrators', /^admin/i],
  ['Guests', /^guest/i],
  ['Other organisations', /other organisation/i],
];

/** Which part somebody plays, from their title. */
export function groupOf(person) {
  const found = groups.find(([, pattern]) => pattern.test(person.title ?? ''));
  if (found) return found[0];
  if (person.foreign) return 'Other organisations';
  if (person.guest) return 'Guests';
  return 'Others';
}

/** What somebody's title adds to the name of their group: "IT Help", "Northwind"; nothing for "Requester". */
export function detailOf(person) {
  const title = person.title ?? '';
  if (groupOf(person) === 'Others') return title;
  const [first, ...rest] = title.split(/,\s*/);
  return rest.join(', ') || (/\(other organisation\)/i.test(first) ? first.replace(/\s*\(.*\)/, '') : '');
}

/** Whom one can be, by the part they play: [{title, people}]. */
export function playableGroups(people) {
  const all = [...people.values()].filter((person) => person.playable && !person.deleted);
  return [...groups.map(([title]) => title), 'Others']
    .map((title) => ({title, people: all.filter((person) => groupOf(person) === title)}))
    .filter((group) => group.people.length > 0);
}

/** Whom the page is when nobody was chosen. */
export const firstPerson = (people) => playableGroups(people)[0]?.people[0] ?? null;

export const membersCount = (channel) => (Array.isArray(channel.members) ? channel.members.length : Number(channel.members) || 0);

/** Channels by section of the sidebar, each in order of name. */
export function channelSections(channels, botUser) {
  const byName = (a, b) => (a.name ?? '').localeCompare(b.name ?? '');
  const all = [...channels.values()].filter((channel) => !channel.archived);
  const rooms = all.filter((channel) => channel.kind !== 'im').sort(byName);
  const direct = all.filter((channel) => channel.kind === 'im' && channel.member !== false);
  return {
    joined: rooms.filter((channel) => channel.member),
    joinable: rooms.filter((channel) => !channel.member && channel.kind === 'public'),
    withPeople: direct.filter((channel) => channel.partner !== botUser),
    withApp: direct.find((channel) => channel.partner === botUser) ?? null,
  };
}

/** What a channel is called where its kind does not show. */
export function channelTitle(channel, people) {
  if (!channel) return 'a channel';
  return channel.kind === 'im' ? nameOf(people.get(channel.partner)) : `#${channel.name}`;
}
