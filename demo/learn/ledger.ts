import { h } from '../app/dom.ts';

/** A table of figures under its column heads, scrolled sideways where the page is narrow. */
export function ledger(columns: readonly string[], body: HTMLElement): HTMLElement {
  const heads = columns.map((name) => h('th', { scope: 'col' }, name));
  const table = h('table', { class: 'ledger' }, h('thead', {}, h('tr', {}, ...heads)), body);
  return h('div', { class: 'scroll' }, table);
}
