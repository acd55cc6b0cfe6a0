import assert from 'node:assert/strict';
import {test} from 'node:test';

import {nextOrder, pageOf, sortRows} from '../../slack/emulator/page/blocks/sorting.js';

const text = (words) => ({type: 'raw_text', text: words});
const number = (value) => ({type: 'raw_number', value, text: `${value} h`});
const first = (rows) => rows.map((row) => row[0].text).join(' ');

test('numbers sort by their value, not by how they are written', () => {
  const rows = [[number(10)], [number(9)], [number(100)]];
  assert.equal(first(sortRows(rows, {column: 0, descending: false})), '9 h 10 h 100 h');
  assert.equal(first(sortRows(rows, {column: 0, descending: true})), '100 h 10 h 9 h');
});

test('texts sort as people expect: case and accents aside, numbers within by size', () => {
  const rows = [text('#12'), text('#9'), text('zoe'), text('Émile'), text('ann')].map((cell) => [cell]);
  assert.equal(first(sortRows(rows, {column: 0, descending: false})), '#9 #12 ann Émile zoe');
});

test('empty cells are last in both directions', () => {
  const rows = [[text('—')], [number(2)], [number(1)]];
  assert.equal(first(sortRows(rows, {column: 0, descending: false})), '1 h 2 h —');
  assert.equal(first(sortRows(rows, {column: 0, descending: true})), '2 h 1 h —');
});

test('equal rows stay in the order they came in, and so does everything without an order', () => {
  const rows = [[text('b'), number(1)], [text('a'), number(1)]];
  assert.equal(first(sortRows(rows, {column: 1, descending: true})), 'b a');
  assert.equal(first(sortRows(rows, null)), 'b a');
});

test('a cell of rich text sorts by its words', () => {
  const rich = (words) => ({type: 'rich_text', text: words, elements: [{type: 'rich_text_section', elements: [{type: 'link', url: 'https://a', text: words}]}]});
  assert.equal(first(sortRows([[rich('b')], [rich('a')]], {column: 0, descending: false})), 'a b');
});

test('clicks on a header go up, down, and back to how it was', () => {
  const up = nextOrder(null, 1);
  assert.deepEqual(up, {column: 1, descending: false});
  const down = nextOrder(up, 1);
  assert.deepEqual(down, {column: 1, descending: true});
  assert.equal(nextOrder(down, 1), null);
  assert.deepEqual(nextOrder(down, 0), {column: 0, descending: false});
});

test('pages know where they are, and one too far is the last', () => {
  const rows = [1, 2, 3, 4, 5, 6, 7];
  assert.deepEqual(pageOf(rows, 1, 3), {rows: [4, 5, 6], page: 1, pages: 3, from: 4, to: 6});
  assert.deepEqual(pageOf(rows, 9, 3), {rows: [7], page: 2, pages: 3, from: 7, to: 7});
  assert.deepEqual(pageOf([], 0, 5), {rows: [], page: 0, pages: 1, from: 0, to: 0});
});
