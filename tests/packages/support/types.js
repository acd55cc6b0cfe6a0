// Records as TypeScript: every argument object must satisfy the type of its method, every block the type of its kind.
import ts from 'typescript';
import { fileURLToPath } from 'node:url';
import { blocksOf } from './records.js';

const place = fileURLToPath(new URL('../records.ts', import.meta.url)); // in memory only; modules are found from here

/** What Slack's documentation has and @slack/types has not: blocks by their type. */
export const notInTypes = {
  data_visualization: 'block of June 2026; its limits are checked, its type is not there to check against',
};

const blockTypes = {
  actions: 'ActionsBlock',
  alert: 'AlertBlock',
  card: 'CardBlock',
  carousel: 'CarouselBlock',
  container: 'ContainerBlock',
  context: 'ContextBlock',
  context_actions: 'ContextActionsBlock',
  data_table: 'DataTableBlock',
  divider: 'DividerBlock',
  file: 'FileBlock',
  header: 'HeaderBlock',
  image: 'ImageBlock',
  input: 'InputBlock',
  markdown: 'MarkdownBlock',
  rich_text: 'RichTextBlock',
  section: 'SectionBlock',
  table: 'TableBlock',
  video: 'VideoBlock',
};

/** Answers have no type in @slack/web-api; Bolt knows what an app may say. */
const answerTypes = {
  response_url: 'RespondArguments',
  'answer command': 'RespondArguments',
  'answer interaction': 'ViewResponseAction',
  'answer options': 'Offered',
};

const prelude = `
import type * as api from 'newest-web-api';
import type * as kit from '@slack/types';
import type { RespondArguments, ViewResponseAction } from '@slack/bolt';
type Group = { label: kit.PlainTextElement; options: kit.PlainTextOption[] };
type Offered = { options: kit.PlainTextOption[] } | { option_groups: Group[] };
`;

/** "chat.postMessage" → "api.ChatPostMessageArguments" */
function typeOf(what) {
  if (what in answerTypes) return answerTypes[what];
  const words = what.split('.').map((word) => word[0].toUpperCase() + word.slice(1));
  return `api.${words.join('')}Arguments`;
}

/** The arguments with every block replaced by the simplest one: blocks are checked each by its own type. */
function withoutBlocks(value, key = '') {
  if (Array.isArray(value))
    return key === 'blocks' ? value.map(() => ({ type: 'divider' })) : value.map((each) => withoutBlocks(each));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutBlocks(member, name)]));
}

/** One statement a line: what, and what it came from. */
function statementsOf(records) {
  const seen = new Set();
  const all = [];
  const add = (value, type, record, from = record.what) => {
    const statement = `(${JSON.stringify(value)}) satisfies ${type};`;
    if (seen.has(statement)) return;
    seen.add(statement);
    all.push({ statement, from, record });
  };
  for (const record of records) {
    add(withoutBlocks(record.arguments), typeOf(record.what), record);
    for (const block of blocksOf(record)) {
      if (block.type in notInTypes) continue;
      const type = blockTypes[block.type];
      // A type that nobody knows is no type: `never` refuses it with its name.
      add(block, type === undefined ? 'never' : `kit.${type}`, record, `${record.what}: ${block.type}`);
    }
  }
  return all;
}

/**
 * Compiles records against Slack's types.
 * @returns {{checked: number, complaints: string[], refused: Set<object>}}  refused: the records complained about
 */
export function checkTypes(records) {
  const statements = statementsOf(records);
  const text = prelude + statements.map(({ statement }) => statement).join('\n');
  const before = prelude.split('\n').length - 1;
  const options = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => name === place || fileExists.call(host, name);
  host.readFile = (name) => (name === place ? text : readFile.call(host, name));
  host.getSourceFile = (name, version, ...more) =>
    name === place ? ts.createSourceFile(name, text, version) : getSourceFile.call(host, name, version, ...more);
  const program = ts.createProgram([place], options, host);
  const source = program.getSourceFile(place);
  const found = [
    ...program.getGlobalDiagnostics(),
    ...program.getOptionsDiagnostics(),
    ...program.getSyntacticDiagnostics(source),
    ...program.getSemanticDiagnostics(source),
  ];
  const refused = new Set();
  const complaints = found.map((each) => {
    const why = ts.flattenDiagnosticMessageText(each.messageText, '\n  ');
    const line = each.file ? each.file.getLineAndCharacterOfPosition(each.start).line - before : -1;
    const which = statements[line];
    if (which) refused.add(which.record);
    return which ? `${which.from}: ${why}\n  ${which.statement.slice(0, 400)}` : why;
  });
  return { checked: statements.length, complaints, refused };
}
