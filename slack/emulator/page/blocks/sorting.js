/** Sorting and paging of a data_table. Pure. */

function textOf(parts) {
  return (parts ?? []).map((part) => (part.elements ? textOf(part.elements) : part.text ?? part.name ?? part.user_id ?? '')).join('');
}

/** What a cell is sorted by: its number, or its text. */
export function sortKey(cell) {
  if (cell?.type === 'raw_number') return Number(cell.value);
  if (cell?.type === 'rich_text') return textOf(cell.elements);
  return cell?.text ?? '';
}

function isBlank(key) {
  return key === '' || key === '—' || key === '-' || Number.isNaN(key);
}

function compare(one, other) {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return String(one).localeCompare(String(other), 'en', {numeric: true, sensitivity: 'base'});
}

/**
 * The rows in order; rows that are equal stay as they came, and empty cells are last whatever the direction.
 * @param {Array<Array<object>>} rows  without the header
 * @param {{column: number, descending: boolean}|null} order  null: as they came
 */
export function sortRows(rows, order) {
  if (!order) return rows;
  const sign = order.descending ? -1 : 1;
  return [...rows].sort((one, other) => {
    const [first, second] = [sortKey(one[order.column]), sortKey(other[order.column])];
    if (isBlank(first) || isBlank(second)) return Number(isBlank(first)) - Number(isBlank(second));
    return sign * compare(first, second);
  });
}

/** What a click on a header asks for next: up, down, as they came. */
export function nextOrder(order, column) {
  if (order?.column !== column) return {column, descending: false};
  return order.descending ? null : {column, descending: true};
}

/** The rows of one page, and which pages there are. Pages count from 0; one too far is the last. */
export function pageOf(rows, page, size) {
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const current = Math.min(Math.max(0, page), pages - 1);
  const from = current * size;
  return {rows: rows.slice(from, from + size), page: current, pages, from: rows.length ? from + 1 : 0, to: Math.min(rows.length, from + size)};
}
