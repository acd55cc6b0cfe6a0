/** Draws the eye to one place on the page, until it is used or a while has passed. */

const shownFor = 12_000;
let last = null;

export function pointAt(target) {
  last?.();
  if (!target) return;
  target.classList.add('tour-target');
  target.scrollIntoView({block: 'nearest', inline: 'nearest'});
  target.focus({preventScroll: true});
  const stop = () => {
    clearTimeout(timer);
    target.classList.remove('tour-target');
    target.removeEventListener('click', stop);
    last = null;
  };
  const timer = setTimeout(stop, shownFor);
  target.addEventListener('click', stop);
  last = stop;
}
