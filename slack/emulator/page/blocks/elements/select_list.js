/** The list under a select: groups, descriptions, what is chosen, which one the keys are on. */

import {renderText} from '../../text/mrkdwn.js';
import {element, freshId} from '../dom.js';
import {makePopup} from './popup.js';

const pause = 250;

/** What an external select says before it searches. */
function wantedCharacters(least, typed) {
  const missing = least - typed;
  const noun = missing === 1 ? 'character' : 'characters';
  return typed === 0 ? `Type at least ${missing} ${noun}.` : `Type ${missing} more ${noun}.`;
}

export class SelectList {
  /**
   * @param {object} parts  anchor, input: elements; source: of optionSource; chosen: () => options; most: how many may be
   * chosen; multi; context; onPick(option); onClose()
   */
  constructor(parts) {
    Object.assign(this, parts);
    const id = freshId('list');
    this.rows = element('div', {role: 'listbox', id, 'aria-multiselectable': this.multi ? 'true' : null, 'aria-label': 'Options'});
    this.status = element('div', {class: 'select-status', role: 'status'});
    this.node = element('div', {class: 'block-popup select-list', onpointerdown: (event) => event.preventDefault()}, this.rows, this.status);
    this.input.setAttribute('aria-controls', id);
    this.popup = makePopup(this.node, this.anchor, {wide: true, onClose: () => this.closed()});
    this.options = [];
    this.active = -1;
    this.asked = 0;
    this.timer = 0;
  }

  isOpen() {
    return this.popup.isOpen();
  }

  /** Shows what fits `typed`. */
  open(typed) {
    this.popup.open();
    this.input.setAttribute('aria-expanded', 'true');
    clearTimeout(this.timer);
    this.asked += 1;
    if (typed.length < this.source.least) {
      this.fill([]);
      this.say(wantedCharacters(this.source.least, typed.length));
    } else if (this.source.remote) {
      this.say('Searching…');
      this.timer = setTimeout(() => this.find(typed, this.asked), typed === '' ? 0 : pause);
    } else {
      this.find(typed, this.asked);
    }
  }

  close() {
    this.popup.close();
  }

  closed() {
    clearTimeout(this.timer);
    this.asked += 1;
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
    this.onClose();
  }

  async find(typed, asked) {
    let groups = [];
    let trouble = null;
    try {
      groups = await this.source.find(typed);
    } catch (error) {
      trouble = `The options could not be loaded. ${error.message ?? ''}`;
    }
    if (asked !== this.asked || !this.isOpen()) return;
    this.fill(groups);
    const full = this.multi && this.chosen().length >= this.most;
    if (trouble) this.say(trouble);
    else if (this.options.length === 0) this.say('No matches.');
    else this.say(full ? `At most ${this.most} can be chosen.` : '');
  }

  say(text) {
    this.status.textContent = text;
    this.popup.place();
  }

  fill(groups) {
    const keep = this.options[this.active]?.option.value;
    this.options = [];
    this.rows.replaceChildren(...groups.map((group) => this.group(group)));
    const chosen = this.options.findIndex(({node}) => node.getAttribute('aria-selected') === 'true');
    const kept = this.options.findIndex(({option}) => option.value === keep);
    this.activate(Math.max(0, this.multi ? kept : chosen));
    this.popup.place();
  }

  group({label, options}) {
    const rows = options.map((option) => this.row(option));
    if (!label) return rows.length === 1 ? rows[0] : element('div', {role: 'presentation'}, rows);
    const id = freshId('group');
    return element('div', {role: 'group', 'aria-labelledby': id}, element('div', {class: 'select-group', id, role: 'presentation'}, label), rows);
  }

  row(option) {
    const chosen = this.chosen().some((each) => each.value === option.value);
    const off = !chosen && this.multi && this.chosen().length >= this.most;
    const index = this.options.length;
    const node = element('div', {
      role: 'option', id: freshId('option'), class: 'select-option', 'aria-selected': String(chosen), 'aria-disabled': off ? 'true' : null,
      onclick: () => !off && this.onPick(option), onpointermove: () => this.activate(index, false),
    }, element('span', {class: 'select-check', 'aria-hidden': 'true'}, chosen ? '✓' : ''),
    element('span', {class: 'select-words'}, element('span', {}, renderText(option.text, this.context)),
      option.description && element('span', {class: 'select-description'}, renderText(option.description, this.context))));
    this.options.push({option, node, off});
    return node;
  }

  activate(index, scroll = true) {
    this.options[this.active]?.node.classList.remove('select-active');
    this.active = index;
    const found = this.options[index];
    if (!found) {
      this.input.removeAttribute('aria-activedescendant');
      return;
    }
    found.node.classList.add('select-active');
    this.input.setAttribute('aria-activedescendant', found.node.id);
    if (scroll) found.node.scrollIntoView({block: 'nearest'});
  }

  move(by) {
    const count = this.options.length;
    if (count > 0) this.activate((this.active + by + count) % count);
  }

  pickActive() {
    const found = this.options[this.active];
    if (found && !found.off) this.onPick(found.option);
  }
}
