import type { Context, View } from '../app/context.ts';
import { fill, h } from '../app/dom.ts';
import { saveFile } from '../app/files.ts';
import { parseRoute } from '../app/route.ts';
import { button } from '../ui/controls.ts';
import type { BenchProgress } from './bench_host.ts';
import { drawCharts } from './charts.ts';
import { type BenchReport, markdownBlock, number } from './harness.ts';
import { orderForm } from './order_form.ts';
import { rowsOf } from './rows.ts';
import { formatState, parseState } from './state.ts';
import { resultsTable } from './table.ts';

/** Runs the bench of `npm run bench` on the user's own GPU. */
export const bench: View = (root, context) => {
  const { text, route, lifetime } = context;
  const t = text.bench;
  const parsed = parseState(route.parameters);
  if (parsed.problems.length > 0) context.notify(text.shell.badLink(parsed.problems));
  let { state } = parsed;
  const start = startButton(context, () => state);
  const form = orderForm(context, state, (next) => {
    state = next;
    context.setParameters(formatState(state));
    start.update();
  });
  // a change of language or theme redraws the view and keeps the bench; leaving the view ends the bench
  lifetime.onEnd(() => {
    if (parseRoute(location.hash).route.view !== 'bench') context.bench.stop();
  });
  root.append(
    h('header', { class: 'lead' }, h('h1', {}, t.title), h('p', {}, t.intro)),
    h(
      'div',
      { class: 'bench' },
      h('div', { class: 'bench-panel' }, adapterLines(context), form, start.element, progressLines(context)),
      results(context),
      h(
        'div',
        { class: 'bench-peers' },
        h('h2', {}, t.peers.title),
        h('p', {}, t.peers.body),
        h('pre', { class: 'command' }, 'npm run bench'),
      ),
    ),
  );
};

function startButton(
  { text, gpu, bench, lifetime }: Context,
  state: () => Parameters<typeof formatState>[0],
) {
  const t = text.bench;
  const made = button(
    '',
    () => {
      const { rows, suite, quick, dtype } = state();
      const names = rowsOf(suite);
      if (bench.isRunning) bench.stop();
      else void bench.start({ suite, quick, dtype, rows: rows.map((index) => names[index]) });
    },
    'button primary',
  );
  const update = () => {
    made.textContent = bench.isRunning ? t.stop : t.start;
    made.disabled = !bench.isRunning && (gpu.state.value.kind !== 'ready' || state().rows.length === 0);
  };
  bench.progress.watch(lifetime, update);
  gpu.state.watch(lifetime, update);
  return { element: h('div', { class: 'row' }, made), update };
}

/** The adapter, and its ceilings once they are measured. */
function adapterLines({ text, gpu, bench, lifetime }: Context): HTMLElement {
  const t = text.bench.adapter;
  const values = { name: h('dd'), fma: h('dd'), half: h('dd'), copy: h('dd') };
  const note = h('p', { class: 'caption' });
  gpu.state.watch(lifetime, (now) => {
    if (now.kind === 'starting') return;
    values.name.textContent = now.kind === 'ready' ? now.adapter : t.none;
    if (now.kind === 'none') note.textContent = `${t.noGpu} ${now.reason}`;
    else note.textContent = now.isSoftware ? t.software : '';
  });
  const rows = Object.entries(values).map(([name, value]) => {
    const row = h('div', { class: 'reading-row' }, h('dt', {}, t.labels[name as keyof typeof values]), value);
    row.dataset.reading = name;
    return row;
  });
  bench.report.watch(lifetime, (report) => {
    const { fmaGflops, fmaHalfGflops, copyGBs } = report?.ceilings ?? {};
    const print = (value: number | undefined, unit: string) => (value ? `${number(value)} ${unit}` : '–');
    values.fma.textContent = print(fmaGflops, 'GFLOP/s');
    values.half.textContent = print(fmaHalfGflops, 'GFLOP/s');
    values.copy.textContent = print(copyGBs, 'GB/s');
    rows[2].hidden = fmaHalfGflops === undefined;
  });
  return h('div', { class: 'readouts' }, h('dl', {}, ...rows), note);
}

/** A progress bar, and a sentence that screen readers announce when it changes. */
function progressLines({ text, bench, lifetime }: Context): HTMLElement {
  const t = text.bench.progress;
  const meter = h('progress', { 'aria-label': t.label });
  const sentence = h('p', { class: 'caption', role: 'status', 'data-bench-progress': true });
  bench.progress.watch(lifetime, (now) => {
    meter.hidden = now.kind === 'idle' || now.kind === 'failed';
    if ('total' in now) Object.assign(meter, { max: now.total, value: now.done });
    sentence.dataset.benchProgress = now.kind;
    sentence.textContent = describe(t, now);
  });
  return h('div', { class: 'bench-progress' }, meter, sentence);
}

function describe(t: Context['text']['bench']['progress'], now: BenchProgress): string {
  switch (now.kind) {
    case 'idle':
      return t.idle;
    case 'ceilings':
      return t.ceilings;
    case 'row':
      return t.row(now.done + 1, now.total, now.title);
    case 'failed':
      return t.failed(now.reason);
    default:
      return t[now.kind](now.done, now.total);
  }
}

/** The results so far with buttons to save them; before the first result, a description of what will appear. */
function results({ text, bench, lifetime }: Context): HTMLElement {
  const t = text.bench.results;
  const charts = h('div', { class: 'bench-charts' });
  const table = resultsTable(text);
  const copied = h('p', { class: 'caption', role: 'status' });
  const withReport = (act: (report: BenchReport) => void) => () => {
    if (bench.report.value) act(bench.report.value);
  };
  const save = withReport((report) =>
    saveFile(new Blob([`${JSON.stringify(report, null, 2)}\n`], { type: 'application/json' }), t.file),
  );
  const copy = withReport(async (report) => {
    const isDone = await navigator.clipboard.writeText(markdownBlock(report)).then(
      () => true,
      () => false,
    );
    copied.textContent = isDone ? t.copied : t.notCopied;
  });
  const tools = h('div', { class: 'row' }, button(t.save, save), button(t.copy, copy), copied);
  const element = h('div', { class: 'bench-results' });
  const filled = h('div', { class: 'bench-filled' }, charts, h('h2', {}, t.table), table.element, tools);
  const empty = h(
    'div',
    { class: 'bench-empty' },
    h('h2', {}, t.emptyTitle),
    ...t.emptyBody.map((p) => h('p', {}, p)),
  );
  bench.report.watch(lifetime, (report) => {
    copied.textContent = '';
    const cases = report?.cases ?? [];
    if (cases.length === 0) fill(element, empty);
    else if (!filled.isConnected) fill(element, filled);
    table.show(cases);
    drawCharts(charts, text, cases);
  });
  return element;
}
