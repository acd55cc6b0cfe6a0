/** A box beside what opened it, above everything else; closes by Escape, by a click elsewhere, or when asked. */

const gap = 6;
const margin = 8;

/** Beside `rect`, on the side with room, inside the window. */
export function placeBeside(box, rect, prefer) {
  const {width, height} = box.getBoundingClientRect();
  const below = rect.bottom + gap;
  const above = rect.top - gap - height;
  const fitsBelow = below + height <= innerHeight - margin;
  const fitsAbove = above >= margin;
  const top = prefer === 'above' ? (fitsAbove || !fitsBelow ? above : below) : fitsBelow || !fitsAbove ? below : above;
  const left = prefer === 'end' || rect.left + width > innerWidth - margin ? rect.right - width : rect.left;
  box.style.top = `${Math.max(margin, Math.min(top, innerHeight - margin - height))}px`;
  box.style.left = `${Math.max(margin, Math.min(left, innerWidth - margin - width))}px`;
}

/**
 * @param {Element} anchor   what opened it: gets the focus back, and aria-expanded
 * @param {HTMLElement} box
 * @param {{prefer?: 'below'|'above'|'end', onClose?: () => void}} [how]
 * @returns {{close: () => void, place: () => void}}
 */
export function openPopup(anchor, box, {prefer = 'below', onClose = () => {}} = {}) {
  let open = true;
  box.popover = 'auto';
  box.classList.add('popup');
  document.body.append(box);
  box.showPopover();
  const place = () => placeBeside(box, anchor.getBoundingClientRect(), prefer);
  place();
  anchor.setAttribute('aria-expanded', 'true');
  const close = () => {
    if (!open) return;
    open = false;
    const hadFocus = box.contains(document.activeElement) || document.activeElement === document.body;
    box.remove();
    anchor.setAttribute('aria-expanded', 'false');
    if (hadFocus && anchor.isConnected) anchor.focus({preventScroll: true});
    onClose();
  };
  box.addEventListener('toggle', (event) => {
    if (event.newState === 'closed') close();
  });
  return {close, place};
}
