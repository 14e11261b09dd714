import type { Context } from '../app/context.ts';
import { h } from '../app/dom.ts';
import { printFixed } from '../ui/number.ts';
import { Sparkline } from '../ui/sparkline.ts';
import type { Engine } from './engine.ts';

const EVERY_MS = 250;

/** Speed and import path of the running filter, updated four times a second. */
export function readouts({ text, gpu, lifetime }: Context, engine: () => Engine | undefined): HTMLElement {
  const t = text.live.readouts;
  const rows = {
    framesPerSecond: reading(t.framesPerSecond, true),
    gpuMs: reading(t.gpuMs, true),
    latencyMs: reading(t.latencyMs, true),
    droppedFrames: reading(t.droppedFrames, true),
    size: reading(t.size),
    importPath: reading(t.importPath),
    adapter: reading(t.adapter),
    recoveries: reading(t.recoveries),
  };
  const trouble = h('p', { class: 'reading', role: 'alert' });
  let droppedBefore = 0;
  const show = () => {
    const current = engine();
    if (!current) return;
    const now = current.statistics.read(performance.now());
    rows.framesPerSecond.show(printFixed(now.framesPerSecond, 1), now.framesPerSecond);
    rows.gpuMs.show(now.gpuMs === undefined ? t.noTimestamps : printFixed(now.gpuMs, 2), now.gpuMs);
    rows.latencyMs.show(printFixed(now.latencyMs, 0), now.latencyMs);
    rows.droppedFrames.show(String(now.droppedFrames), now.droppedFrames - droppedBefore);
    droppedBefore = now.droppedFrames;
    rows.size.show(`${current.canvas.width} × ${current.canvas.height}`);
    rows.importPath.show(current.importPath);
    rows.importPath.element.title = t.paths[current.importPath as keyof typeof t.paths] ?? '';
    const said = current.trouble || (current.limitation && t.limitations[current.limitation]);
    if (trouble.textContent !== said) trouble.textContent = said;
  };
  const timer = setInterval(show, EVERY_MS);
  lifetime.onEnd(() => clearInterval(timer));
  const words = h('p', { class: 'caption' });
  gpu.state.watch(lifetime, (state) => {
    rows.adapter.show(state.kind === 'ready' ? state.adapter : t.noAdapter);
    if (state.kind === 'ready') words.textContent = state.isSoftware ? t.software : '';
    if (state.kind === 'none') words.textContent = `${t.noGpu} ${state.reason}`;
  });
  gpu.recoveries.watch(lifetime, (count) => {
    rows.recoveries.element.hidden = count === 0;
    rows.recoveries.show(String(count));
  });
  const all = Object.entries(rows).map(([name, { element }]) => {
    element.dataset.reading = name;
    return element;
  });
  return h('div', { class: 'readouts' }, h('dl', {}, ...all), trouble, words);
}

function reading(label: string, hasPlot = false) {
  const value = h('dd');
  const plot = hasPlot ? new Sparkline() : undefined;
  const element = h('div', { class: 'reading-row' }, h('dt', {}, label), value, plot?.element);
  return {
    element,
    show(text: string, number?: number) {
      value.textContent = text;
      if (number !== undefined) plot?.add(number);
    },
  };
}
