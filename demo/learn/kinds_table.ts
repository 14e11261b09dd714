import type { Context } from '../app/context.ts';
import { fill, h } from '../app/dom.ts';
import { selectField, sliderField } from '../ui/controls.ts';
import { MapPicture } from '../ui/picture.ts';
import { picturesOfKinds } from './kind_pictures.ts';
import { type Comparison, costOf, KIND_NAMES, type KindName } from './kinds.ts';
import { ledger } from './ledger.ts';
import { scenePlanes } from './picture_source.ts';

/** The kinds of convolution side by side: cost, receptive field and output. */
export function kindsTable(context: Context): Node[] {
  const { text } = context;
  const t = text.learn.costs;
  let comparison: Comparison = { channels: 16, filterSize: 3 };
  const body = h('tbody');
  const print = (count: number) => count.toLocaleString(text.languageTag);
  const show = () => {
    const most = costOf('standard', comparison).multiplyAddCount;
    const lines = KIND_NAMES.map((name) => {
      const { parameterCount, multiplyAddCount, receptiveField } = costOf(name, comparison);
      const share = `${Math.round((multiplyAddCount / most) * 100)} %`;
      const sees = receptiveField ? receptiveField.join('×') : t.anywhere;
      const cells = [print(parameterCount), print(multiplyAddCount), share, sees];
      const heading = h('th', { scope: 'row' }, t.kinds[name]);
      return h('tr', { 'data-kind': name }, heading, ...cells.map((cell) => h('td', {}, cell)));
    });
    fill(body, ...lines);
  };
  const field = (label: string, values: readonly string[], value: string, key: keyof Comparison) =>
    selectField(
      label,
      values.map((one) => ({ value: one, label: key === 'filterSize' ? `${one}×${one}` : one })),
      value,
      (chosen) => {
        comparison = { ...comparison, [key]: Number(chosen) };
        show();
      },
    );
  show();
  return [
    h(
      'div',
      { class: 'fields' },
      field(t.channels, ['4', '16', '64', '256'], '16', 'channels'),
      field(t.filterSize, ['3', '5', '7'], '3', 'filterSize'),
    ),
    ledger(t.kindsTitle, t.kindColumns, body),
    ...kindPictures(context),
  ];
}

/** Pictures of Sobel's vertical edges by each kind. */
function kindPictures({ text, gpu, lifetime }: Context): Node[] {
  const t = text.learn.costs;
  const picture = scenePlanes();
  const shown = Object.fromEntries(
    KIND_NAMES.map((name) => [name, new MapPicture(name === 'grouped' ? t.groupedByColor : t.kinds[name])]),
  ) as Record<KindName, MapPicture>;
  for (const name of KIND_NAMES) shown[name].element.dataset.kindPicture = name;
  const status = h('p', { class: 'caption', role: 'status' });
  let round = 0;
  const show = async (turn: number) => {
    round += 1;
    const mine = round;
    const device = await gpu.device();
    if (!device) {
      status.textContent = t.needsGpu;
      return;
    }
    const maps = await picturesOfKinds(device, picture, turn);
    if (mine !== round || lifetime.isOver) return;
    for (const name of KIND_NAMES) {
      const [first, ...others] = maps[name];
      if (others.length === 0) shown[name].show(first, 'signed');
      else shown[name].showColor(maps[name].map(aroundGray));
    }
  };
  void show(0);
  const range = { min: -90, max: 90, step: 15, value: 0 };
  return [
    h('h3', {}, t.picturesTitle),
    h('p', { class: 'caption' }, t.picturesBody),
    h('div', { class: 'pictures' }, ...KIND_NAMES.map((name) => shown[name].element)),
    sliderField(t.turn, range, t.degrees, (turn) => void show(turn)),
    status,
  ];
}

/** One color's map as brightness; 0 is middle gray. */
function aroundGray(map: readonly (readonly number[])[]): number[][] {
  return map.map((row) => row.map((value) => 0.5 + value / 4));
}
