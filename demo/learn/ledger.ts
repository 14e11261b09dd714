import { h } from '../app/dom.ts';

/** A table of figures with column heads. On narrow pages it scrolls sideways, also by keyboard. */
export function ledger(label: string, columns: readonly string[], body: HTMLElement): HTMLElement {
  const heads = columns.map((name) => h('th', { scope: 'col' }, name));
  const table = h('table', { class: 'ledger' }, h('thead', {}, h('tr', {}, ...heads)), body);
  return h('div', { class: 'scroll', role: 'region', 'aria-label': label, tabindex: 0 }, table);
}
