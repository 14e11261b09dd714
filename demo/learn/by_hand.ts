import type { Rows } from '../app/convolver.ts';
import { h } from '../app/dom.ts';
import { FILTERS, rows } from '../app/filters.ts';
import { selectField } from '../ui/controls.ts';
import { SlidingWindow } from '../ui/sliding_window.ts';
import type { Lesson } from './lesson.ts';
import { figure, part } from './prose.ts';

const HALVES = rows(6, 6, (_, x) => (x < 3 ? 10 : -3));
const STRIPE = rows(6, 8, (_, x) => (x >= 2 && x <= 5 ? 0 : 1));

const EXAMPLES = {
  small: {
    input: rows(3, 3, (y, x) => 3 * y + x),
    filter: rows(2, 2, (y, x) => 2 * y + x),
  },
  matrix: {
    input: [
      [3, 0, 1, 2, 7, 4],
      [1, 5, 8, 9, 3, 1],
      [2, 7, 2, 5, 1, 3],
      [0, 1, 3, 1, 7, 8],
      [4, 2, 1, 6, 2, 8],
      [2, 4, 5, 2, 3, 9],
    ],
    filter: FILTERS.vertical,
  },
  halvesVertical: { input: HALVES, filter: FILTERS.vertical },
  halvesHorizontal: { input: HALVES, filter: FILTERS.horizontal },
  stripe: { input: STRIPE, filter: [[1, -1]] },
  lying: { input: STRIPE[0].map((_, x) => STRIPE.map((row) => row[x])), filter: [[1, -1]] },
} as const satisfies Record<string, { input: Rows; filter: Rows }>;

type ExampleName = keyof typeof EXAMPLES;

/** Lesson 4: sums that can be done on paper. */
export const byHand: Lesson = (root, context) => {
  const { text, route, setParameters } = context;
  const t = text.learn.hand;
  const names = Object.keys(EXAMPLES) as ExampleName[];
  const asked = names.find((name) => name === route.parameters.get('example'));
  const sliding = new SlidingWindow(context, EXAMPLES[asked ?? 'small']);
  const size = h('p', { class: 'reading' });
  const note = h('p', { class: 'caption' });
  const describe = (name: ExampleName) => {
    const { input, filter } = EXAMPLES[name];
    const [ih, iw, fh, fw] = [input.length, input[0].length, filter.length, filter[0].length];
    size.textContent = t.size(`${ih}×${iw}`, `${fh}×${fw}`, `${ih - fh + 1}×${iw - fw + 1}`);
    note.textContent = t.notes[name];
  };
  const choices = names.map((value) => ({ value, label: t.examples[value] }));
  const choose = selectField(t.choose, choices, asked ?? 'small', (name) => {
    describe(name);
    setParameters(new URLSearchParams({ example: name }));
    void sliding.update(EXAMPLES[name]);
  });
  describe(asked ?? 'small');
  root.append(part(undefined, t.body, figure('by-hand', choose, size, sliding.element, note)));
};
