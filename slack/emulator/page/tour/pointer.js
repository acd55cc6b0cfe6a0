/** Draws the eye to one place on the page, until it is used or a while has passed. */

const shownFor = 12_000;
const uses = ['click', 'input', 'keydown'];
let last = null;

export function pointAt(target) {
  last?.();
  if (!target) return;
  const shown = target.closest('.composer-box') ?? target;
  shown.classList.add('tour-target');
  target.scrollIntoView({block: 'nearest', inline: 'nearest'});
  target.focus({preventScroll: true});
  const stop = () => {
    clearTimeout(timer);
    shown.classList.remove('tour-target');
    for (const use of uses) target.removeEventListener(use, stop);
    last = null;
  };
  const timer = setTimeout(stop, shownFor);
  for (const use of uses) target.addEventListener(use, stop);
  last = stop;
}
