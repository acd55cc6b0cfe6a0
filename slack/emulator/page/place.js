/** Places and their addresses: /?as=U…&in=C…&thread=TS. Pure. */

/** @returns {string} */
export function addressOf(as, place) {
  const query = new URLSearchParams({as});
  if (place.tab === 'home') query.set('in', 'home');
  else if (place.channel) query.set('in', place.channel);
  if (place.thread)
    query.set('thread', place.thread.channel === place.channel ? place.thread.ts : `${place.thread.channel}-${place.thread.ts}`);
  return `/?${query}`;
}

/** @returns {{as: string|null, place: object}} */
export function placeFrom(url) {
  const where = url.searchParams.get('in');
  const place = where === 'home' ? {tab: 'home'} : where ? {channel: where} : {};
  const thread = url.searchParams.get('thread');
  if (thread) {
    const [first, second] = thread.split('-');
    const channel = second ? first : place.channel;
    if (channel) place.thread = {channel, ts: second ?? first};
  }
  return {as: url.searchParams.get('as'), place};
}
