/** Cards, and rows of them. */

import {textBox} from '../text/mrkdwn.js';
import {element} from './dom.js';
import {drawElement} from './elements/draw.js';
import {drawImage} from './elements/image.js';
import {makePlace} from './elements/place.js';
import {iconSign} from './icons.js';

function drawIcon(block) {
  if (block.icon) return drawImage(block.icon, 'card-icon');
  return block.slack_icon && element('span', {class: 'card-icon card-icon-sign', 'aria-hidden': 'true'}, iconSign(block.slack_icon.name));
}

export function drawCard(block, context) {
  const icon = drawIcon(block);
  return element('article', {class: 'block-card'},
    block.hero_image && drawImage(block.hero_image, 'card-hero'),
    (icon || block.title || block.subtitle) && element('div', {class: 'card-head'}, icon, element('div', {class: 'card-titles'},
      block.title && textBox(block.title, context, 'card-title'), block.subtitle && textBox(block.subtitle, context, 'card-subtitle'))),
    block.body && textBox(block.body, context, 'card-body'),
    block.subtext && textBox(block.subtext, context, 'card-subtext'),
    block.actions?.length > 0 && element('div', {class: 'block-actions'}, block.actions.map((part) => drawElement(part, makePlace(block, context)).node)));
}

export function drawCarousel(block, context) {
  const strip = element('div', {class: 'carousel-strip', tabindex: '0', role: 'group', 'aria-label': `${block.elements?.length ?? 0} cards`},
    (block.elements ?? []).map((card) => drawCard(card, context)));
  const go = (by) => strip.scrollBy({left: by * strip.clientWidth * 0.8, behavior: 'smooth'});
  const button = (label, sign, by) => element('button', {type: 'button', class: 'block-button carousel-go', 'aria-label': label, onclick: () => go(by)}, sign);
  const buttons = element('div', {class: 'carousel-buttons'}, button('Back', '‹', -1), button('Further', '›', 1));
  new ResizeObserver(() => {
    buttons.hidden = strip.scrollWidth <= strip.clientWidth;
  }).observe(strip);
  return element('div', {class: 'block-carousel'}, strip, buttons);
}
