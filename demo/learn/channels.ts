import type { Context } from '../app/context.ts';
import type { Rows } from '../app/convolver.ts';
import { h } from '../app/dom.ts';
import { FILTER_NAMES, FILTERS, type FilterName } from '../app/filters.ts';
import type { ColorPlanes } from '../sources/planes.ts';
import { selectField, sliderField } from '../ui/controls.ts';
import { printNumber } from '../ui/number.ts';
import { MapPicture } from '../ui/picture.ts';
import type { Lesson } from './lesson.ts';
import { pictureField, scenePlanes } from './picture_source.ts';
import { figure, part } from './prose.ts';

const LAYER_FILTERS = [
  'vertical',
  'horizontal',
  'laplacian',
  'gaussian',
  'emboss',
  'sobel-x',
  'sobel-y',
  'sharpen',
] as const;
const SAME = { padding: 'same', paddingMode: 'replicate' } as const;

/** Shows a picture's maps and computes them again for another picture. */
interface Gallery {
  readonly elements: Node[];
  update(picture: ColorPlanes): Promise<void>;
}

/** Lesson 5: channels in, maps out, layer on layer. */
export const channels: Lesson = (root, context) => {
  const t = context.text.learn.channels;
  const galleries = { edges: edges(context), sum: sumOfSlices(context), layers: layers(context) };
  const show = (picture: ColorPlanes) => {
    for (const gallery of Object.values(galleries)) void gallery.update(picture);
  };
  root.append(
    part(
      t.edgesTitle,
      [...t.body, t.edgesBody],
      figure('edges', pictureField(t.choose, show), ...galleries.edges.elements),
    ),
    part(t.sumTitle, [t.sumBody], figure('slices', ...galleries.sum.elements)),
    part(t.layersTitle, [t.layersBody], figure('layers', ...galleries.layers.elements)),
  );
  show(scenePlanes());
};

/** A photograph after the vertical and the horizontal edge filter, summed over colors. */
function edges({ text, convolver, lifetime }: Context): Gallery {
  const t = text.learn.channels;
  const original = new MapPicture(t.picture);
  const [vertical, horizontal] = [new MapPicture(t.vertical), new MapPicture(t.horizontal)];
  return {
    elements: [pictures([original, vertical, horizontal])],
    async update(picture) {
      const filters = [FILTERS.vertical, FILTERS.horizontal].map((filter) => [filter, filter, filter]);
      const maps = await convolver.planes(picture, filters, SAME);
      if (lifetime.isOver) return;
      original.showColor(picture);
      vertical.show(maps[0], 'signed');
      horizontal.show(maps[1], 'signed');
    },
  };
}

/** Each channel after its slice of the filter, and the sum: the output of one filter with three slices. */
function sumOfSlices({ text, convolver, lifetime }: Context): Gallery {
  const t = text.learn.channels;
  const slices = [t.red, t.green, t.blue].map((label) => new MapPicture(label));
  const sum = new MapPicture(t.sum);
  let filter: Rows = FILTERS['sobel-x'];
  let latest: ColorPlanes | undefined;
  const update = async (picture: ColorPlanes) => {
    latest = picture;
    const [parts, [whole]] = await Promise.all([
      // depthwise: three groups of one channel
      convolver.planes(picture, [[filter], [filter], [filter]], { ...SAME, groups: 3 }),
      convolver.planes(picture, [[filter, filter, filter]], SAME),
    ]);
    if (lifetime.isOver) return;
    const full = Math.max(1e-9, ...whole.map((row) => Math.max(...row.map(Math.abs))));
    parts.forEach((map, index) => {
      slices[index].show(map, 'signed', full);
    });
    sum.show(whole, 'signed', full);
  };
  const choices = FILTER_NAMES.map((value) => ({ value, label: text.filters[value] }));
  const choose = selectField<FilterName>(text.learn.score.chooseFilter, choices, 'sobel-x', (name) => {
    filter = FILTERS[name];
    if (latest) void update(latest);
  });
  return { elements: [choose, pictures([...slices, sum])], update };
}

/** Two layers: three channels to `count` maps, and these to `count` more. */
function layers({ text, convolver, lifetime }: Context): Gallery {
  const t = text.learn.channels;
  const original = new MapPicture(t.picture);
  const names = LAYER_FILTERS.map((name) => text.filters[name]);
  const [first, second] = [names, names].map((labels) => labels.map((label) => new MapPicture(label)));
  let bias = 0;
  let count = 4;
  let latest: ColorPlanes | undefined;
  const update = async (picture: ColorPlanes) => {
    latest = picture;
    const filters = LAYER_FILTERS.slice(0, count).map((name) => FILTERS[name]);
    const options = { ...SAME, bias: filters.map(() => bias), activation: 'relu' } as const;
    const firstMaps = await convolver.planes(
      picture,
      filters.map((filter) => [filter, filter, filter]),
      options,
    );
    const secondMaps = await convolver.planes(
      firstMaps,
      filters.map((filter) => filters.map(() => filter)),
      options,
    );
    if (lifetime.isOver) return;
    original.showColor(picture);
    for (const [shown, maps] of [[first, firstMaps] as const, [second, secondMaps] as const]) {
      shown.forEach((one, index) => {
        one.element.hidden = index >= maps.length;
        if (maps[index]) one.show(maps[index], 'gray');
      });
    }
  };
  const range = { min: -2, max: 2, step: 0.1, value: 0 };
  const biasField = sliderField(t.bias, range, printNumber, (value) => {
    bias = value;
    if (latest) void update(latest);
  });
  const countField = sliderField(
    t.count,
    { min: 1, max: LAYER_FILTERS.length, step: 1, value: count },
    String,
    (n) => {
      count = n;
      if (latest) void update(latest);
    },
  );
  return {
    elements: [
      h('div', { class: 'fields' }, countField, biasField),
      pictures([original]),
      h('h3', {}, t.first),
      pictures(first),
      h('h3', {}, t.second),
      pictures(second),
    ],
    update,
  };
}

function pictures(shown: readonly MapPicture[]): HTMLElement {
  return h('div', { class: 'pictures' }, ...shown.map(({ element }) => element));
}
