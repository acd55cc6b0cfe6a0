/** Pictures. The page calls nobody but its own server: what lies elsewhere shows as its description and a link. */

import {element, link} from '../dom.js';

/** Whether a picture lies on this machine, so that loading it calls nobody outside. */
export function isNear(url) {
  if (/^(data:image\/|blob:)/i.test(url)) return true;
  try {
    const address = new URL(url, window.location.href);
    return address.origin === window.location.origin || /^(127\.0\.0\.1|localhost|\[::1\])$/.test(address.hostname);
  } catch {
    return false;
  }
}

const tooSmallForWords = /context-image|-icon/;

function standIn(given, url, classes) {
  const words = given.alt_text || 'Picture';
  const sign = element('span', {'aria-hidden': 'true'}, '🖼');
  if (tooSmallForWords.test(classes)) return element('span', {class: `${classes} image-elsewhere`, role: 'img', 'aria-label': words, title: words}, sign);
  return element('span', {class: `${classes} image-elsewhere`, title: words}, sign,
    element('span', {}, words, url && [' ', link(url, {class: 'text-link', 'aria-label': `Open the picture: ${words}`}, 'open')]));
}

/** An image element or block: @returns {HTMLElement} */
export function drawImage(given, classes) {
  const url = given.image_url ?? given.slack_file?.url ?? null;
  if (!url || !isNear(url)) return standIn(given, url, classes);
  const image = element('img', {class: classes, src: url, alt: given.alt_text ?? ''});
  image.addEventListener('error', () => image.replaceWith(standIn(given, url, classes)));
  return image;
}
