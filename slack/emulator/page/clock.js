/** The demo's time, and the buttons that let it go on faster. */

import {element} from './blocks/dom.js';
import {clockText, nextMorning, zoneText} from './state/times.js';
import {icon} from './ui/icons.js';

const hour = 3_600_000;

const leaps = [
  {label: '+1 hour', title: 'An hour later: reminders and targets that fall due happen', to: (now) => now + hour},
  {label: 'Next morning', title: 'To 9:00 of the next working day, in your time zone', to: nextMorning},
  {label: '+1 day', title: 'A day later', to: (now) => now + 24 * hour},
];

/** @returns {{element: HTMLElement, close: () => void}} */
export function createClock(page) {
  const {session, toasts, announcer} = page;
  const time = element('time', {class: 'clock-time', title: 'The time in this workspace'});
  const state = element('span', {class: 'clock-state', hidden: true}, 'time is passing…');
  const buttons = leaps.map(({label, title, to}) =>
    element('button', {type: 'button', class: 'clock-button', title, onclick: () => leap(label, to)}, label),
  );

  function draw() {
    const now = session.now();
    const words = `${clockText(now, session.zone)} ${zoneText(now, session.zone)}`;
    if (time.textContent !== words) time.textContent = words;
    time.dateTime = new Date(now).toISOString();
    box.classList.toggle('clock-moving', session.moving);
    state.hidden = !session.moving;
    for (const button of buttons) button.disabled = session.moving;
  }

  async function leap(label, to) {
    const target = to(session.now(), session.zone);
    const pressed = document.activeElement;
    announcer.say(`Time goes on to ${clockText(target, session.zone)}. Everything due on the way happens.`);
    try {
      await session.moveClock(target);
      toasts.notice(`It is now ${clockText(session.now(), session.zone)}. What was due on the way has happened.`);
    } catch (problem) {
      toasts.problem(problem.message);
    }
    pressed?.focus?.();
  }

  const box = element(
    'div',
    {class: 'clock', role: 'group', 'aria-label': 'The time in this workspace', 'data-tour': 'clock'},
    icon('clock', 16),
    time,
    state,
    element('span', {class: 'clock-buttons'}, buttons),
  );
  const ticking = setInterval(draw, 5000);
  const end = session.on('clock', draw);
  draw();
  return {
    element: box,
    close() {
      clearInterval(ticking);
      end();
    },
  };
}
