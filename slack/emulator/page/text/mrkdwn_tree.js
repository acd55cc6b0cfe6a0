/**
 * Reads Slack's mrkdwn into a tree of plain values (see draw_tree.js for the kinds). Pure.
 * docs.slack.dev/messaging/formatting-message-text
 */

const styles = {'*': 'bold', '_': 'italic', '~': 'strike'};

/** &amp; &lt; &gt; as the characters they stand for; nothing else is an escape in Slack. */
export function unescaped(text) {
  return text.replace(/&(amp|lt|gt);/g, (_, name) => ({amp: '&', lt: '<', gt: '>'})[name]);
}

// A zero-width space beside a mark takes its meaning away: from outside it counts as a letter, from inside as a space.
function isWord(character) {
  return character !== undefined && /[\p{L}\p{N}\u200B]/u.test(character);
}

function isSpace(character) {
  return character === undefined || /[\s\u200B]/.test(character);
}

/** What stands between angle brackets as a node; null when it is no entity. */
function entity(inside) {
  const bar = inside.indexOf('|');
  const name = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? null : unescaped(inside.slice(bar + 1));
  if (/^@[UWB]\w+$/.test(name)) return {kind: 'user', id: name.slice(1), label};
  if (/^#[CGD]\w+$/.test(name)) return {kind: 'channel', id: name.slice(1), label};
  if (/^!subteam\^\w+$/.test(name)) return {kind: 'group', id: name.slice(9), label};
  if (/^!(here|channel|everyone)$/.test(name)) return {kind: 'broadcast', range: name.slice(1)};
  const date = /^!date\^(-?\d+)\^([^^]*)(?:\^(.*))?$/.exec(name);
  if (date) {
    return {kind: 'date', seconds: Number(date[1]), format: unescaped(date[2]), fallback: label ?? '', url: date[3] ?? null};
  }
  if (name.startsWith('!')) return {kind: 'text', text: label ?? `<${name}>`};
  if (!/^[a-z][a-z0-9+.-]*:\S+$/i.test(name)) return null;
  const url = unescaped(name);
  return {kind: 'link', url, children: label ? labelNodes(label) : [{kind: 'text', text: url.replace(/^(mailto|tel):/, '')}]};
}

/** The label of a link: emoji count, emphasis does not. */
function labelNodes(text) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(emojiName)) {
    pushText(nodes, text.slice(end, found.index));
    nodes.push({kind: 'emoji', name: found[1]});
    end = found.index + found[0].length;
  }
  pushText(nodes, text.slice(end));
  return nodes;
}

const emojiName = /:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/g;
const bareAddress = /https?:\/\/[^\s<>|]+/iy;

/** Adds text, joined to what went before if that is text too. */
function pushText(nodes, text) {
  if (text === '') return;
  const last = nodes.at(-1);
  if (last?.kind === 'text') last.text += text;
  else nodes.push({kind: 'text', text});
}

/** A bare address ends before punctuation that belongs to the sentence. */
function withoutTail(address) {
  const bare = address.replace(/(&gt;|&lt;).*$/, '').replace(/[.,;:!?'"*_~]+$/, '');
  return bare.endsWith(')') && !bare.includes('(') ? bare.slice(0, -1) : bare;
}

/** One pass over a run of text without quotes or code blocks. */
class InlineReader {
  constructor(text, verbatim) {
    this.text = text;
    this.verbatim = verbatim;
  }

  /** Nodes from `start` up to `end`. */
  read(start, end) {
    const nodes = [];
    let at = start;
    while (at < end) {
      const found = this.special(at, end);
      if (found) {
        nodes.push(found.node);
        at = found.end;
      } else {
        pushText(nodes, this.text[at]);
        at += 1;
      }
    }
    for (const node of nodes) if (node.kind === 'text') node.text = unescaped(node.text);
    return nodes;
  }

  special(at, end) {
    const character = this.text[at];
    if (character === '<') return this.bracket(at, end);
    if (character === '`') return this.code(at, end);
    if (character in styles) return this.styled(at, end);
    if (character === ':') return this.emoji(at, end);
    if (this.verbatim || isWord(this.text[at - 1])) return null;
    if (character === 'h' || character === 'H') return this.address(at, end);
    if (character === '@') return this.named(/@(here|channel|everyone)\b/y, at, (range) => ({kind: 'broadcast', range}));
    if (character === '#') return this.named(/#([\p{L}\p{N}_-]{1,80})/uy, at, (name) => ({kind: 'channel_named', name}));
    return null;
  }

  bracket(at, end) {
    const close = this.text.indexOf('>', at);
    if (close < 0 || close >= end) return null;
    const node = entity(this.text.slice(at + 1, close));
    return node && {node, end: close + 1};
  }

  code(at, end) {
    const close = this.text.indexOf('`', at + 1);
    if (close < 0 || close >= end || close === at + 1) return null;
    if (this.text.slice(at, close).includes('\n')) return null;
    return {node: {kind: 'code', children: codeNodes(this.text.slice(at + 1, close))}, end: close + 1};
  }

  /** Emphasis opens after a space or sign, closes before one, stays on its line and holds something. */
  styled(at, end) {
    const mark = this.text[at];
    if (isWord(this.text[at - 1]) || this.text[at - 1] === mark || isSpace(this.text[at + 1])) return null;
    for (let close = at + 1; close < end && this.text[close] !== '\n'; close += 1) {
      const skipped = this.text[close] === '<' ? this.bracket(close, end) : this.text[close] === '`' && this.code(close, end);
      if (skipped) {
        close = skipped.end - 1;
        continue;
      }
      if (this.text[close] !== mark || close === at + 1) continue;
      if (isSpace(this.text[close - 1]) || isWord(this.text[close + 1]) || this.text[close + 1] === mark) continue;
      return {node: {kind: styles[mark], children: this.read(at + 1, close)}, end: close + 1};
    }
    return null;
  }

  emoji(at, end) {
    const found = new RegExp(emojiName.source, 'y');
    found.lastIndex = at;
    const match = found.exec(this.text);
    return match && at + match[0].length <= end ? {node: {kind: 'emoji', name: match[1]}, end: at + match[0].length} : null;
  }

  address(at, end) {
    bareAddress.lastIndex = at;
    const match = bareAddress.exec(this.text.slice(0, end));
    const bare = match && withoutTail(match[0]);
    if (!bare || /^https?:\/\/$/i.test(bare)) return null;
    const url = unescaped(bare);
    return {node: {kind: 'link', url, children: [{kind: 'text', text: url}]}, end: at + bare.length};
  }

  named(pattern, at, make) {
    pattern.lastIndex = at;
    const match = pattern.exec(this.text);
    return match && {node: make(match[1]), end: at + match[0].length};
  }
}

/** Inside code only entities are special. */
function codeNodes(text) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(/<([^<>\n]+)>/g)) {
    const node = entity(found[1]);
    if (!node) continue;
    pushText(nodes, unescaped(text.slice(end, found.index)));
    nodes.push(node);
    end = found.index + found[0].length;
  }
  pushText(nodes, unescaped(text.slice(end)));
  return nodes;
}

const quoteMark = /^(?:&gt;|>) ?/;

/** Lines into quotes and what is between them. */
function withQuotes(text, verbatim) {
  const nodes = [];
  const lines = text.split('\n');
  let plain = [];
  const flush = () => {
    if (plain.length > 0) nodes.push(...inline(plain.join('\n'), verbatim));
    plain = [];
  };
  for (let at = 0; at < lines.length; at += 1) {
    const rest = /^(?:&gt;|>){3} ?/.exec(lines[at]);
    if (rest) {
      flush();
      const quoted = [lines[at].slice(rest[0].length), ...lines.slice(at + 1)].join('\n');
      nodes.push({kind: 'quote', children: inline(quoted, verbatim)});
      return nodes;
    }
    if (!quoteMark.test(lines[at])) {
      plain.push(lines[at]);
      continue;
    }
    flush();
    const quoted = [];
    for (; at < lines.length && quoteMark.test(lines[at]); at += 1) quoted.push(lines[at].replace(quoteMark, ''));
    at -= 1;
    nodes.push({kind: 'quote', children: inline(quoted.join('\n'), verbatim)});
  }
  flush();
  return nodes;
}

function inline(text, verbatim) {
  return new InlineReader(text, verbatim).read(0, text.length);
}

/**
 * @param {string} text
 * @param {{verbatim?: boolean}} [how]  not verbatim: bare addresses, #names and @here count as if they were marked
 * @returns {Array<object>} nodes; `quote` and `pre` stand on lines of their own
 */
export function mrkdwnTree(text, {verbatim = true} = {}) {
  const nodes = [];
  const pieces = text.split(/```([\s\S]+?)```/);
  pieces.forEach((piece, index) => {
    if (index % 2 === 1) {
      nodes.push({kind: 'pre', children: codeNodes(piece.replace(/^\n/, '').replace(/\n$/, ''))});
      return;
    }
    let between = piece;
    if (index > 0) between = between.replace(/^ *\n/, '');
    if (index < pieces.length - 1) between = between.replace(/\n$/, '');
    if (between !== '') nodes.push(...withQuotes(between, verbatim));
  });
  return nodes;
}
