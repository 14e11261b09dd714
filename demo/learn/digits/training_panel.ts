import type { Context } from '../../app/context.ts';
import { freshId, h } from '../../app/dom.ts';
import { button, selectField } from '../../ui/controls.ts';
import { printFixed, printNumber } from '../../ui/number.ts';
import { plot } from '../../ui/plot.ts';
import { readings } from '../../ui/readings.ts';
import { type Curve, EXAM_DIGITS, type Training } from './training.ts';

const STEP_SIZES = ['0.0002', '0.001', '0.002', '0.005', '0.02', '0.1'] as const;
const FIRST_STEP_SIZE = '0.002';
/** Maximum points per plot. More values are averaged. */
const MAX_POINTS = 160;
/** The loss if every digit is equally likely. */
const GUESSING = Math.log(10);
/** Steps after which the panel reports a loss no better than guessing. */
const PATIENCE = 30;

/** Controls for start, pause, restart, seed and step size, with plots of loss and accuracy. */
export function trainingPanel({ text, lifetime }: Context, training: Training): Node[] {
  const t = text.learn.digits;
  const settings = { seed: 1, stepSize: Number(FIRST_STEP_SIZE) };
  const status = h('p', { class: 'reading', role: 'status' });
  const boards = { loss: h('div', { class: 'plot-frame' }), accuracy: h('div', { class: 'plot-frame' }) };
  const figures = readings(t.readings);
  const start = button(t.start, toggleRun, 'button primary');
  const once = button(t.once, () => void training.run(1));
  const again = button(t.again, () => void training.begin(settings));

  function toggleRun(): void {
    if (training.isRunning.value) training.pause();
    else void training.run();
  }

  const describe = () => {
    const { losses, exams } = training.curve.value;
    const accuracy = exams.at(-1)?.accuracy ?? 0;
    if (!training.network.value) status.textContent = t.preparing;
    else if (training.isRunning.value) status.textContent = t.running;
    else if (losses.length === 0) status.textContent = t.ready;
    else if (isStuck(losses)) status.textContent = t.stuck;
    else status.textContent = t.paused(losses.length, printFixed(accuracy * 100, 1));
  };
  training.isRunning.watch(lifetime, (isRunning) => {
    start.textContent = isRunning ? t.pause : t.start;
    once.disabled = isRunning;
    describe();
  });
  training.network.watch(lifetime, (network) => {
    start.disabled = once.disabled = network === undefined;
    if (training.isRunning.value) once.disabled = true;
    if (!training.isRunning.value) describe();
  });
  training.curve.watch(lifetime, (curve) => {
    drawCurve(text, boards, curve);
    const { losses, exams } = curve;
    const last = losses.at(-1);
    figures.show('step', losses.length.toLocaleString(text.languageTag));
    figures.show('seen', training.seenCount.toLocaleString(text.languageTag));
    figures.show('loss', last === undefined ? '–' : printFixed(last, 4));
    figures.show('accuracy', exams.length === 0 ? '–' : `${printFixed(exams.at(-1)!.accuracy * 100, 1)} %`);
    figures.show('stepMs', losses.length === 0 ? '–' : t.milliseconds(printFixed(training.stepMs, 0)));
    if (training.isRunning.value && isStuck(losses)) status.textContent = t.stuck;
  });
  const sizes = STEP_SIZES.map((value) => ({ value, label: value }));
  const stepSize = selectField(t.stepSize, sizes, FIRST_STEP_SIZE, (size) => {
    settings.stepSize = Number(size);
    training.setStepSize(settings.stepSize);
  });
  void training.begin(settings);
  return [
    h('div', { class: 'row' }, start, once, again),
    h(
      'div',
      { class: 'fields' },
      stepSize,
      seedField(t.seed, (seed) => {
        settings.seed = seed;
        void training.begin(settings);
      }),
    ),
    status,
    figures.element,
    h('div', { class: 'copy-plots' }, boards.loss, boards.accuracy),
    h('p', { class: 'caption' }, t.seedNote),
  ];
}

function seedField(label: string, onChange: (seed: number) => void): HTMLElement {
  const id = freshId('seed');
  const field = h('input', { id, type: 'number', min: 1, max: 9999, step: 1, value: 1 });
  field.addEventListener('change', () => {
    const seed = Math.min(9999, Math.max(1, Math.round(field.valueAsNumber || 1)));
    field.value = String(seed);
    onChange(seed);
  });
  return h('div', { class: 'field' }, h('label', { for: id }, label), field);
}

/** Whether the last steps did no better than guessing, a sign that the step size is too large. */
function isStuck(losses: readonly number[]): boolean {
  if (losses.length < PATIENCE) return false;
  const recent = losses.slice(-PATIENCE / 2);
  const mean = recent.reduce((sum, loss) => sum + loss, 0) / recent.length;
  return !(mean < GUESSING * 0.95); // true for NaN, too
}

function drawCurve(
  text: Context['text'],
  boards: Record<'loss' | 'accuracy', HTMLElement>,
  { losses, exams }: Curve,
): void {
  const t = text.learn.digits;
  const every = Math.max(1, Math.ceil(losses.length / MAX_POINTS));
  const means = Array.from({ length: Math.ceil(losses.length / every) }, (_, index) => {
    const some = losses.slice(index * every, (index + 1) * every);
    return some.reduce((sum, loss) => sum + loss, 0) / some.length;
  });
  const xs = means.length > 0 ? means.map((_, index) => (index + 1) * every) : [0];
  const values = means.length > 0 ? means : [GUESSING];
  const guess = {
    label: t.guessing,
    values: xs.map(() => GUESSING),
    look: 'dashes',
    color: 'var(--line-strong)',
  } as const;
  const loss = { label: t.loss, values, look: 'line', color: 'var(--negative)' } as const;
  const top = Math.min(Math.max(GUESSING * 1.1, ...values.filter(Number.isFinite)), 12);
  const xTicks = [xs[0], xs.at(-1)!];
  plot(boards.loss, [guess, loss], { label: t.loss, xs, xTicks, top });
  const marks = exams.length > 0 ? exams : [{ step: 0, accuracy: 0 }];
  const accuracy = {
    label: t.accuracy(EXAM_DIGITS),
    values: marks.map((exam) => exam.accuracy * 100),
    look: 'line',
    color: 'var(--positive)',
  } as const;
  const steps = marks.map(({ step }) => step);
  plot(boards.accuracy, [accuracy], {
    label: t.accuracy(EXAM_DIGITS),
    xs: steps,
    xTicks: [0, steps.at(-1)!].map((x) => Number(printNumber(x))),
    top: 100,
  });
}
