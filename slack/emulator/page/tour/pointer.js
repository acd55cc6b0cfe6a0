/** Draws the eye to one place on the page, until it is used or a while has passed. */

const shownFor = 12_000;
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
    target.removeEventListener('click', stop);
    target.removeEventListener('input', stop);
    last = null;
  };
  const timer = setTimeout(stop, shownFor);
  target.addEventListener('click', stop);
  target.addEventListener('input', stop);
  last = stop;
}
