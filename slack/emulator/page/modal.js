/** Modals: a view of the app in a dialog, filled in, checked, sent, and kept in step with what the app makes of it. */

import {underWay} from './blocks/action.js';
import {element, freshId} from './blocks/dom.js';
import {drawBlocks, replaceBlocks} from './blocks/draw.js';
import {formValues} from './blocks/form.js';
import {forget} from './blocks/memory.js';
import {renderText} from './text/mrkdwn.js';

/** What a client says when a form's answer made no sense or came too late. */
const connectingTrouble = 'We had some trouble connecting. Try again?';

class Modal {
  constructor({api, context}) {
    this.api = api;
    this.context = context;
    this.view = null;
    this.as = null;
    this.seen = new Set();
    this.build();
  }

  build() {
    const titleId = freshId('modal-title');
    this.title = element('h2', {class: 'modal-title', id: titleId, tabindex: '-1'});
    this.back = element('button', {type: 'button', class: 'modal-icon', 'aria-label': 'Back', onclick: () => this.leave(false)}, '←');
    const away = element('button', {type: 'button', class: 'modal-icon', 'aria-label': 'Close', onclick: () => this.leave(true)}, '×');
    this.trouble = element('p', {class: 'modal-trouble', role: 'alert'});
    this.blocks = element('div', {class: 'blocks'});
    this.body = element('div', {class: 'modal-body', tabindex: '-1'}, this.blocks);
    this.closing = element('button', {type: 'button', class: 'block-button', onclick: () => this.leave(false)});
    this.submit = element('button', {type: 'submit', class: 'block-button block-button-primary'});
    this.buttons = element('div', {class: 'modal-buttons'}, this.closing, this.submit);
    const form = element('form', {class: 'modal-form', novalidate: true, onsubmit: (event) => {
      event.preventDefault();
      this.send();
    }}, element('header', {class: 'modal-head'}, this.back, this.title, away), this.trouble, this.body, this.buttons);
    this.dialog = element('dialog', {class: 'modal', 'aria-labelledby': titleId}, form);
    this.dialog.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.preventDefault();
      this.leave(false);
    });
    this.dialog.addEventListener('cancel', (event) => {
      if (event.target !== this.dialog) return;
      event.preventDefault();
      this.leave(false);
    });
    // A browser may close a dialog although asked not to; then the app has to know all the same.
    this.dialog.addEventListener('close', () => this.view && this.leave(false));
  }

  blockContext() {
    const {view, as} = this;
    this.fields = [];
    return {
      ...this.context, me: as, surface: 'modal', key: view.id, values: view.state?.values, errors: view.errors, fields: this.fields,
      act: (what) => this.tell({do: 'view_press', view_id: view.id, ...what}),
      options: (what) => this.api.act(as, {do: 'options', view_id: view.id, ...what}),
    };
  }

  show(view, as) {
    if (!view || view.type !== 'modal') {
      // What somebody else has typed stays theirs until they look again.
      this.hide({forgets: as === undefined || as === this.as});
      return;
    }
    const stays = this.view?.id === view.id && this.as === as;
    this.view = view;
    this.as = as;
    this.seen.add(view.id);
    const context = this.blockContext();
    this.title.replaceChildren(renderText(view.title, context));
    this.back.hidden = (view.depth ?? 1) < 2;
    this.closing.replaceChildren(renderText(view.close ?? 'Cancel', context));
    this.submit.hidden = !view.submit;
    this.submit.replaceChildren(renderText(view.submit ?? 'Submit', context));
    this.submit.disabled = view.submit_disabled === true;
    if (!stays) {
      this.leaving = null;
      this.say('');
    }
    if (stays) {
      this.blocks = replaceBlocks(this.blocks, view.blocks, context);
    } else {
      const drawn = drawBlocks(view.blocks, context);
      this.blocks.replaceWith(drawn);
      this.blocks = drawn;
      this.body.scrollTop = 0;
    }
    if (!this.dialog.isConnected) document.body.append(this.dialog);
    if (!this.dialog.open) {
      this.before = document.activeElement;
      this.dialog.showModal();
    }
    if (!stays) this.focusFirst();
    if (view.errors && Object.keys(view.errors).length > 0) this.focusWrong(view.errors);
  }

  hide({forgets = true} = {}) {
    if (forgets) for (const id of this.seen) forget({me: this.as, key: id});
    this.seen.clear();
    this.view = null;
    if (!this.dialog.open) return;
    this.dialog.close();
    this.dialog.remove();
    if (this.before?.isConnected) this.before.focus({preventScroll: true});
  }

  focusFirst() {
    const wanted = this.fields.find(({field}) => field.given.focus_on_load) ?? this.fields.find(({field}) => field.block.type === 'input');
    if (wanted) wanted.focus();
    else if (!this.submit.hidden && !this.submit.disabled) this.submit.focus();
    else this.title.focus();
  }

  say(text) {
    this.trouble.textContent = text;
    this.trouble.hidden = text === '';
  }

  /** Does something for this view. The form shows what went wrong. */
  async tell(what) {
    this.say('');
    try {
      const {answer} = await this.api.act(this.as, what);
      if (answer?.trouble) this.say(connectingTrouble);
      return answer ?? {};
    } catch (error) {
      this.say(error.message);
      return null;
    }
  }

  /** Marks what is missing or wrong. @returns whether all is well */
  check() {
    const wrong = {};
    for (const {field, showProblem} of this.fields) {
      if (field.block.type !== 'input') continue;
      const problem = field.problem();
      showProblem?.(problem);
      if (problem) wrong[field.block.block_id] = problem;
    }
    this.focusWrong(wrong);
    return Object.keys(wrong).length === 0;
  }

  focusWrong(errors) {
    this.fields.find(({field}) => Object.hasOwn(errors, field.block.block_id))?.focus();
  }

  async send() {
    if (!this.view?.submit || this.submit.getAttribute('aria-busy') === 'true' || !this.check()) return;
    const {id} = this.view;
    const entered = this.fields.filter(({field}) => field.given.action_id).map(({field}) => (
      {block_id: field.block.block_id, action_id: field.given.action_id, entry: field.entry}));
    await underWay(this.submit, async () => {
      const answer = await this.tell({do: 'submit', view_id: id, values: formValues(entered)});
      if (!answer?.errors || this.view?.id !== id) return;
      for (const {field, showProblem} of this.fields) showProblem?.(answer.errors[field.block.block_id] ?? null);
      this.focusWrong(answer.errors);
    });
  }

  /** Leaves the view, or all of them. */
  async leave(all) {
    if (!this.view || this.leaving === this.view.id) return;
    const {as} = this;
    this.leaving = this.view.id;
    const stacked = (this.view.depth ?? 1) > 1;
    if (all || !stacked) this.hide();
    try {
      await this.api.act(as, {do: 'close_view', ...(all && stacked ? {all: true} : {})});
    } catch (error) {
      if (this.view) this.say(error.message);
    } finally {
      this.leaving = null;
    }
  }
}

/**
 * @param {{api: {act: function(string, object): Promise<object>}, context: object}} parts  context: as for drawBlocks,
 * its people and channels are read anew for every view
 * @returns {{show: function(object|null, string)}} show(view, as): the view on top for this person; null closes
 */
export function createModals({api, context}) {
  const modal = new Modal({api, context});
  return {show: (view, as) => modal.show(view, as)};
}
