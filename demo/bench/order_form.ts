import type { Context } from '../app/context.ts';
import { fill, h } from '../app/dom.ts';
import { button, segmented } from '../ui/controls.ts';
import { rowsOf, SUITE_NAMES, titleOf } from './rows.ts';
import { allRows, type BenchState } from './state.ts';

/** Fields for suite, rows, effort and, if the device has it, float16. */
export function orderForm(
  { text, gpu, lifetime }: Context,
  initial: BenchState,
  onChange: (state: BenchState) => void,
): HTMLElement {
  const t = text.bench.order;
  let state = initial;
  const change = (next: Partial<BenchState>) => {
    state = { ...state, ...next };
    onChange(state);
  };
  const rows = h('div');
  const drawRows = () =>
    fill(
      rows,
      rowList(text, state, (chosen) => change({ rows: chosen })),
    );
  drawRows();
  const suites = SUITE_NAMES.map((value) => ({ value, label: t.suites[value] }));
  const efforts = (['quick', 'thorough'] as const).map((value) => ({ value, label: t.efforts[value] }));
  const types = (['float32', 'float16'] as const).map((value) => ({ value, label: value }));
  const dtype = h('div');
  gpu.state.watch(lifetime, (now) => {
    dtype.hidden = !(now.kind === 'ready' && now.device.features.has('shader-f16'));
  });
  dtype.append(segmented(t.dtype, types, state.dtype, (type) => change({ dtype: type })));
  return h(
    'div',
    { class: 'order' },
    segmented(t.suite, suites, state.suite, (suite) => {
      change({ suite, rows: allRows(suite) });
      drawRows();
    }),
    rows,
    segmented(t.effort, efforts, state.quick ? 'quick' : 'thorough', (effort) =>
      change({ quick: effort === 'quick' }),
    ),
    dtype,
  );
}

/** A checkbox per row, collapsed: most users measure all rows. */
function rowList(
  { bench: { order: t } }: Context['text'],
  { suite, rows }: BenchState,
  onChange: (rows: number[]) => void,
): HTMLElement {
  const names = rowsOf(suite);
  const summary = h('summary');
  const boxes = names.map((_, index) => h('input', { type: 'checkbox', checked: rows.includes(index) }));
  const read = () => {
    const chosen = boxes.flatMap((box, index) => (box.checked ? [index] : []));
    summary.textContent = t.rows(chosen.length, names.length);
    return chosen;
  };
  const setAll = (isOn: boolean) => () => {
    for (const box of boxes) box.checked = isOn;
    onChange(read());
  };
  read();
  const items = names.map((name, index) => h('li', {}, h('label', {}, boxes[index], titleOf(name))));
  const list = h('ul', { class: 'row-boxes', onchange: () => onChange(read()) }, ...items);
  const tools = h('div', { class: 'row' }, button(t.all, setAll(true)), button(t.none, setAll(false)));
  return h('details', { class: 'row-choice' }, summary, tools, list);
}
