import type { Context } from '../app/context.ts';
import { fill, h } from '../app/dom.ts';
import { button } from '../ui/controls.ts';
import { digitParts } from './digits/digit_lesson.ts';
import { costOf, describeStack, KIND_NAMES, LAYERS, type LayerName, STACK_INPUT } from './kinds.ts';
import { figure, part } from './prose.ts';
import type { Lesson } from './view.ts';

/** The small network of the sheet: two 5×5 convolutions, each pooled. */
const SMALL_CNN: readonly LayerName[] = ['conv5', 'pool', 'conv5', 'pool'];

/** Lesson 7: the kinds of convolution by what they cost, and what a neuron sees. */
export const costs: Lesson = (root, context) => {
  const t = context.text.learn.costs;
  root.append(
    ...digitParts(context),
    part(t.kindsTitle, t.kindsBody, figure('kinds', kindsTable(context))),
    part(t.stackTitle, t.stackBody, figure('stack', ...stackExplorer(context))),
  );
};

function ledger(columns: readonly string[], body: HTMLElement): HTMLElement {
  const heads = columns.map((name) => h('th', { scope: 'col' }, name));
  return h(
    'div',
    { class: 'scroll' },
    h('table', { class: 'ledger' }, h('thead', {}, h('tr', {}, ...heads)), body),
  );
}

function kindsTable({ text }: Context): HTMLElement {
  const t = text.learn.costs;
  const lines = KIND_NAMES.map((name) => {
    const { countParameters, countMultiplyAdds, receptiveField } = costOf(name);
    const numbers = [countParameters, countMultiplyAdds].map((count) =>
      count.toLocaleString(text.languageTag),
    );
    const cells = [...numbers, receptiveField.join('×')].map((cell) => h('td', {}, cell));
    return h('tr', { 'data-kind': name }, h('th', { scope: 'row' }, t.kinds[name]), ...cells);
  });
  return ledger(t.kindColumns, h('tbody', {}, ...lines));
}

function stackExplorer({ text }: Context): Node[] {
  const t = text.learn.costs;
  let stack: readonly LayerName[] = SMALL_CNN;
  const body = h('tbody');
  const eye = h('div', { class: 'receptive', 'aria-hidden': 'true' }, h('i'));
  const verdict = h('p', { class: 'reading', role: 'status' });
  const show = (next: readonly LayerName[]) => {
    const lines = describeStack(next);
    stack = lines.map(({ layer }) => layer);
    fill(
      body,
      ...lines.map(({ layer, size, sees }) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, t.layers[layer]),
          ...[`${size}×${size}`, `${sees}×${sees}`].map((cell) => h('td', {}, cell)),
        ),
      ),
    );
    const sees = lines.at(-1)?.sees ?? 1;
    eye.style.setProperty('--sees', String(Math.min(1, sees / STACK_INPUT)));
    verdict.textContent = t.sees(sees, STACK_INPUT);
  };
  show(stack);
  const layers = (Object.keys(LAYERS) as LayerName[]).map((name) =>
    button(`+ ${t.layers[name]}`, () => show([...stack, name])),
  );
  return [
    h(
      'div',
      { class: 'row' },
      ...layers,
      button(t.removeLast, () => show(stack.slice(0, -1))),
    ),
    verdict,
    h('div', { class: 'equation' }, eye, ledger(t.stackColumns, body)),
  ];
}
