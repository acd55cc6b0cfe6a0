/** A table that sorts at a click on its header, and has pages. */

import {element} from './dom.js';
import {recall, remember} from './memory.js';
import {nextOrder, pageOf, sortRows} from './sorting.js';
import {drawCell, scrollBox} from './table.js';

const words = {true: 'descending', false: 'ascending'};

function pager(at, count, go) {
  if (at.pages === 1) return null;
  const button = (label, sign, page, off) => element('button', {
    type: 'button', class: 'block-button data-table-page', 'aria-label': label, disabled: off, onclick: () => go(page, label),
  }, sign);
  return element('div', {class: 'data-table-pager'},
    button('Previous page', '‹', at.page - 1, at.page === 0),
    element('span', {role: 'status'}, `${at.from}–${at.to} of ${count}`),
    button('Next page', '›', at.page + 1, at.page === at.pages - 1));
}

export function drawDataTable(block, context) {
  const [head = [], ...rows] = block.rows ?? [];
  const size = block.page_size ?? 5;
  const numeric = head.map((_, column) => rows.length > 0 && rows.every((row) => row[column]?.type === 'raw_number' || !row[column]?.text?.match(/[^\s—-]/)));
  const name = `table ${block.block_id ?? block.caption}`;
  const state = () => recall(context, name) ?? {order: null, page: 0};
  const node = element('div', {class: 'block-data-table'});

  function header(order) {
    return element('tr', {}, head.map((cell, column) => {
      const sorted = order?.column === column ? words[order.descending] : null;
      const sort = () => change({order: nextOrder(order, column), page: 0}, `[data-column="${column}"]`);
      const button = element('button', {type: 'button', class: 'data-table-sort', 'data-column': column, onclick: sort},
        drawCell(cell, context), element('span', {class: 'data-table-arrow', 'aria-hidden': 'true'}, {ascending: '▲', descending: '▼'}[sorted] ?? '↕'));
      return element('th', {scope: 'col', 'aria-sort': sorted ?? 'none', class: numeric[column] ? 'cell-right' : 'cell-left'}, button);
    }));
  }

  function row(cells) {
    return element('tr', {}, cells.map((cell, column) => {
      const isName = column === block.row_header_column_index;
      return element(isName ? 'th' : 'td', {scope: isName ? 'row' : null, class: numeric[column] ? 'cell-right' : 'cell-left'}, drawCell(cell, context));
    }));
  }

  function show() {
    const {order, page} = state();
    const at = pageOf(sortRows(rows, order), page, size);
    node.replaceChildren(
      scrollBox(block.caption ?? 'Table', element('table', {class: 'block-table'}, element('caption', {}, block.caption),
        element('thead', {}, header(order)), element('tbody', {}, at.rows.map(row)))),
      pager(at, rows.length, (to, label) => change({...state(), page: to}, `[aria-label="${label}"]`)) ?? '');
  }

  function change(to, focus) {
    remember(context, name, to);
    show();
    const again = node.querySelector(focus);
    (again?.disabled ? node.querySelector('.data-table-page:not(:disabled)') : again)?.focus();
  }

  show();
  return node;
}
