/** Who somebody is at a glance: initials on a colour that stays theirs. */

import {element} from '../blocks/dom.js';
import {hueOf, initialsOf} from '../state/people.js';
import {icon} from './icons.js';

/**
 * @param {object} person  of the workspace; undefined for somebody unknown
 * @param {'small'|'middle'|'large'} [size]
 */
export function avatar(person, size = 'middle') {
  const isApp = person?.bot;
  const box = element(
    'span',
    {class: `avatar avatar-${size}${isApp ? ' avatar-app' : ''}`, 'aria-hidden': 'true'},
    isApp ? icon('ticket', {small: 14, middle: 22, large: 30}[size]) : initialsOf(person ?? {name: '?'}),
  );
  if (!isApp) box.style.setProperty('--hue', hueOf(person?.id ?? ''));
  return box;
}
