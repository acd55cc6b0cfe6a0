import assert from 'node:assert/strict';
import {test} from 'node:test';

import {markdownTree} from '../../slack/emulator/page/text/markdown_tree.js';

const kinds = (text) => markdownTree(text).map((node) => node.kind);
const inline = (text) => markdownTree(text)[0].children;

test('blocks are told apart', () => {
  assert.deepEqual(kinds('# One\n\ntext\ngoes on\n\n> quoted\n\n- item\n\n---\n\n```js\ncode\n```\n\n| a | b |\n|---|--:|\n| 1 | 2 |'),
    ['heading', 'paragraph', 'quote', 'list', 'rule', 'pre', 'table']);
});

test('two stars are bold here and one is italic, unlike in mrkdwn', () => {
  assert.deepEqual(inline('**b** *i* _i_ ~~s~~').filter((node) => node.kind !== 'text').map((node) => node.kind), ['bold', 'italic', 'italic', 'strike']);
  assert.deepEqual(inline('***x***')[0], {kind: 'bold', children: [{kind: 'italic', children: [{kind: 'text', text: 'x'}]}]});
  assert.deepEqual(inline('snake_case_name and 2 * 3 * 4'), [{kind: 'text', text: 'snake_case_name and 2 * 3 * 4'}]);
});

test('links are read in their three forms, and what is escaped is text', () => {
  assert.deepEqual(inline('[a **b**](https://x.y "t")')[0].url, 'https://x.y');
  assert.deepEqual(inline('<https://x.y>')[0].url, 'https://x.y');
  assert.deepEqual(inline('https://x.y/z, and')[0].url, 'https://x.y/z');
  assert.deepEqual(inline('\\*not\\*'), [{kind: 'text', text: '*not*'}]);
  assert.deepEqual(inline('`**code**`'), [{kind: 'code', children: [{kind: 'text', text: '**code**'}]}]);
});

test('lists nest by indentation, count from where they say, and hold tasks', () => {
  const [list] = markdownTree('3. three\n4. four\n   - inner\n     - innermost\n5. five');
  assert.equal(list.start, 3);
  assert.equal(list.items.length, 3);
  assert.equal(list.items[1].lists[0].items[0].lists[0].items[0].children[0].text, 'innermost');
  assert.deepEqual(markdownTree('- [x] done\n- [ ] open\n- plain')[0].items.map((item) => item.checked), [true, false, undefined]);
});

test('a table has columns with sides, and short rows are filled', () => {
  const [table] = markdownTree('| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 |');
  assert.deepEqual(table.align, ['left', 'center', 'right']);
  assert.equal(table.rows[0].length, 3);
});

test('a quote holds blocks of its own', () => {
  assert.deepEqual(markdownTree('> # a\n> - b')[0].children.map((node) => node.kind), ['heading', 'list']);
});

test('any text ends: an unclosed fence, a lone bar, an empty text', () => {
  assert.deepEqual(kinds('```\nnever closed'), ['pre']);
  assert.deepEqual(kinds('|'), ['paragraph']);
  assert.deepEqual(kinds(''), []);
  assert.deepEqual(kinds('  '), []);
});
