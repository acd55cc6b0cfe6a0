/** Keys that work everywhere. */

const shortcuts = [
  ['Ctrl K', 'Jump to a channel or a person'],
  ['Alt ↑ ↓', 'Previous or next channel'],
  ['↑', 'In an empty message field: edit your last message'],
  ['Shift Tab', 'From the message field to the messages; arrow keys go on from there'],
  ['Esc', 'Close what is open; back to the message field'],
];

export const shortcutList = () => shortcuts;

/** @returns {() => void} ends it */
export function listenForKeys({openSwitcher, step, escape}) {
  const listener = (event) => {
    if (event.defaultPrevented) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      openSwitcher();
    } else if (event.altKey && !event.ctrlKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      step(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Escape' && !document.querySelector('dialog[open], [popover]:popover-open:not(.toasts)')) {
      escape();
    }
  };
  document.addEventListener('keydown', listener);
  return () => document.removeEventListener('keydown', listener);
}
