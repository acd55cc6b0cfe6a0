/** How far the tour is, shared by the tabs of this browser: two tabs may be two people of one tour. */

const key = 'tour';

/** @returns {{open: boolean, facts: object|null}} */
export function readProgress() {
  try {
    const {open = true, facts = null} = JSON.parse(localStorage.getItem(key)) ?? {};
    return {open, facts};
  } catch {
    return {open: true, facts: null};
  }
}

export const keepProgress = (progress) => localStorage.setItem(key, JSON.stringify(progress));

/** @returns {() => void} ends it */
export function onProgressElsewhere(listener) {
  const heard = (event) => event.key === key && listener(readProgress());
  addEventListener('storage', heard);
  return () => removeEventListener('storage', heard);
}
