import assert from 'node:assert/strict';
import {test} from 'node:test';

import {mrkdwnTree} from '../../slack/emulator/page/text/mrkdwn_tree.js';

/** A tree as one line: bold(a) user(U1) "text". */
function line(nodes) {
  return nodes.map((node) => {
    if (node.kind === 'text') return JSON.stringify(node.text);
    if (node.kind === 'emoji') return `:${node.name}:`;
    if (node.kind === 'link') return `link(${node.url} ${line(node.children)})`;
    if (node.children) return `${node.kind}(${line(node.children)})`;
    return `${node.kind}(${node.id ?? node.range ?? node.name ?? node.seconds})`;
  }).join(' ');
}

const read = (text, how) => line(mrkdwnTree(text, how));

test('emphasis counts between words and not inside of them', () => {
  const rows = [
    ['*bold* and _italic_ and ~strike~', 'bold("bold") " and " italic("italic") " and " strike("strike")'],
    ['*bold _and italic_*', 'bold("bold " italic("and italic"))'],
    ['snake_case_name', '"snake_case_name"'],
    ['2*3*4', '"2*3*4"'],
    ['* not bold *', '"* not bold *"'],
    ['*not\nbold*', '"*not\\nbold*"'],
    ['(*bold*), yes', '"(" bold("bold") "), yes"'],
    ['**', '"**"'],
    ['*open', '"*open"'],
    ['_a_b_', 'italic("a_b")'],
    ['\u200B*plain*', '"\u200B*plain*"'],
    ['*\u200Bplain\u200B*', '"*\u200Bplain\u200B*"'],
    ['*see <https://a.b/c*d|this>*', 'bold("see " link(https://a.b/c*d "this"))'],
  ];
  for (const [given, wanted] of rows) assert.equal(read(given), wanted, given);
});

test('nothing is marked inside code but entities', () => {
  assert.equal(read('`*a* :x: &lt;b&gt;`'), 'code("*a* :x: <b>")');
  assert.equal(read('`<@U12>`'), 'code(user(U12))');
  assert.equal(read('a ` b'), '"a ` b"');
});

test('a code block stands on lines of its own and keeps its own', () => {
  assert.equal(read('before\n```\nint a;\n  b *c*\n```\nafter'), '"before" pre("int a;\\n  b *c*") "after"');
  assert.equal(read('```one line```'), 'pre("one line")');
  assert.equal(read('``` never closed'), '"``` never closed"');
});

test('neighbouring quoted lines are one quote, and three signs quote the rest', () => {
  assert.equal(read('&gt; one\n&gt;two\nnot quoted'), 'quote("one\\ntwo") "not quoted"');
  assert.equal(read('> *one*'), 'quote(bold("one"))');
  assert.equal(read('a\n&gt;&gt;&gt; b\nc'), '"a" quote("b\\nc")');
  assert.equal(read('1 &gt; 0'), '"1 > 0"');
});

test('entities name people, channels, groups and everybody', () => {
  assert.equal(read('<@U12> <@W3|ann> <#C4|help> <!subteam^S5|@it> <!here>'),
    'user(U12) " " user(W3) " " channel(C4) " " group(S5) " " broadcast(here)');
});

test('links show their label, mail links their address', () => {
  assert.equal(read('<https://a.b/?x=1&amp;y=2|the *page* :tada:>'), 'link(https://a.b/?x=1&y=2 "the *page* " :tada:)');
  assert.equal(read('<https://a.b>'), 'link(https://a.b "https://a.b")');
  assert.equal(read('<mailto:ann@a.b|ann@a.b> <mailto:ben@a.b>'), 'link(mailto:ann@a.b "ann@a.b") " " link(mailto:ben@a.b "ben@a.b")');
  assert.equal(read('a < b > c'), '"a < b > c"');
});

test('dates bring their format, their fallback and perhaps a link', () => {
  assert.deepEqual(mrkdwnTree('<!date^1392734382^{date} at {time}^https://a.b/|Feb 18>'), [
    {kind: 'date', seconds: 1392734382, format: '{date} at {time}', fallback: 'Feb 18', url: 'https://a.b/'},
  ]);
  assert.deepEqual(mrkdwnTree('<!date^12^{time}|noon>')[0].url, null);
});

test('only three escapes are undone, each once', () => {
  assert.equal(read('&lt;b&gt; &amp;amp; &quot; &nbsp;'), '"<b> &amp; &quot; &nbsp;"');
  assert.equal(read('&lt;@U12&gt;'), '"<@U12>"');
});

test('verbatim text links only what is marked; other text also bare addresses, names and @here', () => {
  const text = 'see https://a.b/c. and #help or @here, ann@here.org';
  assert.equal(read(text), JSON.stringify(text));
  assert.equal(read(text, {verbatim: false}),
    '"see " link(https://a.b/c "https://a.b/c") ". and " channel_named(help) " or " broadcast(here) ", ann@here.org"');
});

test('emoji are names between colons, and times of the day keep theirs', () => {
  assert.equal(read(':+1::skin-tone-3: :white_check_mark:'), ':+1::skin-tone-3: " " :white_check_mark:');
  assert.equal(read('at 9: b'), '"at 9: b"');
});

test('a long text of marks that never close comes to an end', () => {
  // Were each mark looked for again in every way that the ones before it can be read, this would take years.
  const text = ' *a _b ~c'.repeat(400);
  assert.equal(read(text), JSON.stringify(text));
});
