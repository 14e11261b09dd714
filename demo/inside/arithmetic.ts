import { h } from '../app/dom.ts';
import type { Text } from '../text/index.ts';
import { MatrixTable } from '../ui/matrix.ts';
import { printNumber } from '../ui/number.ts';
import { arrange, type Inspection, readsBorder } from './inspection.ts';

const EMPTY = [[0]];

/**
 * The values of the window and of the filter, their products and their sum before and after clamping, on a scale of 0
 * to 255.
 */
export function arithmetic(text: Text) {
  const t = text.inside;
  const print = (value: number) => printNumber(value, 1);
  const bare = { showsCaption: true } as const;
  const tables = {
    values: new MatrixTable(EMPTY, {
      ...bare,
      label: t.values,
      look: 'gray',
      print: (value) => print(value * 255),
    }),
    filter: new MatrixTable(EMPTY, { ...bare, label: text.learn.window.filter }),
    products: new MatrixTable(EMPTY, { ...bare, label: text.learn.window.products, print }),
  };
  for (const [name, { element }] of Object.entries(tables)) element.dataset.figure = name;
  const where = h('p', { class: 'caption' });
  const border = h('p', { class: 'caption', hidden: true }, t.borderCells);
  const sum = h('output', { class: 'sum', 'data-figure': 'sum' });
  const clamped = h('output', { class: 'sum', 'data-figure': 'clamped' });
  const swatch = h('i', { class: 'swatch', 'aria-hidden': 'true' });
  const scroll = (table: MatrixTable) => h('div', { class: 'scroll' }, table.element);
  const sign = (symbol: string) => h('span', { class: 'sign', 'aria-hidden': 'true' }, symbol);
  const element = h(
    'div',
    { class: 'arithmetic', role: 'group', 'aria-label': t.arithmetic },
    where,
    h(
      'div',
      { class: 'equation' },
      scroll(tables.values),
      sign('×'),
      scroll(tables.filter),
      sign('='),
      scroll(tables.products),
    ),
    border,
    h(
      'dl',
      { class: 'outcome' },
      h('div', {}, h('dt', {}, t.sum), h('dd', {}, sum)),
      h('div', {}, h('dt', {}, t.clamped), h('dd', {}, clamped, swatch)),
    ),
  );
  const show = (inspection: Inspection, channel: number, place: readonly [number, number]) => {
    const { question, values, products, outputs } = inspection;
    const [row, column] = place;
    const { filter } = question;
    const at = (maps: Inspection['values']) => arrange(maps[channel], filter, row, column);
    tables.values.update(at(values));
    const isBorder = readsBorder(inspection, place);
    tables.values.hatch(isBorder);
    border.hidden = !filter.some((line, y) => line.some((_, x) => isBorder(y, x)));
    tables.filter.update(filter);
    tables.products.update(at(products).map((line) => line.map((value) => value * 255)));
    const output = outputs[channel][row][column];
    const visible = Math.round(Math.min(1, Math.max(0, output)) * 255);
    where.textContent = text.learn.window.where(row + 1, column + 1);
    sum.textContent = print(output * 255);
    clamped.textContent = String(visible);
    swatch.style.background = `rgb(${visible} ${visible} ${visible})`;
  };
  return { element, show };
}
