import type { Context, View } from '../app/context.ts';
import { h } from '../app/dom.ts';
import { Lifetime } from '../app/lifetime.ts';
import { section, segmented, selectField } from '../ui/controls.ts';
import { specOf } from './chain.ts';
import { chainEditor, stepName } from './chain_editor.ts';
import type { Engine } from './engine.ts';
import { GpuEngine } from './gpu_engine.ts';
import { readouts } from './readouts.ts';
import { ReferenceEngine } from './reference_engine.ts';
import { facingOf, sourcePanel, takeDroppedFiles } from './source_panel.ts';
import { Stage } from './stage.ts';
import { BORDERS, formatState, LAYOUTS, type LiveState, parseState } from './state.ts';
import { Statistics } from './statistics.ts';
import { toolbar } from './toolbar.ts';

/** Filters a camera, a file or the built-in scene, live. */
export const live: View = (root, context) => {
  const { text, route, sources } = context;
  const t = text.live;
  const { state: linked, problems } = parseState(route.parameters);
  if (problems.length > 0) context.notify(text.shell.badLink(problems));
  let state = linked;
  const stage = new Stage(context, state.split, (split) => change({ split }));
  const engine = runEngine(context, () => state, stage);
  const change = (next: Partial<LiveState>) => {
    state = { ...state, ...next };
    context.setParameters(formatState(state));
    stage.setLayout(state.layout);
    if (next.chain || next.border) engine()?.setSpec(specOf(state.chain, state.border));
  };
  stage.setLayout(state.layout);
  takeDroppedFiles(context);
  const layouts = LAYOUTS.map((value) => ({ value, label: t.layouts[value] }));
  const borders = BORDERS.map((value) => ({ value, label: text.learn.why.modes[value] }));
  root.append(
    h('h1', { class: 'visually-hidden' }, text.shell.views.live),
    h(
      'div',
      { class: 'live' },
      h(
        'div',
        { class: 'live-main' },
        h(
          'div',
          { class: 'row spread' },
          segmented(t.layout, layouts, state.layout, (layout) => change({ layout })),
          toolbar(context, engine, () => specOf(state.chain, state.border)),
        ),
        stage.element,
        readouts(context, engine),
      ),
      h(
        'div',
        { class: 'live-panel' },
        sourcePanel(context, () => state, change),
        section(
          t.chain.title,
          chainEditor(context, state.chain, (chain) => change({ chain })),
          selectField(t.border, borders, state.border, (border) => change({ border })),
        ),
      ),
    ),
  );
  if (sources.current.value) return;
  if (state.source === 'camera') void sources.useCamera(facingOf(state.facing));
  else void sources.useBuiltIn(state.source);
};

/** Keeps an engine for the current device and feeds it frames of the current source. */
function runEngine(
  { gpu, sources, lifetime, text }: Context,
  state: () => LiveState,
  stage: Stage,
): () => Engine | undefined {
  let engine: Engine | undefined;
  const statistics = new Statistics();
  let feeding = new Lifetime();
  const feed = () => {
    feeding.end();
    feeding = new Lifetime();
    sources.current.value?.watchFrames(feeding, (frame) => engine?.show(frame));
  };
  gpu.state.watch(lifetime, (now) => {
    if (now.kind === 'starting') return; // the last result stays until there is a device again
    engine?.destroy();
    const spec = specOf(state().chain, state().border);
    engine =
      now.kind === 'ready'
        ? new GpuEngine(now.device, spec, statistics)
        : new ReferenceEngine(spec, statistics);
    const names = state().chain.map((step) => stepName(text, step));
    stage.setResult(engine.canvas, `${text.live.result}: ${names.join(', ')}`);
    feed();
  });
  sources.current.watch(lifetime, feed);
  lifetime.onEnd(() => {
    feeding.end();
    engine?.destroy();
  });
  return () => engine;
}
