/** What stands inside a line of standard Markdown, as nodes of draw_tree.js. Pure. */

const rules = [
  {pattern: /\\([\\`*_{}[\]()#+\-.!~|<>])/y, make: ([, sign]) => ({kind: 'text', text: sign})},
  {pattern: /(`+)([\s\S]+?)\1(?!`)/y, make: ([, , code]) => ({kind: 'code', children: [{kind: 'text', text: code.replace(/^ (.*) $/, '$1')}]})},
  {pattern: /!?\[((?:[^[\]]|\[[^\]]*\])*)\]\(\s*<?([^\s)>]+)>?(?:\s+"[^"]*")?\s*\)/y,
    make: ([, label, url]) => ({kind: 'link', url, children: markdownInline(label || url)})},
  {pattern: /<((?:https?|mailto):[^\s>|]+)(?:\|([^>]+))?>/y, make: ([, url, label]) => ({kind: 'link', url, children: [{kind: 'text', text: label ?? url}]})},
  {pattern: /<@([UWB]\w+)(?:\|[^>]*)?>/y, make: ([, id]) => ({kind: 'user', id, label: null})},
  {pattern: /<#([CGD]\w+)(?:\|([^>]*))?>/y, make: ([, id, label]) => ({kind: 'channel', id, label: label ?? null})},
  {pattern: /<!(here|channel|everyone)>/y, make: ([, range]) => ({kind: 'broadcast', range})},
  {pattern: /\*\*\*(?=\S)([\s\S]*?\S)\*\*\*/y, make: ([, inside]) => ({kind: 'bold', children: [{kind: 'italic', children: markdownInline(inside)}]})},
  {pattern: /\*\*(?=\S)([\s\S]*?\S)\*\*/y, make: ([, inside]) => ({kind: 'bold', children: markdownInline(inside)})},
  {pattern: /__(?=\S)([\s\S]*?\S)__(?!\w)/y, opens: true, make: ([, inside]) => ({kind: 'bold', children: markdownInline(inside)})},
  {pattern: /~~(?=\S)([\s\S]*?\S)~~/y, make: ([, inside]) => ({kind: 'strike', children: markdownInline(inside)})},
  {pattern: /\*(?=\S)([^*]*?[^\s*])\*(?!\*)/y, make: ([, inside]) => ({kind: 'italic', children: markdownInline(inside)})},
  {pattern: /_(?=\S)([^_]*?[^\s_])_(?!\w)/y, opens: true, make: ([, inside]) => ({kind: 'italic', children: markdownInline(inside)})},
  {pattern: /~(?=\S)([^~]*?[^\s~])~(?!~)/y, make: ([, inside]) => ({kind: 'strike', children: markdownInline(inside)})},
  {pattern: /:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/y, make: ([, name]) => ({kind: 'emoji', name})},
  {pattern: /https?:\/\/[^\s<>]*[^\s<>.,;:!?'")\]*_~]/iy, opens: true, make: ([url]) => ({kind: 'link', url, children: [{kind: 'text', text: url}]})},
];

/** @param {string} text @returns {Array<object>} nodes */
export function markdownInline(text) {
  const nodes = [];
  let at = 0;
  while (at < text.length) {
    const inWord = at > 0 && /[\p{L}\p{N}_]/u.test(text[at - 1]);
    let found = null;
    for (const rule of rules) {
      if (rule.opens && inWord) continue;
      rule.pattern.lastIndex = at;
      const match = rule.pattern.exec(text);
      if (!match) continue;
      // What is inside is read by this function again, with the same patterns: nothing of `match` is needed after it.
      found = {node: rule.make(match), end: at + match[0].length};
      break;
    }
    const node = found?.node ?? {kind: 'text', text: text[at]};
    const last = nodes.at(-1);
    if (node.kind === 'text' && last?.kind === 'text') last.text += node.text;
    else nodes.push(node);
    at = found?.end ?? at + 1;
  }
  return nodes;
}
