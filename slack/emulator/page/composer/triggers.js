/** What somebody is in the middle of typing: a command, a person, a channel, an emoji. Pure. */

const longestName = 40;

/**
 * @param {string} text
 * @param {number} caret
 * @returns {{kind: 'command'|'person'|'channel'|'emoji', from: number, typed: string}|null} from: where it begins, its mark included
 */
export function triggerAt(text, caret) {
  const before = text.slice(0, caret);
  if (/^\/\S*$/.test(before)) return {kind: 'command', from: 0, typed: before.slice(1)};
  const found = (kind, pattern) => {
    const match = before.match(pattern);
    return match ? {kind, from: caret - match[1].length - 1, typed: match[1]} : null;
  };
  return (
    found('emoji', /(?:^|[\s(]):([a-z0-9_+-]{2,})$/i) ??
    found('channel', /(?:^|[\s(])#([\p{L}\p{N}_-]*)$/u) ??
    found('person', new RegExp(`(?:^|[\\s(])@([^@\\n]{0,${longestName}})$`))
  );
}

/** The command that a text begins with, once it is typed out; null otherwise. */
export function commandOf(text, commands) {
  const word = /^\/\S+/.exec(text)?.[0]?.toLowerCase();
  return commands.find((each) => each.command.toLowerCase() === word) ?? null;
}
