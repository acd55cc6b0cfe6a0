/** Drawings for the icons that Slack knows by name. */

import {icon} from '../ui/icons.js';

const drawings = {
  trash: 'trash', bot: 'app', check: 'check', warning: 'warning', info: 'help', link: 'tab', clock: 'clock', calendar: 'clock', user: 'people',
  file: 'file', edit: 'edit', copy: 'copy', search: 'search',
};

/** @param {string} name  Slack's */
export function iconSign(name) {
  return icon(Object.hasOwn(drawings, name) ? drawings[name] : 'app');
}
