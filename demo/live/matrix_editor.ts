import type { Context } from '../app/context.ts';
import { fill, freshId, h } from '../app/dom.ts';
import { withElement } from '../app/filters.ts';
import { button, segmented, sliderField } from '../ui/controls.ts';
import { MatrixTable } from '../ui/matrix.ts';
import { printNumber } from '../ui/number.ts';
import { BIAS_RANGE, type MatrixStep, parseRows, SCALE_RANGE, SIZES } from './chain.ts';
import { flip, normalize, resize, rotate, sumOf } from './matrix_tools.ts';

/** Fields for a step's matrix, scale and bias, and tools for the whole matrix. */
export function matrixEditor(
  { text }: Context,
  initial: MatrixStep,
  onChange: (step: MatrixStep) => void,
): HTMLElement {
  const t = text.live.matrix;
  let step = initial;
  const table = h('div', { class: 'scroll' });
  const sizes = h('div');
  const sum = h('output');
  const change = (next: Partial<MatrixStep>) => {
    step = { ...step, ...next };
    onChange(step);
  };
  const setRows = (rows: MatrixStep['rows']) => {
    change({ rows });
    draw();
  };
  const draw = () => {
    const made = new MatrixTable(step.rows, {
      label: t.label,
      size: step.rows.length > 5 ? 'small' : undefined,
      cellLabel: text.learn.window.cell,
      onType: (row, column, value) => setRows(withElement(step.rows, row, column, value)),
    });
    made.element.classList.toggle('dense', step.rows.length > 7);
    fill(table, made.element);
    const choices = SIZES.map((size) => ({ value: String(size), label: String(size) }));
    const current = step.rows.length === step.rows[0].length ? String(step.rows.length) : '';
    fill(
      sizes,
      segmented(t.size, choices, current, (size) => setRows(resize(step.rows, Number(size)))),
    );
    sum.textContent = t.sum(printNumber(sumOf(step.rows), 3));
  };
  draw();
  const tools = [
    button(t.rotate, () => setRows(rotate(step.rows))),
    button(t.flip, () => setRows(flip(step.rows))),
    button(t.normalize, () => setRows(normalize(step.rows))),
  ];
  return h(
    'div',
    { class: 'matrix-editor' },
    h('div', { class: 'row spread' }, sizes, sum),
    table,
    h('div', { class: 'row' }, ...tools),
    pasteField(t, setRows),
    sliderField(t.scale, { ...SCALE_RANGE, value: step.scale }, printNumber, (scale) => change({ scale })),
    sliderField(t.bias, { ...BIAS_RANGE, value: step.bias }, printNumber, (bias) => change({ bias })),
  );
}

/** A field that takes a whole matrix as text. */
function pasteField(t: Context['text']['live']['matrix'], onRows: (rows: number[][]) => void): HTMLElement {
  const id = freshId('paste');
  const field = h('textarea', { id, rows: 3, spellcheck: false, placeholder: '1 0 -1\n1 0 -1\n1 0 -1' });
  const answer = h('p', { class: 'caption', role: 'status' });
  field.addEventListener('input', () => {
    const rows = parseRows(field.value);
    answer.textContent = rows || field.value.trim() === '' ? '' : t.unreadable;
    if (rows) onRows(rows);
  });
  return h(
    'details',
    { class: 'paste' },
    h('summary', {}, t.paste),
    h('label', { for: id }, t.pasteHelp),
    field,
    answer,
  );
}
