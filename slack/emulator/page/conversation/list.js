/**
 * A scrolling list of messages. Each row is drawn once, and again only when its message changes. Rows stand in chunks;
 * chunks out of sight cost the browser no layout (content-visibility in css/messages.css).
 */

import {element} from '../blocks/dom.js';
import {icon} from '../ui/icons.js';
import {editInRow} from './editing.js';
import {drawRow} from './row.js';
import {createToolbar} from './toolbar.js';

const nearEnd = 80; // pixels from the end that count as being there
const readAhead = 1500; // pixels above the window at which older messages are fetched

const chunkSize = 40;

const rowAfter = (row) => row.nextElementSibling ?? row.parentElement.nextElementSibling?.firstElementChild ?? null;
const rowBefore = (row) => row.previousElementSibling ?? row.parentElement.previousElementSibling?.lastElementChild ?? null;

function chunksOf(rows) {
  const chunks = [];
  for (let at = 0; at < rows.length; at += chunkSize)
    chunks.push(element('div', {class: 'chunk', role: 'presentation'}, rows.slice(at, at + chunkSize)));
  return chunks;
}

/** Gives the focus that was inside `old` to what corresponds to it in `row`. */
function keepFocus(old, row, focused) {
  if (!focused) return;
  if (focused.isConnected && row.contains(focused)) {
    focused.focus({preventScroll: true});
    return;
  }
  const {focus, blockId, actionId, choice} = focused.dataset;
  const same = [...row.querySelectorAll('[data-focus], [data-action-id], [data-choice]')].find(
    (each) =>
      each.dataset.focus === focus &&
      each.dataset.blockId === blockId &&
      each.dataset.actionId === actionId &&
      each.dataset.choice === choice,
  );
  (same ?? row).focus({preventScroll: true});
}

export class MessageList {
  /**
   * @param {object} page
   * @param {{channel: string, inThread: boolean, label: string, messages: () => object[], older: () => Promise<boolean>, onSeen: () => void, onEscape: () => void}} how
   *   messages: what to show, in order; older: fetches more, says whether there is still more; onSeen: the end is in sight
   */
  constructor(page, how) {
    this.page = page;
    this.how = how;
    this.rows = new Map();
    this.firstUnread = null;
    this.pinned = true;
    this.hasMore = false;
    this.missed = 0;
    this.list = element('div', {class: 'rows', role: 'list', 'aria-label': how.label});
    this.top = element('div', {class: 'rows-top'});
    this.scroller = element('div', {class: 'scroller', tabindex: '-1'}, this.top, this.list);
    this.jumpLabel = element('span', {}, 'Jump to latest');
    this.jump = element(
      'button',
      {type: 'button', class: 'jump', hidden: true, onclick: () => this.toEnd(true)},
      this.jumpLabel,
      icon('arrow', 16),
    );
    this.element = element('div', {class: 'list'}, this.scroller, this.jump);
    this.toolbar = createToolbar(page, {channel: how.channel, inThread: how.inThread, edit: (message) => this.edit(message.ts)});
    this.#listen();
  }

  #listen() {
    this.scroller.addEventListener('scroll', () => this.#scrolled(), {passive: true});
    this.list.addEventListener('pointerover', (event) => this.#attend(event.target.closest('.row')));
    this.list.addEventListener('focusin', (event) => this.#attend(event.target.closest('.row')));
    this.list.addEventListener('keydown', (event) => this.#key(event));
    this.resizes = new ResizeObserver(() => {
      if (this.pinned) this.scroller.scrollTop = this.scroller.scrollHeight;
    });
    this.resizes.observe(this.list);
    this.resizes.observe(this.scroller);
  }

  close() {
    this.resizes.disconnect();
  }

  #draw(at, messages, old) {
    const message = messages[at];
    return drawRow(this.page, message, {
      channel: this.how.channel,
      previous: messages[at - 1],
      inThread: this.how.inThread,
      isFirstUnread: message.ts === this.firstUnread,
      old,
    });
  }

  /** Everything anew. */
  show({hasMore = false, firstUnread = null} = {}) {
    this.hasMore = hasMore;
    this.firstUnread = firstUnread;
    this.rows.clear();
    const messages = this.how.messages();
    const drawn = messages.map((message, at) => {
      const row = this.#draw(at, messages);
      this.rows.set(message.ts, row);
      return row;
    });
    this.list.replaceChildren(...chunksOf(drawn));
    this.#rove(drawn.at(-1));
    this.#showTop();
  }

  #showTop() {
    this.top.replaceChildren(
      ...(this.hasMore ? [element('p', {class: 'older-note'}, 'Reading older messages…')] : (this.how.beginning?.() ?? [])),
    );
    queueMicrotask(() => this.#older());
  }

  /** A message came or changed: that row, and the next one if it follows on differently now. */
  put(ts) {
    const messages = this.how.messages();
    const at = messages.findLastIndex((message) => message.ts === ts);
    if (at < 0) return;
    const old = this.rows.get(ts);
    if (old) {
      this.#replace(at, messages, old);
      return;
    }
    const row = this.#draw(at, messages);
    const next = messages[at + 1] && this.rows.get(messages[at + 1].ts);
    this.rows.set(ts, row);
    this.#insert(row, next);
    if (next) this.#replace(at + 1, messages, next);
    this.#rove(this.roving ?? row);
    if (this.pinned) {
      this.toEnd();
      row.classList.add('row-arrives');
      if (!next && row.offsetHeight > this.scroller.clientHeight) this.restore({ts, offset: 0}); // read from its beginning
    } else if (!next) {
      this.missed += 1;
      this.#showJump();
    }
  }

  #insert(row, next) {
    const last = this.list.lastElementChild;
    if (next) next.before(row);
    else if (last && last.children.length < chunkSize) last.append(row);
    else this.list.append(...chunksOf([row]));
  }

  #replace(at, messages, old) {
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const hadToolbar = this.toolbar.row() === old;
    const editing = old.querySelector('.edit');
    const row = this.#draw(at, messages, old);
    if (hadToolbar) this.toolbar.moveTo(row, messages[at]);
    if (editing) {
      const words = row.querySelector('.message-words');
      words.hidden = true;
      words.after(editing);
    } else {
      row.querySelector('.message-words').hidden = false;
    }
    this.rows.set(messages[at].ts, row);
    old.replaceWith(row);
    if (this.roving === old) this.#rove(row);
    keepFocus(old, row, focused);
  }

  remove(ts) {
    const row = this.rows.get(ts);
    if (!row) return;
    const next = rowAfter(row);
    const before = rowBefore(row);
    const chunk = row.parentElement;
    const hadFocus = row.contains(document.activeElement);
    this.rows.delete(ts);
    row.remove();
    if (!chunk.firstElementChild) chunk.remove();
    if (this.roving === row) this.#rove(next ?? before);
    if (hadFocus) (this.roving ?? this.scroller).focus({preventScroll: true});
    if (!next) return;
    const messages = this.how.messages();
    const at = messages.findIndex((message) => message.ts === next.dataset.ts);
    if (at >= 0) this.#replace(at, messages, next);
  }

  /** Names, zones or "Today" may read differently now. */
  redraw() {
    const messages = this.how.messages();
    messages.forEach((message, at) => {
      const old = this.rows.get(message.ts);
      if (old) this.#replace(at, messages, old);
    });
  }

  /** The line of new messages moves before this one. */
  setFirstUnread(ts) {
    const messages = this.how.messages();
    const changed = [this.firstUnread, ts];
    this.firstUnread = ts;
    messages.forEach((message, at) => {
      const old = changed.includes(message.ts) && this.rows.get(message.ts);
      if (old) this.#replace(at, messages, old);
    });
  }

  async #older() {
    if (this.reading || !this.hasMore || this.scroller.scrollTop > readAhead || !this.element.isConnected) return;
    this.reading = true;
    try {
      this.hasMore = await this.how.older();
      this.#prepend();
      this.#showTop();
    } catch (problem) {
      this.hasMore = false;
      this.top.replaceChildren(
        element(
          'button',
          {
            type: 'button',
            class: 'button',
            onclick: () => {
              this.hasMore = true;
              this.#showTop();
            },
          },
          'Older messages could not be read. Try again',
        ),
      );
      this.page.toasts.problem(problem.message);
    } finally {
      this.reading = false;
    }
    if (this.hasMore) requestAnimationFrame(() => this.#older());
  }

  #prepend() {
    const messages = this.how.messages();
    const first = this.list.firstElementChild?.firstElementChild;
    const known = messages.findIndex((message) => message.ts === first?.dataset.ts);
    if (known < 1) return;
    const anchor = this.#topRow() ?? first;
    const before = anchor.getBoundingClientRect().top;
    this.scroller.style.overflowAnchor = 'none';
    const added = messages.slice(0, known).map((message, at) => {
      const row = this.#draw(at, messages);
      this.rows.set(message.ts, row);
      return row;
    });
    this.list.prepend(...chunksOf(added));
    this.#replace(known, messages, first);
    const now = (anchor.isConnected ? anchor : this.rows.get(anchor.dataset.ts)).getBoundingClientRect().top;
    this.scroller.scrollTop += now - before;
    this.scroller.style.overflowAnchor = '';
  }

  /** The first row in sight. */
  #topRow() {
    const {top, left, width} = this.scroller.getBoundingClientRect();
    for (const y of [2, 20, 40, 80]) {
      const row = document.elementFromPoint(left + width / 2, top + y)?.closest('.row');
      if (row && this.list.contains(row)) return row;
    }
    return null;
  }

  #scrolled() {
    const {scrollTop, scrollHeight, clientHeight} = this.scroller;
    const left = scrollHeight - scrollTop - clientHeight;
    this.pinned = left < nearEnd;
    if (this.pinned) {
      this.missed = 0;
      this.how.onSeen();
    }
    this.#showJump(left > clientHeight);
    this.#older();
  }

  #showJump(isFar = false) {
    const visible = !this.pinned && (isFar || this.missed > 0);
    this.jump.hidden = !visible;
    if (!visible) return;
    const words = this.missed === 0 ? 'Jump to latest' : `${this.missed} new`;
    if (this.jumpLabel.textContent !== words) this.jumpLabel.textContent = words;
    this.jump.classList.toggle('jump-new', this.missed > 0);
  }

  toEnd(focus = false) {
    this.pinned = true;
    this.missed = 0;
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.#showJump();
    this.how.onSeen();
    if (focus) this.how.onEscape();
  }

  /** Where it was scrolled to; null at the end. */
  position() {
    const row = this.pinned ? null : this.#topRow();
    return row && {ts: row.dataset.ts, offset: row.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top};
  }

  /** To where it was; to the first unread message; or to the end. */
  restore(position) {
    const row = position && this.rows.get(position.ts);
    if (!row) {
      this.toEnd();
      return;
    }
    this.pinned = false;
    row.scrollIntoView({block: 'start'});
    this.scroller.scrollTop -= position.offset;
  }

  /** Brings a message into sight and marks it for a moment. @returns its row */
  reveal(ts) {
    const row = this.rows.get(ts);
    if (!row) return null;
    row.scrollIntoView({block: 'center'});
    row.classList.remove('row-revealed');
    requestAnimationFrame(() => row.classList.add('row-revealed'));
    return row;
  }

  edit(ts) {
    const row = this.rows.get(ts);
    const message = this.how.messages().find((each) => each.ts === ts);
    if (row && message) editInRow(this.page, this.how.channel, row, message);
  }

  #attend(row) {
    if (!row || this.toolbar.isBusy()) return;
    if (this.toolbar.row() === row) return;
    const message = this.how.messages().find((each) => each.ts === row.dataset.ts);
    if (message) this.toolbar.moveTo(row, message);
  }

  /** One row is in the order of Tab; the arrow keys go on from there. */
  #rove(row) {
    if (this.roving) this.roving.tabIndex = -1;
    this.roving = row ?? null;
    if (row) row.tabIndex = 0;
  }

  #key(event) {
    const row = event.target.closest('.row');
    if (event.key === 'Escape') {
      this.how.onEscape();
      return;
    }
    // What has keys of its own keeps them.
    if (event.target !== row && !event.target.matches('a, button:not([role], [aria-haspopup])')) return;
    const to = {
      ArrowDown: rowAfter(row),
      ArrowUp: rowBefore(row),
      Home: this.list.firstElementChild.firstElementChild,
      End: this.list.lastElementChild.lastElementChild,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (!to) return;
    this.#rove(to);
    to.focus({preventScroll: true});
    to.scrollIntoView({block: 'nearest'});
  }
}
