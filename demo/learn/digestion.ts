import type { Context } from '../app/context.ts';
import { h } from '../app/dom.ts';
import { taps } from '../app/filters.ts';
import { sliderField } from '../ui/controls.ts';
import { printNumber } from '../ui/number.ts';
import { plot, type Series } from '../ui/plot.ts';

const HOURS = Array.from({ length: 25 }, (_, hour) => hour);
const MEAL_HOURS = [8, 10, 12] as const;
/** g(k): the fraction of a meal that is left after k hours. */
const LEFT = Array.from({ length: 8 }, (_, k) => 1 - k / 8);

/** Meals, digestion and fullness: a 1-D convolution with its products shown. */
export function digestion({ text, convolver, lifetime }: Context): Node[] {
  const t = text.learn.why;
  const meals = new Map<number, number>([
    [8, 2],
    [10, 1],
    [12, 4],
  ]);
  const board = h('div', { class: 'plot-frame' });
  const answer = h('p', { class: 'reading', role: 'status' });
  let time = 14;
  let full: number[] = [];
  /** By k, then by t: f(t − k) · g(k). */
  let products: number[][] = [];

  const draw = () => {
    const eaten = HOURS.map((hour) => meals.get(hour) ?? 0);
    const shifted = HOURS.map((hour) => LEFT[time - hour] ?? 0);
    const series: Series[] = [
      { label: t.meals, values: eaten, look: 'bars', color: 'var(--line-strong)' },
      {
        label: t.product,
        values: HOURS.map((hour) => products[time - hour]?.[time] ?? 0),
        look: 'bars',
        color: 'var(--positive)',
      },
      { label: t.curve, values: shifted, look: 'dashes', color: 'var(--ink)' },
      { label: t.result, values: full, look: 'line', color: 'var(--negative)' },
    ];
    plot(board, series, { label: t.result, xs: HOURS, mark: time, xTicks: [0, 8, 10, 12, 18, 24] });
    answer.textContent = t.fullAt(time, printNumber(full[time], 3));
    answer.dataset.full = String(full[time]);
  };
  const compute = async () => {
    const eaten = HOURS.map((hour) => meals.get(hour) ?? 0);
    // true convolution of one row, in full and for each product. The filter is flipped; the border lets it reach over
    // both ends.
    const filters = [[LEFT], ...taps([LEFT])].map((rows) => [rows]);
    const [[sums], ...apart] = await convolver.planes([[eaten]], filters, {
      flipFilter: true,
      padding: [0, 0, LEFT.length - 1, LEFT.length - 1],
    });
    if (lifetime.isOver) return;
    full = sums.slice(0, HOURS.length);
    products = apart.map(([row]) => row);
    draw();
  };
  const portions = MEAL_HOURS.map((hour) =>
    sliderField(
      t.portion(hour),
      { min: 0, max: 5, step: 1, value: meals.get(hour)! },
      printNumber,
      (size) => {
        meals.set(hour, size);
        void compute();
      },
    ),
  );
  void compute();
  const clock = sliderField(t.time, { min: 0, max: 24, step: 1, value: time }, t.hour, (hour) => {
    time = hour;
    draw();
  });
  return [board, answer, h('div', { class: 'fields' }, clock, ...portions)];
}
