import type { Context } from '../app/context.ts';
import { fill, h } from '../app/dom.ts';
import { rows } from '../app/filters.ts';
import { button, selectField, sliderField } from '../ui/controls.ts';
import { MatrixTable } from '../ui/matrix.ts';
import { printFixed, printNumber } from '../ui/number.ts';
import { plot } from '../ui/plot.ts';
import { FilterLearner, type Progress } from './filter_learner.ts';
import type { Lesson } from './lesson.ts';
import { figure, part } from './prose.ts';

const IMAGE = rows(6, 8, (_, x) => (x >= 2 && x <= 5 ? 0 : 1));
const GOAL = [[1, -1]];
const STEP_SIZES = ['0.0002', '0.001', '0.005', '0.02', '0.05', '0.2'] as const;
const LAST_STEP = 400;
const STEPS_A_FRAME = 10;
/** Above this the loss only grows. */
const DIVERGED = 1e6;

/** Lesson 6: gradient descent finds the filter. */
export const learning: Lesson = (root, context) => {
  const t = context.text.learn.learning;
  root.append(part(undefined, t.body, figure('learning', ...workbench(context))));
};

function workbench(context: Context): Node[] {
  const { text, convolver, gpu, lifetime } = context;
  const t = text.learn.learning;
  const boards = { filter: h('div', { class: 'plot-frame' }), loss: h('div', { class: 'plot-frame' }) };
  const table = h('tbody');
  const verdict = h('p', { class: 'reading', role: 'status' });
  const pictures = h('div', { class: 'equation' });
  let settings = { start: [0, 0], stepSize: 0.001 };
  let learner: FilterLearner | undefined;
  let history: Progress[] = [];
  let round = 0;

  const begin = async () => {
    round += 1;
    const mine = round;
    const device = await gpu.device();
    if (!device) {
      verdict.textContent = t.needsGpu;
      return;
    }
    const target = await convolver.matrix(IMAGE, GOAL);
    const made = await FilterLearner.create(device, { image: IMAGE, target, ...settings });
    if (mine !== round || lifetime.isOver) {
      made.destroy();
      return;
    }
    learner?.destroy();
    learner = made;
    history = [await made.advance(0)];
    fill(pictures, ...pair(text, IMAGE, target));
    await run(mine, made);
  };
  const run = async (mine: number, current: FilterLearner) => {
    while (mine === round && !lifetime.isOver && history.at(-1)!.step < LAST_STEP && isBounded(history)) {
      draw();
      await new Promise(requestAnimationFrame);
      history = [...history, await current.advance(STEPS_A_FRAME)];
    }
    if (mine === round && !lifetime.isOver) draw();
  };
  const draw = () => {
    drawPlots(text, boards, history);
    fill(table, ...history.filter(({ step }) => step % 100 === 0).map(checkpoint));
    const { step, loss } = history.at(-1)!;
    verdict.textContent = isBounded(history) ? t.progress(step, printNumber(loss, 5)) : t.diverged(step);
  };
  lifetime.onEnd(() => learner?.destroy());
  const change = (next: Partial<typeof settings>) => {
    settings = { ...settings, ...next };
    void begin();
  };
  const choices = STEP_SIZES.map((value) => ({ value, label: value }));
  const range = { min: -2, max: 2, step: 0.1 };
  const starts = [0, 1].map((index) =>
    sliderField(`${t.start} ${index + 1}`, { ...range, value: 0 }, printNumber, (value) =>
      change({ start: settings.start.with(index, value) }),
    ),
  );
  void begin();
  return [
    h(
      'div',
      { class: 'fields' },
      selectField(t.stepSize, choices, '0.001', (size) => change({ stepSize: Number(size) })),
      ...starts,
      button(t.again, () => void begin()),
    ),
    verdict,
    pictures,
    boards.filter,
    boards.loss,
    h(
      'table',
      { class: 'ledger' },
      h('thead', {}, h('tr', {}, ...t.columns.map((name) => h('th', { scope: 'col' }, name)))),
      table,
    ),
    h('p', { class: 'caption' }, t.closedForm),
  ];
}

function isBounded(history: readonly Progress[]): boolean {
  const { loss } = history.at(-1)!;
  return loss < DIVERGED; // false for NaN, too
}

function pair(text: Context['text'], image: number[][], target: number[][]): Node[] {
  const t = text.learn.learning;
  const table = (label: string, matrix: number[][]) =>
    h(
      'div',
      { class: 'scroll' },
      new MatrixTable(matrix, { label, showsCaption: true, size: 'small' }).element,
    );
  return [table(t.image, image), table(t.target, target)];
}

function drawPlots(
  text: Context['text'],
  boards: Record<'filter' | 'loss', HTMLElement>,
  history: readonly Progress[],
): void {
  const t = text.learn.learning;
  const xs = history.map(({ step }) => step);
  const options = { xs, xTicks: [0, xs.at(-1)!] };
  const weight = (index: number, color: string) => ({
    label: `${t.weight} ${index + 1}`,
    values: history.map(({ filter }) => filter[index]),
    look: 'line' as const,
    color,
  });
  const weights = [weight(0, 'var(--positive)'), weight(1, 'var(--negative)')];
  plot(boards.filter, weights, { ...options, label: t.weight });
  const losses = {
    label: t.loss,
    values: history.map(({ loss }) => loss),
    look: 'line',
    color: 'var(--ink)',
  } as const;
  plot(boards.loss, [losses], { ...options, label: t.loss, isLogarithmic: { y: true } });
}

function checkpoint({ step, filter, loss }: Progress): HTMLElement {
  const cells = [String(step), ...filter.map((value) => printFixed(value, 4)), printNumber(loss, 5)];
  return h('tr', { 'data-step': step }, ...cells.map((text) => h('td', {}, text)));
}
