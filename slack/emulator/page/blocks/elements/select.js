/** Selects of every kind: a combobox that filters by what is typed (the ARIA combobox pattern with a list box). */

import {element} from '../dom.js';
import {Field} from '../field.js';
import {idsOf} from '../form.js';
import {SelectList} from './select_list.js';
import {optionOfId, optionSource} from './select_source.js';
import {nameControl} from './place.js';

const one = {users: 'user', conversations: 'conversation', channels: 'channel'};

/** Entries and lists of whole options, both ways, for every kind of select. */
function converter(given, context) {
  const multi = given.type.startsWith('multi_');
  const kind = idsOf(given.type);
  if (!kind) {
    return {
      multi,
      chosen: (entry) => (multi ? entry.selected_options ?? [] : [entry.selected_option].filter(Boolean)),
      entry: (options) => (multi ? {selected_options: options} : {selected_option: options[0] ?? null}),
    };
  }
  const option = (id) => optionOfId(id, kind, context);
  return {
    multi,
    chosen: (entry) => (multi ? entry[`selected_${kind}`] ?? [] : [entry[`selected_${one[kind]}`]].filter(Boolean)).map(option),
    entry: (options) => (multi ? {[`selected_${kind}`]: options.map((each) => each.value)} : {[`selected_${one[kind]}`]: options[0]?.value ?? null}),
  };
}

function textOf(option) {
  return option.text?.text ?? option.value;
}

class Select {
  constructor(given, place) {
    this.given = given;
    this.place = place;
    this.field = new Field(given, place.block, place.context);
    this.convert = converter(given, place.context);
    this.multi = this.convert.multi;
    this.build();
    this.show();
    this.field.listeners.push(() => {
      this.show();
      if (this.list.isOpen()) this.list.open(this.input.value);
    });
  }

  build() {
    const clearable = this.multi || (this.place.block.type === 'input' && this.place.block.optional);
    this.input = element('input', {
      type: 'text', class: 'select-typed', role: 'combobox', autocomplete: 'off', spellcheck: 'false',
      'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-haspopup': 'listbox',
      oninput: () => this.list.open(this.input.value), onkeydown: (event) => this.key(event), onblur: () => this.left(),
    });
    this.chips = element('span', {class: 'select-chips'});
    this.clear = clearable ? element('button', {type: 'button', class: 'select-clear', 'aria-label': 'Clear', onclick: () => this.choose([])}, '×') : null;
    this.box = element('div', {class: `select-box${this.multi ? ' select-box-multi' : ''}`, onpointerdown: (event) => this.pointed(event)},
      this.multi && this.chips, this.input, this.clear, element('span', {class: 'select-arrow', 'aria-hidden': 'true'}));
    this.list = new SelectList({
      anchor: this.box, input: this.input, multi: this.multi, context: this.place.context,
      source: optionSource(this.given, this.place.block.block_id, this.place.context),
      chosen: () => this.chosen(), most: this.given.max_selected_items ?? Infinity,
      onPick: (option) => this.pick(option), onClose: () => this.show(),
    });
    nameControl(this.input, this.given, this.place);
    this.node = element('div', {class: 'select'}, this.box, this.list.node);
  }

  chosen() {
    return this.convert.chosen(this.field.entry);
  }

  /** The box as it looks when nobody types. */
  show() {
    const chosen = this.chosen();
    const placeholder = this.given.placeholder?.text ?? (this.multi ? 'Choose…' : 'Choose one…');
    this.chips.replaceChildren(...chosen.map((option) => element('span', {class: 'select-chip'}, textOf(option),
      element('button', {type: 'button', class: 'select-chip-remove', 'aria-label': `Remove ${textOf(option)}`, onclick: () => this.remove(option)}, '×'))));
    if (this.clear) this.clear.hidden = chosen.length === 0;
    if (this.multi) {
      this.input.placeholder = chosen.length === 0 ? placeholder : '';
      if (!this.list?.isOpen()) this.input.value = '';
    } else {
      this.input.placeholder = chosen.length > 0 ? textOf(chosen[0]) : placeholder;
      if (!this.list?.isOpen()) this.input.value = chosen.length > 0 ? textOf(chosen[0]) : '';
    }
    this.node?.classList.toggle('select-empty', chosen.length === 0);
  }

  pointed(event) {
    if (event.target.closest('button')) return;
    if (event.target !== this.input) event.preventDefault();
    this.input.focus();
    if (this.list.isOpen()) this.list.close();
    else this.open();
  }

  open() {
    if (!this.multi) this.input.value = '';
    this.list.open(this.input.value);
  }

  key(event) {
    const open = this.list.isOpen();
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) this.open();
      else this.list.move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (open) this.list.pickActive();
      else this.open();
    } else if (event.key === 'Escape' && open) {
      event.preventDefault();
      event.stopPropagation();
      this.list.close();
    } else if (event.key === 'Backspace' && this.multi && this.input.value === '' && this.chosen().length > 0) {
      this.remove(this.chosen().at(-1));
    } else if (!open && !this.multi && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      // Typing begins a new search rather than going on in the label of what is chosen.
      this.input.value = '';
    } else if (!open && !this.multi && (event.key === 'Backspace' || event.key === 'Delete')) {
      event.preventDefault();
      if (this.clear && !this.clear.hidden) this.choose([]);
    }
  }

  left() {
    // A click on the list's scroll bar takes the focus too, but the list stays.
    setTimeout(() => {
      if (!this.node.contains(document.activeElement)) this.list.close();
    });
  }

  pick(option) {
    if (!this.multi) {
      this.list.close();
      if (option.value !== this.chosen()[0]?.value) this.choose([option]);
      return;
    }
    const chosen = this.chosen();
    const without = chosen.filter((each) => each.value !== option.value);
    this.input.value = '';
    this.choose(without.length < chosen.length ? without : [...chosen, option]);
  }

  remove(option) {
    this.choose(this.chosen().filter((each) => each.value !== option.value));
    this.input.focus();
  }

  choose(options) {
    return this.field.choose(this.convert.entry(options), this.box);
  }
}

export function drawSelect(given, place) {
  const select = new Select(given, place);
  return {node: select.node, field: select.field, control: select.input, focus: () => select.input.focus()};
}
