/** The list of exchanges: newest at the bottom, one chosen at a time. */

import {element} from '../blocks/dom.js';
import {problemOf, shownTime} from './exchange.js';

function clock(milliseconds) {
  return new Date(milliseconds).toISOString().slice(11, 23);
}

function drawRow(exchange) {
  const toApp = exchange.direction === 'to_app';
  const problem = problemOf(exchange);
  const status = exchange.response?.status;
  const tags = [exchange.via === 'socket' && 'socket', exchange.attempt > 0 && `retry ${exchange.attempt}`].filter(Boolean);
  const classes = `wire-row wire-row-${toApp ? 'in' : 'out'}${problem ? ' wire-row-bad' : ''}`;
  return element('div', {role: 'option', id: `exchange-${exchange.id}`, 'aria-selected': 'false', class: classes, 'data-id': exchange.id},
    element('span', {class: 'wire-arrow', role: 'img', 'aria-label': toApp ? 'to Docket' : 'to Slack'}, toApp ? '→' : '←'),
    element('span', {class: 'wire-what'}, exchange.what || exchange.kind),
    tags.map((tag) => element('span', {class: 'wire-tag'}, tag)),
    problem && element('span', {class: 'wire-problem'}, problem),
    element('span', {class: 'wire-status'}, status ? String(status) : ''),
    element('span', {class: 'wire-took'}, shownTime(exchange.took)),
    element('time', {class: 'wire-at', datetime: new Date(exchange.at).toISOString()}, clock(exchange.at)));
}

/**
 * @param {function(number)} onChoose  the id of an exchange
 * @returns {{element: HTMLElement, show: function(Array<object>, number|null)}}
 */
export function createWireList(onChoose) {
  const rows = element('div', {class: 'wire-rows', role: 'listbox', tabindex: '0', 'aria-label': 'Exchanges'});
  const drawn = new Map();
  let chosen = null;
  let atEnd = true;
  const shown = () => [...rows.children];

  function mark(id) {
    drawn.get(chosen)?.setAttribute('aria-selected', 'false');
    chosen = id;
    const row = drawn.get(id);
    row?.setAttribute('aria-selected', 'true');
    if (row?.isConnected) rows.setAttribute('aria-activedescendant', row.id);
    else rows.removeAttribute('aria-activedescendant');
    return row;
  }

  rows.addEventListener('scroll', () => {
    atEnd = rows.scrollHeight - rows.scrollTop - rows.clientHeight < 24;
  });
  rows.addEventListener('click', (event) => {
    const row = event.target.closest('.wire-row');
    if (row) onChoose(Number(row.dataset.id));
  });
  rows.addEventListener('keydown', (event) => {
    const list = shown();
    const at = list.indexOf(drawn.get(chosen));
    const to = {ArrowDown: at + 1, ArrowUp: at < 0 ? list.length - 1 : at - 1, Home: 0, End: list.length - 1}[event.key];
    const row = to === undefined ? null : list[Math.min(Math.max(to, 0), list.length - 1)];
    if (!row) return;
    event.preventDefault();
    onChoose(Number(row.dataset.id));
    row.scrollIntoView({block: 'nearest'});
  });

  return {
    element: rows,
    /** Shows these exchanges; stays at the end if it was there. */
    show(exchanges, choice) {
      const wanted = exchanges.map((exchange) => {
        if (!drawn.has(exchange.id)) drawn.set(exchange.id, drawRow(exchange));
        return drawn.get(exchange.id);
      });
      const keep = new Set(wanted);
      for (const row of shown()) if (!keep.has(row)) row.remove();
      for (const [id, row] of drawn) if (!keep.has(row)) drawn.delete(id);
      wanted.forEach((row, index) => {
        if (rows.children[index] !== row) rows.insertBefore(row, rows.children[index] ?? null);
      });
      mark(choice);
      if (atEnd) rows.scrollTop = rows.scrollHeight;
    },
  };
}
