/** One element of a form: what it holds, how that changes, and whom to tell. */

import {confirmed, underWay} from './action.js';
import {entryIn, initialEntry, problemWith, valueOf} from './form.js';
import {recallEntry, rememberEntry} from './memory.js';

export class Field {
  /**
   * @param {object} given  the element of Block Kit
   * @param {object} block  the block that it is in
   * @param {object} context
   */
  constructor(given, block, context) {
    this.given = given;
    this.block = block;
    this.context = context;
    this.entry = recallEntry(context, block.block_id, given) ??
      entryIn(context.values, block.block_id, given.action_id) ?? initialEntry(given);
    /** Whether a change is an action: always outside of input blocks, inside only with dispatch_action. */
    this.tells = block.type !== 'input' || block.dispatch_action === true;
    this.listeners = [];
    this.sending = Promise.resolve();
  }

  /** What is entered from now on, kept here only. */
  set(part) {
    this.entry = {type: this.given.type, ...part};
    rememberEntry(this.context, this.block.block_id, this.given, this.entry);
    for (const listen of this.listeners) listen();
  }

  /**
   * What somebody chose: asks the element's question first, and tells the app if it wants to know.
   * @returns {Promise<boolean>} false when the question was answered with no
   */
  async choose(part, control) {
    if (!(await confirmed(this.given, this.context))) return false;
    this.set(part);
    if (this.tells) await this.tell(control);
    return true;
  }

  /** Tells the app what is entered; one after the other, in the order of the changes. */
  tell(control) {
    const said = {block_id: this.block.block_id, action_id: this.given.action_id, value: valueOf(this.entry)};
    this.sending = this.sending.then(() => underWay(control, () => this.context.act(said)));
    return this.sending;
  }

  /** What is wrong with what is entered, as a sentence; null when nothing is. */
  problem() {
    return problemWith(this.given, this.entry, this.block);
  }
}
