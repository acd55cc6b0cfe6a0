/** A plain table, and how a cell of any table is drawn. */

import {renderRichText, renderText} from '../text/mrkdwn.js';
import {element} from './dom.js';

/** What stands in a cell. */
export function drawCell(cell, context) {
  if (cell?.type === 'rich_text') return renderRichText(cell, context);
  if (cell?.type === 'mrkdwn' || cell?.type === 'plain_text') return renderText(cell, context);
  return document.createTextNode(cell?.text ?? (cell?.value === undefined ? '' : String(cell.value)));
}

/** A table wider than its message scrolls by itself, also by keyboard. */
export function scrollBox(label, table) {
  return element('div', {class: 'table-scroll', tabindex: '0', role: 'group', 'aria-label': label}, table);
}

export function drawTable(block, context) {
  const [head = [], ...rows] = block.rows ?? [];
  const classes = (column) => {
    const setting = block.column_settings?.[column];
    return `cell-${setting?.align ?? 'left'}${setting?.is_wrapped ? '' : ' cell-line'}`;
  };
  const row = (name, scope) => (cells) => element('tr', {}, cells.map((cell, column) => element(name, {class: classes(column), scope}, drawCell(cell, context))));
  return scrollBox('Table', element('table', {class: 'block-table'},
    element('thead', {}, row('th', 'col')(head)), element('tbody', {}, rows.map(row('td', null)))));
}
