import { fill, h } from '../app/dom.ts';
import type { Text } from '../text/index.ts';
import { type BenchCase, isLap, number, type OwnLap } from './harness.ts';

/** A table of the results so far. It scrolls sideways on narrow screens. */
export function resultsTable(text: Text) {
  const t = text.bench.table;
  const body = h('tbody');
  const head = Object.values(t.columns).map((heading) => h('th', { scope: 'col' }, heading));
  const table = h('table', { class: 'ledger results' }, h('thead', {}, h('tr', {}, ...head)), body);
  const attributes = { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': t.label };
  return {
    element: h('div', attributes, table),
    show: (cases: readonly BenchCase[]) => fill(body, ...cases.map((row) => tableRow(text, row))),
  };
}

function tableRow({ bench: { table: t } }: Text, { name, ours }: BenchCase): HTMLElement {
  const title = h('th', { scope: 'row' }, name);
  if (!isLap<OwnLap>(ours)) {
    const span = Object.keys(t.columns).length - 1;
    return h('tr', { class: 'failed' }, title, h('td', { colspan: span }, t.failed(ours.error)));
  }
  const { kernel, medianMs, gflops, percentOfCeiling, boundBy, errorFraction, firstRunMs } = ours;
  const percent = `${number(percentOfCeiling)}${boundBy === 'memory' ? ` ${t.byMemory}` : ''}`;
  const cells = [number(medianMs), number(gflops), percent, errorFraction.toFixed(2), number(firstRunMs)];
  return h('tr', {}, title, h('td', { class: 'kernel' }, kernel), ...cells.map((cell) => h('td', {}, cell)));
}
