/** Small ways to build DOM nodes. Text is always text: nothing here parses markup. */

const svgNamespace = 'http://www.w3.org/2000/svg';

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'value' || name === 'checked' || name === 'disabled') node[name] = value;
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false));
  return node;
}

/**
 * Makes an HTML element.
 * @param {string} name
 * @param {object} [attributes] `onclick` and the like become listeners; null, undefined and false are left out
 * @param {...(Node|string|Array)} children
 * @returns {HTMLElement}
 */
export function element(name, attributes, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** The same for SVG. */
export function svgElement(name, attributes, ...children) {
  return fill(document.createElementNS(svgNamespace, name), attributes, children);
}

let lastNumber = 0;

/** An id that no other element of the page has. */
export function freshId(word) {
  lastNumber += 1;
  return `${word}-${lastNumber}`;
}

/** A web or mail address that may become a link; null for anything else (javascript: and the like). */
export function safeAddress(url) {
  if (typeof url !== 'string') return null;
  return /^(https?:\/\/|mailto:|tel:|slack:)/i.test(url.trim()) ? url.trim() : null;
}

/**
 * Follows an address as if a link to it beside `place` had been clicked, so that whoever minds the page's links minds
 * this one, too.
 */
export function follow(address, place) {
  const hidden = element('a', {href: address, target: '_blank', rel: 'noopener noreferrer', hidden: true});
  place.after(hidden);
  hidden.click();
  hidden.remove();
}

/** A link that leaves the page alone. Where the address may not be one, just its children. */
export function link(url, attributes, ...children) {
  const address = safeAddress(url);
  if (!address) return element('span', attributes, ...children);
  return element('a', {href: address, target: '_blank', rel: 'noopener noreferrer', ...attributes}, ...children);
}
