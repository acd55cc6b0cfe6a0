/** What happens when somebody uses an element: an optional question, then the app is told, and that shows. */

import {confirmDialog} from '../confirm.js';

/** Asks the element's own "Are you sure?", if it has one. */
export async function confirmed(given, context) {
  if (!given.confirm) return true;
  return confirmDialog({...given.confirm, context});
}

/**
 * Tells the app about an element, and shows on `control` that it is under way. A control that is under way already
 * does nothing.
 * @param {HTMLElement} control
 * @param {object} given  the element of Block Kit
 * @param {string} block_id
 * @param {object} context
 * @param {*} [value]
 * @returns {Promise<boolean>} whether the app was told
 */
export async function press(control, given, block_id, context, value) {
  if (control.getAttribute('aria-busy') === 'true') return false;
  if (!(await confirmed(given, context))) return false;
  await underWay(control, () => context.act({block_id, action_id: given.action_id, ...(value === undefined ? {} : {value})}));
  return true;
}

/** Runs `work` while `control` shows that it is busy. `context.act` shows its own errors; none of them ends here. */
export async function underWay(control, work) {
  control.setAttribute('aria-busy', 'true');
  control.classList.add('under-way');
  try {
    await work();
  } catch (error) {
    console.warn('An action failed:', error);
  } finally {
    control.removeAttribute('aria-busy');
    control.classList.remove('under-way');
  }
}
