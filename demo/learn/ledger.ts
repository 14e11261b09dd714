import { h } from '../app/dom.ts';

/** A table of figures under its column heads, scrolled sideways, by keys too, where the page is narrow. */
export function ledger(label: string, columns: readonly string[], body: HTMLElement): HTMLElement {
  const heads = columns.map((name) => h('th', { scope: 'col' }, name));
  const table = h('table', { class: 'ledger' }, h('thead', {}, h('tr', {}, ...heads)), body);
  return h('div', { class: 'scroll', role: 'region', 'aria-label': label, tabindex: 0 }, table);
}
