/** A list that floats over everything else (in the top layer, so that no dialog or scrolling box cuts it off). */

const gap = 4;

/** Puts `popup` under `anchor`, or over it where there is more room. */
function placeBeside(popup, anchor, {wide}) {
  const box = anchor.getBoundingClientRect();
  const below = window.innerHeight - box.bottom - gap * 2;
  const above = box.top - gap * 2;
  const up = below < 180 && above > below;
  popup.style.maxHeight = `${Math.max(96, Math.min(320, up ? above : below))}px`;
  if (wide) popup.style.width = `${Math.max(box.width, 200)}px`;
  const width = popup.offsetWidth;
  popup.style.left = `${Math.max(gap, Math.min(box.left, window.innerWidth - width - gap))}px`;
  popup.style.top = up ? `${box.top - gap - popup.offsetHeight}px` : `${box.bottom + gap}px`;
}

/**
 * Makes `popup` one that opens beside `anchor` and closes when somebody looks elsewhere.
 * @param {HTMLElement} popup
 * @param {HTMLElement} anchor
 * @param {{wide?: boolean, onClose?: function()}} [how] wide: as wide as the anchor
 * @returns {{open: function(), close: function(), isOpen: function(): boolean, place: function()}}
 */
export function makePopup(popup, anchor, {wide = false, onClose = () => {}} = {}) {
  popup.popover = 'manual';
  let shown = false;
  const place = () => {
    if (!anchor.isConnected) close();
    else placeBeside(popup, anchor, {wide});
  };
  const elsewhere = (event) => {
    if (!popup.contains(event.target) && !anchor.contains(event.target)) close();
  };
  const scrolled = (event) => {
    if (!popup.contains(event.target)) place();
  };
  const listen = (how) => {
    document[how]('pointerdown', elsewhere, true);
    window[how]('scroll', scrolled, true);
    window[how]('resize', place);
  };
  function open() {
    if (shown || !popup.isConnected) return;
    shown = true;
    popup.showPopover();
    place();
    listen('addEventListener');
  }
  function close() {
    if (!shown) return;
    shown = false;
    listen('removeEventListener');
    if (popup.isConnected) popup.hidePopover();
    onClose();
  }
  return {open, close, isOpen: () => shown, place: () => shown && place()};
}
