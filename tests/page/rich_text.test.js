import assert from 'node:assert/strict';
import {test} from 'node:test';

import {nestLists, richTextOf, richTextTree, textOfRichText} from '../../slack/emulator/page/text/rich_text_tree.js';

const words = (text) => ({type: 'rich_text_section', elements: [{type: 'text', text}]});
const list = (indent, style, items, more = {}) => ({type: 'rich_text_list', indent, style, elements: items.map(words), ...more});

/** Lists as text: "1.a 2.b[-c]". */
function outline(lists) {
  return lists.map((each) => each.items.map((item, index) => (
    `${each.ordered ? `${each.start + index}.` : '-'}${item.children[0].text}${item.lists.length ? `[${outline(item.lists)}]` : ''}`)).join(' ')).join(' | ');
}

test('a list with a larger indent goes into the last item before it', () => {
  assert.equal(outline(nestLists([list(0, 'bullet', ['a', 'b']), list(1, 'ordered', ['c', 'd']), list(2, 'bullet', ['e']), list(0, 'bullet', ['f'])])),
    '-a -b[1.c 2.d[-e]] -f');
});

test('an ordered list goes on counting after an inner list, by its offset', () => {
  assert.equal(outline(nestLists([list(0, 'ordered', ['a', 'b']), list(1, 'bullet', ['c']), list(0, 'ordered', ['d'], {offset: 2})])), '1.a 2.b[-c] 3.d');
  assert.equal(outline(nestLists([list(0, 'ordered', ['a']), list(0, 'ordered', ['b'])])), '1.a | 1.b');
  assert.equal(outline(nestLists([list(0, 'ordered', ['a']), list(0, 'bullet', ['b'])])), '1.a | -b');
});

test('a first list may be indented already', () => {
  assert.equal(outline(nestLists([list(2, 'bullet', ['a']), list(0, 'bullet', ['b'])])), '-a | -b');
});

test('styles wrap what they apply to', () => {
  const [paragraph] = richTextTree({elements: [{type: 'rich_text_section', elements: [{type: 'text', text: 'x', style: {bold: true, italic: true, code: true}}]}]});
  assert.deepEqual(paragraph.children, [{kind: 'bold', children: [{kind: 'italic', children: [{kind: 'code', children: [{kind: 'text', text: 'x'}]}]}]}]);
});

test('quotes, code and unknown pieces are kept', () => {
  const nodes = richTextTree({elements: [
    {type: 'rich_text_quote', elements: [{type: 'user', user_id: 'U1'}]},
    {type: 'rich_text_preformatted', elements: [{type: 'text', text: 'a\n b'}]},
    {type: 'rich_text_section', elements: [{type: 'hologram'}]},
  ]});
  assert.deepEqual(nodes.map((node) => node.kind), ['quote', 'pre', 'paragraph']);
  assert.equal(nodes[2].children[0].text, '[hologram]');
});

test('what was typed into a rich text field comes back as typed', () => {
  assert.equal(textOfRichText(richTextOf('one\n\ntwo *three*')), 'one\n\ntwo *three*');
  assert.deepEqual(richTextOf('').elements[0].elements, []);
});
