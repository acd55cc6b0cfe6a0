/**
 * Draws the tree of values that mrkdwn, rich_text and Markdown are read into. Its kinds:
 *
 * inside a line: text {text}; bold, italic, strike, underline, highlight, code {children}; link {url, children};
 * user, channel, group {id, label}; channel_named {name}; broadcast {range}; emoji {name, unicode};
 * date {seconds, format, fallback, url}; color {value}
 *
 * on lines of their own: paragraph, quote {children}; pre {children}; heading {level, children}; rule;
 * list {ordered, start, level, border, items [{children, lists, checked}]}; table {head, rows, align}
 */

import {emojiCharacter} from '../emoji.js';
import {element, link} from '../blocks/dom.js';
import {formatDate, fullDate} from './dates.js';

const wrappers = {bold: 'strong', italic: 'em', strike: 's', underline: 'u', highlight: 'mark', code: 'code', paragraph: 'p', quote: 'blockquote'};

/** The time zone of who looks: their profile's, as far as the browser knows it. */
function zoneOf(context) {
  const zone = context.people?.get(context.me)?.tz;
  try {
    if (zone) new Intl.DateTimeFormat('en-US', {timeZone: zone});
    return zone || undefined;
  } catch {
    return undefined;
  }
}

function mention(text, open, isOwn) {
  const classes = isOwn ? 'mention mention-own' : 'mention';
  return open ? element('button', {type: 'button', class: classes, onclick: open}, text) : element('span', {class: classes}, text);
}

function drawUser(node, context) {
  const person = context.people?.get(node.id);
  const name = person?.real_name || person?.name || node.label || node.id;
  return mention(`@${name}`, context.openPerson && (() => context.openPerson(node.id)), node.id === context.me);
}

function drawChannel(node, context) {
  const channel = node.id ? context.channels?.get(node.id) : [...(context.channels?.values() ?? [])].find((each) => each.name === node.name);
  if (!channel && node.kind === 'channel_named') return document.createTextNode(`#${node.name}`);
  const name = channel?.name || node.label || node.name;
  if (!name) return mention('private channel', null, false);
  const open = channel && context.openChannel ? () => context.openChannel(channel.id) : null;
  return mention(channel?.kind === 'private' ? `🔒${name}` : `#${name}`, open, false);
}

function drawDate(node, context) {
  const timeZone = zoneOf(context);
  const text = formatDate(node.seconds, node.format, {now: context.now?.() ?? Date.now(), timeZone});
  if (text === null) return document.createTextNode(node.fallback);
  const time = element('time', {datetime: new Date(node.seconds * 1000).toISOString(), title: fullDate(node.seconds, timeZone)}, text);
  return node.url ? link(node.url, {}, time) : time;
}

function drawEmoji(node) {
  const fromCodes = (codes) => String.fromCodePoint(...codes.split('-').map((code) => Number.parseInt(code, 16)));
  const valid = typeof node.unicode === 'string' && /^[0-9a-f]{2,6}(-[0-9a-f]{2,6})*$/i.test(node.unicode);
  const character = valid ? fromCodes(node.unicode) : emojiCharacter(node.name);
  if (!character) return document.createTextNode(`:${node.name}:`);
  return element('span', {class: 'emoji', role: 'img', 'aria-label': node.name.replace(/_/g, ' '), title: `:${node.name}:`}, character);
}

function drawColor(node) {
  const colour = /^#[0-9a-f]{3,8}$/i.test(node.value) ? node.value : 'transparent';
  const swatch = element('span', {class: 'text-swatch', 'aria-hidden': 'true'});
  swatch.style.backgroundColor = colour;
  return element('span', {class: 'text-color'}, node.value, swatch);
}

function drawTask(checked) {
  if (checked === undefined) return null;
  return element('span', {class: 'text-task', role: 'img', 'aria-label': checked ? 'done' : 'to do'}, checked ? '☑ ' : '☐ ');
}

function drawList(node, context) {
  const classes = `text-list text-list-${node.level % 3}${node.border ? ' text-list-border' : ''}`;
  const list = element(node.ordered ? 'ol' : 'ul', {class: classes, start: node.ordered && node.start !== 1 ? node.start : null});
  for (const item of node.items) {
    const box = drawTask(item.checked);
    list.append(element('li', {class: box ? 'text-task-item' : null}, box, drawTree(item.children, context), item.lists.map((inner) => drawList(inner, context))));
  }
  return list;
}

function drawTable(node, context) {
  const cell = (name, column) => (children, at) => element(name, {class: `cell-${node.align[at] ?? 'left'}`, scope: column}, drawTree(children, context));
  return element('div', {class: 'table-scroll', tabindex: '0', role: 'group', 'aria-label': 'Table'}, element('table', {class: 'block-table'},
    element('thead', {}, element('tr', {}, node.head.map(cell('th', 'col')))),
    element('tbody', {}, node.rows.map((row) => element('tr', {}, row.map(cell('td', null)))))));
}

/** Below the headings of the page itself. */
function drawHeading(node, context) {
  const level = Math.min(6, node.level + 2);
  return element('p', {class: `text-heading text-heading-${node.level}`, role: 'heading', 'aria-level': level}, drawTree(node.children, context));
}

function drawNode(node, context) {
  switch (node.kind) {
    case 'text': return document.createTextNode(node.text);
    case 'link': return link(node.url, {class: 'text-link'}, drawTree(node.children, context));
    case 'user': return drawUser(node, context);
    case 'channel': case 'channel_named': return drawChannel(node, context);
    case 'group': return mention(node.label ? (node.label.startsWith('@') ? node.label : `@${node.label}`) : `@${node.id}`, null, false);
    case 'broadcast': return mention(`@${node.range}`, null, true);
    case 'emoji': return drawEmoji(node);
    case 'date': return drawDate(node, context);
    case 'color': return drawColor(node);
    case 'rule': return element('hr', {class: 'text-rule'});
    case 'heading': return drawHeading(node, context);
    case 'pre': return element('pre', {class: 'text-pre'}, element('code', {}, drawTree(node.children, context)));
    case 'list': return drawList(node, context);
    case 'table': return drawTable(node, context);
    default: return element(wrappers[node.kind] ?? 'span', {class: `text-${node.kind}`}, drawTree(node.children ?? [], context));
  }
}

/**
 * @param {Array<object>} nodes
 * @param {object} context  people, channels, me, now, openChannel, openPerson
 * @returns {DocumentFragment}
 */
export function drawTree(nodes, context) {
  const fragment = document.createDocumentFragment();
  for (const node of nodes) fragment.append(drawNode(node, context));
  return fragment;
}
