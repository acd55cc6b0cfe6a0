/** Addresses of messages: https://….slack.com/archives/C…/p1600000000000100?thread_ts=…. Pure. */

const tsOf = (digits) => `${digits.slice(0, -6)}.${digits.slice(-6)}`;

/** @returns {{channel: string, ts: string, root: string|null}|null} null for any other address */
export function messageAt(address) {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  const found = /^\/archives\/([A-Z0-9]+)\/p(\d{10,})$/.exec(url.pathname);
  return found ? {channel: found[1], ts: tsOf(found[2]), root: url.searchParams.get('thread_ts')} : null;
}
