/** Reads the standard Markdown of a `markdown` block into the tree that draw_tree.js draws. Pure. */

import {markdownInline} from './markdown_inline.js';

const fence = /^ {0,3}(```+|~~~+)\s*([\w+-]*)\s*$/;
const heading = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/;
const rule = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/;
const item = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const quote = /^ {0,3}> ?/;
const tableRule = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

function cells(line) {
  return line.trim().replace(/^\||\|$/g, '').split(/(?<!\\)\|/).map((cell) => cell.trim().replace(/\\\|/g, '|'));
}

function alignment(cell) {
  if (cell.startsWith(':') && cell.endsWith(':')) return 'center';
  return cell.endsWith(':') ? 'right' : 'left';
}

/** Goes over the lines once; each method takes what belongs to it and moves on. */
class Reader {
  constructor(lines) {
    this.lines = lines;
    this.at = 0;
    this.nodes = [];
  }

  read() {
    while (this.at < this.lines.length) {
      const line = this.lines[this.at];
      if (line.trim() === '') this.at += 1;
      else if (fence.test(line)) this.code(fence.exec(line));
      else if (heading.test(line)) this.heading(heading.exec(line));
      else if (rule.test(line)) this.rule();
      else if (quote.test(line)) this.quote();
      else if (item.test(line)) this.list();
      else if (line.includes('|') && tableRule.test(this.lines[this.at + 1] ?? '')) this.table();
      else this.paragraph();
    }
    return this.nodes;
  }

  code([, mark, language]) {
    const body = [];
    for (this.at += 1; this.at < this.lines.length && this.lines[this.at].trim() !== mark; this.at += 1) body.push(this.lines[this.at]);
    this.at += 1;
    this.nodes.push({kind: 'pre', children: [{kind: 'text', text: body.join('\n')}], language: language || null});
  }

  heading([, marks, text]) {
    this.at += 1;
    this.nodes.push({kind: 'heading', level: marks.length, children: markdownInline(text)});
  }

  rule() {
    this.at += 1;
    this.nodes.push({kind: 'rule'});
  }

  quote() {
    const inside = [];
    while (this.at < this.lines.length && quote.test(this.lines[this.at])) {
      inside.push(this.lines[this.at].replace(quote, ''));
      this.at += 1;
    }
    this.nodes.push({kind: 'quote', children: new Reader(inside).read()});
  }

  table() {
    const head = cells(this.lines[this.at]);
    const align = cells(this.lines[this.at + 1]).map(alignment);
    const rows = [];
    for (this.at += 2; this.at < this.lines.length && this.lines[this.at].includes('|'); this.at += 1) rows.push(cells(this.lines[this.at]));
    const inline = (row) => head.map((_, column) => markdownInline(row[column] ?? ''));
    this.nodes.push({kind: 'table', align, head: inline(head), rows: rows.map(inline)});
  }

  paragraph() {
    const lines = [];
    while (this.at < this.lines.length && this.isPlain(this.lines[this.at], lines.length === 0)) {
      lines.push(this.lines[this.at]);
      this.at += 1;
    }
    this.nodes.push({kind: 'paragraph', children: markdownInline(lines.join('\n').replace(/ +$/gm, '').replace(/\\$/gm, ''))});
  }

  isPlain(line, first) {
    if (first) return true;
    return line.trim() !== '' && ![fence, heading, rule, quote, item].some((pattern) => pattern.test(line));
  }

  list() {
    const start = this.at;
    while (this.at < this.lines.length && (item.test(this.lines[this.at]) || this.belongsToItem())) this.at += 1;
    this.nodes.push(...lists(this.lines.slice(start, this.at), 0));
  }

  /** A further line of an item: indented, or a blank one with more of the list after it. */
  belongsToItem() {
    const line = this.lines[this.at];
    if (/^\s+\S/.test(line)) return true;
    return line.trim() === '' && /^(\s+\S|\s*([-*+]|\d{1,9}[.)])\s)/.test(this.lines[this.at + 1] ?? '');
  }
}

function makeItem(text) {
  const task = /^\[([ xX])\]\s+(.*)$/.exec(text);
  return {lines: [task ? task[2] : text], inner: [], checked: task ? task[1] !== ' ' : null};
}

/** Lines of a list, by their indentation. */
function lists(lines, level) {
  const found = [];
  let indent = null;
  let current = null;
  for (const line of lines) {
    const match = item.exec(line);
    if (indent === null && match) indent = match[1].length;
    if (match && match[1].length < indent + 2) {
      const ordered = /\d/.test(match[2]);
      if (found.at(-1)?.ordered !== ordered) {
        found.push({kind: 'list', ordered, start: ordered ? Number.parseInt(match[2], 10) : 1, level, border: false, items: []});
      }
      current = makeItem(match[3]);
      found.at(-1).items.push(current);
    } else if (match || current?.inner.length > 0) {
      current.inner.push(line);
    } else if (line.trim() !== '') {
      current?.lines.push(line.trim());
    }
  }
  for (const list of found) {
    list.items = list.items.map(({lines: own, inner, checked}) => ({
      children: markdownInline(own.join('\n')), lists: lists(inner, level + 1), ...(checked === null ? {} : {checked}),
    }));
  }
  return found;
}

/** @param {string} text  standard Markdown @returns {Array<object>} nodes */
export function markdownTree(text) {
  return new Reader(text.replace(/\r\n?/g, '\n').split('\n')).read();
}
