import type { Context, View } from '../app/context.ts';
import { h } from '../app/dom.ts';
import { FILTER_NAMES, FILTERS } from '../app/filters.ts';
import { Lifetime } from '../app/lifetime.ts';
import { BORDERS } from '../live/state.ts';
import { grabPlanes } from '../sources/planes.ts';
import { type Frame, sizeOf } from '../sources/source.ts';
import { segmented, selectField, sliderField, toggle } from '../ui/controls.ts';
import { printNumber } from '../ui/number.ts';
import { arithmetic } from './arithmetic.ts';
import { inspect } from './inspection.ts';
import { Magnifier } from './magnifier.ts';
import { mapGallery } from './maps.ts';
import { CHANNELS, formatState, type InsideState, parseState, STEP_RANGE } from './state.ts';

/** Longest side in pixels. Few enough to tell pixels apart. */
const LONGEST = 80;
/** Time between two updates from a live source. */
const EVERY_MS = 400;

/** One frame under the magnifier: the window's values, the products and their sum. */
export const inside: View = (root, context) => {
  const { text, route, convolver, sources, lifetime } = context;
  const t = text.inside;
  const parsed = parseState(route.parameters);
  if (parsed.problems.length > 0) context.notify(text.shell.badLink(parsed.problems));
  let { state } = parsed;
  let frame: Frame | undefined;
  let isFollowing = true;
  let latest: Awaited<ReturnType<typeof inspect>> | undefined;
  let isBusy = false;
  let isStale = false;
  const sums = arithmetic(text);
  const maps = mapGallery(text);
  const showSums = () => latest && sums.show(latest, CHANNELS.indexOf(state.channel), magnifier.place);
  const set = (next: Partial<InsideState>) => {
    state = { ...state, ...next };
    context.setParameters(formatState(state));
  };
  const magnifier = new Magnifier(text, [state.row, state.column], (row, column) => {
    set({ row, column });
    showSums();
  });

  const refresh = async (picture = frame && grabPlanes(frame.image, sizeOf(frame.image), LONGEST)) => {
    isStale = true;
    if (isBusy || !picture) return;
    isBusy = true;
    while (isStale && !lifetime.isOver) {
      isStale = false;
      const { border, stride, dilation } = state;
      const question = { picture, filter: FILTERS[state.filter], border, stride, dilation };
      const found = await inspect(convolver, question);
      if (lifetime.isOver) return;
      latest = found;
      magnifier.show(found);
      showSums();
      maps.show(found);
    }
    isBusy = false;
  };
  /** Applies other settings to the same picture. */
  const change = (next: Partial<InsideState>) => {
    set(next);
    void refresh(latest?.question.picture);
  };
  watchSource(context, (shown) => {
    const isFirst = frame?.image !== shown.image;
    frame = shown;
    if (isFirst && sizeOf(shown.image).width > 0) void refresh();
  });
  const timer = setInterval(() => isFollowing && void refresh(), EVERY_MS);
  lifetime.onEnd(() => clearInterval(timer));

  root.append(
    h('header', { class: 'lead' }, h('h1', {}, text.shell.views.inside), h('p', {}, t.intro)),
    h(
      'div',
      { class: 'inside' },
      h(
        'div',
        { class: 'inside-picture' },
        h(
          'div',
          { class: 'row' },
          toggle(t.freeze, false, (isFrozen) => (isFollowing = !isFrozen)),
        ),
        magnifier.element,
        h('p', { class: 'caption' }, t.help),
      ),
      h(
        'div',
        { class: 'inside-sums' },
        settingsFields(context, state, change),
        segmented(
          t.channel,
          CHANNELS.map((value) => ({ value, label: text.learn.channels[value] })),
          state.channel,
          (channel) => {
            set({ channel });
            showSums();
          },
        ),
        sums.element,
      ),
      maps.element,
    ),
  );
  if (!sources.current.value) sources.useScene();
};

/** Fields for the filter, its stride and its dilation. */
function settingsFields(
  { text }: Context,
  state: InsideState,
  change: (next: Partial<InsideState>) => void,
): HTMLElement {
  const t = text.inside;
  const filters = FILTER_NAMES.map((value) => ({ value, label: text.filters[value] }));
  const borders = BORDERS.map((value) => ({ value, label: text.learn.why.modes[value] }));
  const steps = (value: number) => ({ ...STEP_RANGE, value });
  return h(
    'div',
    { class: 'fields' },
    selectField(t.filter, filters, state.filter, (filter) => change({ filter })),
    selectField(text.live.border, borders, state.border, (border) => change({ border })),
    sliderField(t.stride, steps(state.stride), printNumber, (stride) => change({ stride })),
    sliderField(t.dilation, steps(state.dilation), printNumber, (dilation) => change({ dilation })),
  );
}

/** Calls `onFrame` with the frames of the current source. */
function watchSource({ sources, lifetime }: Context, onFrame: (frame: Frame) => void): void {
  let watching = new Lifetime();
  lifetime.onEnd(() => watching.end());
  sources.current.watch(lifetime, (source) => {
    watching.end();
    watching = new Lifetime();
    source?.watchFrames(watching, onFrame);
  });
}
