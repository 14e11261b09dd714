import { fill, h, svg } from '../app/dom.ts';

/** One line of a {@link plot}. */
export interface Series {
  readonly label: string;
  /** One y per x. */
  readonly values: readonly number[];
  readonly look: 'bars' | 'line' | 'dashes';
  /** A CSS color. */
  readonly color: string;
}

/** Settings of {@link plot} besides the series. */
export interface PlotOptions {
  readonly label: string;
  readonly xs: readonly number[];
  /** The largest y on the axis. Default: enough for the series. */
  readonly top?: number;
  /** An x to mark. */
  readonly mark?: number;
  readonly xTicks?: readonly number[];
  readonly isLogarithmic?: { readonly x?: boolean; readonly y?: boolean };
}

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [640, 220, 38, 24, 8];

/** Draws a small plot with a legend into `element`. */
export function plot(element: HTMLElement, series: readonly Series[], options: PlotOptions): void {
  const { xs, mark, label, xTicks = [xs[0], xs.at(-1)!], isLogarithmic = {} } = options;
  const scale = scaleOf(isLogarithmic.y);
  const scaleX = scaleOf(isLogarithmic.x);
  const all = series
    .flatMap(({ values }) => values)
    .filter(Number.isFinite)
    .map(scale);
  const top = options.top ?? Math.max(...all, isLogarithmic.y ? -Infinity : 1e-9);
  const bottom = Math.min(...all, isLogarithmic.y ? Infinity : 0);
  const [first, last] = [scaleX(xs[0]), scaleX(xs.at(-1)!)];
  const toX = (x: number) => LEFT + ((scaleX(x) - first) / (last - first || 1)) * (WIDTH - LEFT - 8);
  const toY = (y: number) => TOP + (1 - (scale(y) - bottom) / (top - bottom || 1)) * (HEIGHT - TOP - BOTTOM);
  const ticks = isLogarithmic.y ? [10 ** bottom, 10 ** top] : [bottom, (bottom + top) / 2, top];
  const picture = svg(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'plot', role: 'img', 'aria-label': label },
    ...ticks.map((y) => svg('line', { class: 'grid', x1: LEFT, x2: WIDTH - 8, y1: toY(y), y2: toY(y) })),
    ...ticks.map((y) => svg('text', { x: LEFT - 6, y: toY(y) + 4, 'text-anchor': 'end' }, tick(y))),
    ...xTicks.map((x) => svg('text', { x: toX(x), y: HEIGHT - 6, 'text-anchor': 'middle' }, x)),
    mark !== undefined &&
      svg('line', { class: 'mark', x1: toX(mark), x2: toX(mark), y1: TOP, y2: HEIGHT - BOTTOM }),
    ...series.map((one) => drawSeries(one, xs, toX, toY, bottom)),
  );
  const legend = series.map(({ label: name, color, look }) => {
    const key = h('i', { class: `key ${look}` });
    key.style.setProperty('--color', color);
    return h('li', {}, key, name);
  });
  fill(element, picture, h('ul', { class: 'legend' }, ...legend));
}

function scaleOf(isLogarithmic = false): (value: number) => number {
  return isLogarithmic ? (value) => Math.log10(Math.max(value, 1e-9)) : (value) => value;
}

function drawSeries(
  { values, look, color }: Series,
  xs: readonly number[],
  toX: (x: number) => number,
  toY: (y: number) => number,
  bottom: number,
): SVGElement {
  if (look !== 'bars') {
    const points = values.map((y, i) => `${toX(xs[i]).toFixed(1)},${toY(y).toFixed(1)}`).join(' ');
    return svg('polyline', { points, class: look, style: `stroke:${color}` });
  }
  const width = Math.max(2, (toX(xs[1] ?? 1) - toX(xs[0])) * 0.5);
  const base = toY(Math.max(0, bottom));
  const bars = values.map((y, i) =>
    svg('rect', {
      x: toX(xs[i]) - width / 2,
      y: Math.min(toY(y), base),
      width,
      height: Math.abs(base - toY(y)),
    }),
  );
  return svg('g', { style: `fill:${color}` }, ...bars);
}

function tick(y: number): string {
  return y !== 0 && Math.abs(y) < 0.01 ? y.toExponential(0) : String(Number(y.toPrecision(2)));
}
