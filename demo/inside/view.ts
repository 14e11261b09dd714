import type { Context, View } from '../app/context.ts';
import { h } from '../app/dom.ts';
import { FILTER_NAMES, FILTERS, type FilterName } from '../app/filters.ts';
import { Lifetime } from '../app/lifetime.ts';
import { BORDERS } from '../live/state.ts';
import { grabPlanes } from '../sources/planes.ts';
import { type Frame, sizeOf } from '../sources/source.ts';
import { segmented, selectField, sliderField, toggle } from '../ui/controls.ts';
import { printNumber } from '../ui/number.ts';
import { MapPicture } from '../ui/picture.ts';
import { arithmetic } from './arithmetic.ts';
import { inspect, type Question } from './inspection.ts';
import { Magnifier } from './magnifier.ts';

/** Longest side in pixels: few enough to tell them apart. */
const LONGEST = 80;
/** How often a followed frame is looked at anew. */
const EVERY_MS = 400;

const CHANNELS = ['red', 'green', 'blue'] as const;

/** One frame under the magnifier: what the window reads, what the products are, what they add up to. */
export const inside: View = (root, context) => {
  const { text, convolver, sources, lifetime } = context;
  const t = text.inside;
  let settings: Omit<Question, 'picture'> = {
    filter: FILTERS['sobel-x'],
    border: 'reflect',
    stride: 1,
    dilation: 1,
  };
  let channel = 0;
  let frame: Frame | undefined;
  let isFollowing = true;
  let latest: Awaited<ReturnType<typeof inspect>> | undefined;
  let isBusy = false;
  let isStale = false;
  const sums = arithmetic(text);
  const maps = CHANNELS.map((name) => new MapPicture(text.learn.channels[name]));
  const showSums = () => latest && sums.show(latest, channel, magnifier.place);
  const magnifier = new Magnifier(text, showSums);

  const refresh = async (picture = frame && grabPlanes(frame.image, sizeOf(frame.image), LONGEST)) => {
    isStale = true;
    if (isBusy || !picture) return;
    isBusy = true;
    while (isStale && !lifetime.isOver) {
      isStale = false;
      const found = await inspect(convolver, { ...settings, picture });
      if (lifetime.isOver) return;
      latest = found;
      magnifier.show(found);
      showSums();
      found.outputs.forEach((map, index) => {
        maps[index].show(map, 'signed');
      });
    }
    isBusy = false;
  };
  /** Another filter over the same picture. */
  const change = (next: Partial<typeof settings>) => {
    settings = { ...settings, ...next };
    void refresh(latest?.question.picture);
  };
  watchSource(context, (shown) => {
    const isFirst = frame?.image !== shown.image;
    frame = shown;
    if (isFirst && sizeOf(shown.image).width > 0) void refresh();
  });
  const timer = setInterval(() => isFollowing && void refresh(), EVERY_MS);
  lifetime.onEnd(() => clearInterval(timer));

  const filters = FILTER_NAMES.map((value) => ({ value, label: text.filters[value] }));
  const borders = BORDERS.map((value) => ({ value, label: text.learn.why.modes[value] }));
  const channels = CHANNELS.map((value) => ({ value, label: text.learn.channels[value] }));
  const count = { min: 1, max: 3, step: 1, value: 1 };
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
        h('h2', {}, t.maps),
        h('div', { class: 'pictures' }, ...maps.map(({ element }) => element)),
      ),
      h(
        'div',
        { class: 'inside-sums' },
        h(
          'div',
          { class: 'fields' },
          selectField<FilterName>(t.filter, filters, 'sobel-x', (name) => change({ filter: FILTERS[name] })),
          selectField(text.live.border, borders, 'reflect', (border) => change({ border })),
          sliderField(t.stride, count, printNumber, (stride) => change({ stride })),
          sliderField(t.dilation, count, printNumber, (dilation) => change({ dilation })),
        ),
        segmented(t.channel, channels, 'red', (name) => {
          channel = CHANNELS.indexOf(name);
          showSums();
        }),
        sums.element,
      ),
    ),
  );
  if (!sources.current.value) sources.useScene();
};

/** Hears of the frames of whatever source there is. */
function watchSource({ sources, lifetime }: Context, onFrame: (frame: Frame) => void): void {
  let watching = new Lifetime();
  lifetime.onEnd(() => watching.end());
  sources.current.watch(lifetime, (source) => {
    watching.end();
    watching = new Lifetime();
    source?.watchFrames(watching, onFrame);
  });
}
