import { fill, h } from '../app/dom.ts';
import type { Text } from '../text/index.ts';
import { bars } from '../ui/bars.ts';
import { plot } from '../ui/plot.ts';
import { type BenchCase, isLap, number, type OwnLap } from './harness.ts';

/** A row with a correct result, and this library's lap. */
interface Point {
  readonly name: string;
  readonly lap: OwnLap;
}

/** Draws a bar per row: its percentage of the ceiling. For the cost curve, draws a plot per axis instead. */
export function drawCharts(element: HTMLElement, text: Text, cases: readonly BenchCase[]): void {
  const points = cases.flatMap(({ name, ours }) => (isLap<OwnLap>(ours) ? [{ name, lap: ours }] : []));
  if (points.length === 0) fill(element);
  else if (cases[0].suite === 'curve') drawCurves(element, text, points);
  else drawBars(element, text, points);
}

function drawBars(element: HTMLElement, { bench: { charts: t } }: Text, points: readonly Point[]): void {
  const items = points.map(({ name, lap: { percentOfCeiling: value } }) => {
    return { label: name, value, text: `${number(value)} %` };
  });
  const frame = h('div');
  bars(frame, items, { label: t.ceiling, mark: 100 });
  fill(element, h('h2', {}, t.ceiling), frame, h('p', { class: 'caption' }, t.ceilingNote));
}

function drawCurves(element: HTMLElement, { bench: { charts: t } }: Text, points: readonly Point[]): void {
  const axes = Object.entries(t.axes).map(([axis, label]) => {
    const own = points.filter(({ name }) => name.startsWith(`${axis} `));
    const xs = own.map(({ name }) => Number(name.split(' ')[1]));
    const values = own.map(({ lap }) => lap.medianMs);
    const frame = h('div', { class: 'plot-frame' });
    // one point does not make a curve
    if (own.length < 2) return false;
    const series = [{ label: t.milliseconds(label), values, look: 'line', color: 'var(--lens)' }] as const;
    const isLogarithmic = { x: true, y: true };
    plot(frame, series, { label: t.milliseconds(label), xs, xTicks: xs, isLogarithmic });
    return frame;
  });
  fill(
    element,
    h('h2', {}, t.curve),
    h('p', { class: 'caption' }, t.curveNote),
    h('div', { class: 'curves' }, ...axes),
  );
}
