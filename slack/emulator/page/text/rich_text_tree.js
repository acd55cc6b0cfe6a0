/** Turns a `rich_text` block into the tree that draw_tree.js draws. Pure. */

function styled(node, style) {
  let result = node;
  if (style?.code) result = {kind: 'code', children: [result]};
  if (style?.strike) result = {kind: 'strike', children: [result]};
  if (style?.italic) result = {kind: 'italic', children: [result]};
  if (style?.underline) result = {kind: 'underline', children: [result]};
  if (style?.highlight || style?.client_highlight) result = {kind: 'highlight', children: [result]};
  if (style?.bold) result = {kind: 'bold', children: [result]};
  return result;
}

function bare(part) {
  switch (part.type) {
    case 'text': return {kind: 'text', text: part.text ?? ''};
    case 'link': return {kind: 'link', url: part.url, children: [{kind: 'text', text: part.text || (part.url ?? '').replace(/^mailto:/, '')}]};
    case 'user': return {kind: 'user', id: part.user_id, label: null};
    case 'channel': return {kind: 'channel', id: part.channel_id, label: null};
    case 'usergroup': return {kind: 'group', id: part.usergroup_id, label: null};
    case 'team': return {kind: 'text', text: part.team_id ?? ''};
    case 'broadcast': return {kind: 'broadcast', range: part.range};
    case 'emoji': {
      const name = part.skin_tone ? `${part.name}::skin-tone-${part.skin_tone}` : part.name;
      return {kind: 'emoji', name, unicode: part.unicode};
    }
    case 'date':
      return {kind: 'date', seconds: Number(part.timestamp), format: part.format ?? '{date_num}', fallback: part.fallback ?? '', url: part.url ?? null};
    case 'color': return {kind: 'color', value: part.value ?? ''};
    default: return {kind: 'text', text: part.text ?? part.fallback ?? `[${part.type}]`};
  }
}

/** The pieces of a section, quote or code block. */
export function richTextInline(parts) {
  return (parts ?? []).map((part) => styled(bare(part), part.style));
}

function listItem(section) {
  return {children: richTextInline(section.elements), lists: []};
}

/**
 * Slack's nested lists come as neighbours with a growing `indent`; each goes into the last item of the one before.
 * @param {Array<object>} lists  neighbouring rich_text_list elements
 */
export function nestLists(lists) {
  const roots = [];
  const open = [];
  for (const given of lists) {
    const indent = given.indent ?? 0;
    while (open.length > 0 && open.at(-1).indent > indent) open.pop();
    const ordered = given.style === 'ordered';
    const items = (given.elements ?? []).map(listItem);
    const same = open.at(-1);
    const goesOn = same && same.indent === indent && same.list.ordered === ordered &&
      (!ordered || (given.offset ?? 0) === same.list.start - 1 + same.list.items.length);
    if (goesOn) {
      same.list.items.push(...items);
      continue;
    }
    if (same && same.indent === indent) open.pop();
    const list = {kind: 'list', ordered, start: (given.offset ?? 0) + 1, level: indent, border: Boolean(given.border), items};
    const holder = open.at(-1)?.list.items.at(-1);
    (holder ? holder.lists : roots).push(list);
    open.push({indent, list});
  }
  return roots;
}

/**
 * @param {object} block  a rich_text block, or the value of a rich_text_input
 * @returns {Array<object>} nodes
 */
export function richTextTree(block) {
  const nodes = [];
  const parts = block?.elements ?? [];
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at];
    if (part.type === 'rich_text_list') {
      const lists = [];
      for (; parts[at]?.type === 'rich_text_list'; at += 1) lists.push(parts[at]);
      at -= 1;
      nodes.push(...nestLists(lists));
    } else if (part.type === 'rich_text_quote') {
      nodes.push({kind: 'quote', children: richTextInline(part.elements)});
    } else if (part.type === 'rich_text_preformatted') {
      nodes.push({kind: 'pre', children: richTextInline(part.elements), language: part.language ?? null});
    } else if (part.type === 'rich_text_section') {
      nodes.push({kind: 'paragraph', children: richTextInline(part.elements)});
    } else {
      nodes.push(...richTextInline([part]));
    }
  }
  return nodes;
}

/** The rich_text block for what somebody typed into a plain field: one section, line breaks kept. */
export function richTextOf(text) {
  return {
    type: 'rich_text',
    elements: [{type: 'rich_text_section', elements: text === '' ? [] : [{type: 'text', text}]}],
  };
}

/** The text of a rich_text block, for a plain field to go on with. */
export function textOfRichText(block) {
  const text = (parts) => (parts ?? []).map((part) => {
    if (part.elements) return text(part.elements);
    if (part.type === 'user') return `<@${part.user_id}>`;
    if (part.type === 'channel') return `<#${part.channel_id}>`;
    if (part.type === 'emoji') return `:${part.name}:`;
    return part.text ?? part.url ?? '';
  }).join('');
  if (block?.type === 'text') return block.text ?? '';
  return (block?.elements ?? []).map((part) => {
    if (part.type === 'rich_text_list') return part.elements.map((item) => text(item.elements)).join('\n');
    return text(part.elements);
  }).join('\n');
}
