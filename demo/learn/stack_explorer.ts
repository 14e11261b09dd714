import { GraphBuilder } from 'webgpu-conv/nn';
import type { Context } from '../app/context.ts';
import { fill, h } from '../app/dom.ts';
import { button, selectField, sliderField } from '../ui/controls.ts';
import { MapSheet } from '../ui/map_sheet.ts';
import { ledger } from './ledger.ts';
import { describeStack, LAYER_KINDS, STACKS, type Stack, type StackLayer, type StackName } from './stack.ts';
import { weightOfPixels } from './stack_paths.ts';

const MAX_LAYERS = 12;
const MOST: Readonly<Record<'window' | 'stride' | 'dilation', number>> = {
  window: 11,
  stride: 4,
  dilation: 8,
};
const FIRST: StackName = 'smallCnn';
/** Delay before the picture is computed, since changes come in series. */
const PATIENCE_MS = 250;

/** An editable stack of layers, and the receptive field of a neuron at its end. */
export function stackExplorer({ text, gpu, lifetime }: Context): Node[] {
  const t = text.learn.costs;
  let stack: Stack = STACKS[FIRST];
  let neuron: [row: number, column: number] = [0, 0];
  const body = h('tbody');
  const verdict = h('p', { class: 'reading', role: 'status' });
  const note = h('p', { class: 'caption' });
  const sheet = new MapSheet(t.weights, { columns: 1 });
  sheet.element.classList.add('stack-picture');
  let timer: ReturnType<typeof setTimeout> | undefined;

  const show = (next: Stack) => {
    const lines = describeStack(new GraphBuilder(), next);
    const isCut = lines.length < next.layers.length;
    stack = { ...next, layers: lines.map(({ layer }) => layer) };
    note.textContent = isCut ? t.cut : '';
    fill(
      body,
      ...lines.map(({ layer, size, sees }, index) => row(layer, index, `${size}×${size}`, `${sees}×${sees}`)),
    );
    const last = lines.at(-1) ?? { size: stack.size, sees: 1 };
    verdict.textContent = t.sees(Math.min(last.sees, stack.size), stack.size);
    add.disabled = lines.length >= MAX_LAYERS;
    const middle = Math.floor((last.size - 1) / 2);
    neuron = [middle, middle];
    for (const slider of sliders) slider.set(middle + 1, last.size);
    look();
  };
  const look = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void draw(stack, neuron), PATIENCE_MS);
  };
  lifetime.onEnd(() => clearTimeout(timer));
  const draw = async (asked: Stack, at: readonly [number, number]) => {
    const device = await gpu.device();
    if (!device || asked.layers.length === 0) return;
    const data = await weightOfPixels(device, asked, at);
    if (lifetime.isOver || asked !== stack || at !== neuron) return;
    sheet.show({ data, count: 1, height: asked.size, width: asked.size });
  };
  const change = (index: number, next: Partial<StackLayer>) =>
    show({ ...stack, layers: stack.layers.with(index, { ...stack.layers[index], ...next }) });

  function row(layer: StackLayer, index: number, size: string, sees: string): HTMLElement {
    const name = `${t.layer} ${index + 1}`;
    const kind = h('select', { 'aria-label': `${name}: ${t.kind}` });
    for (const one of LAYER_KINDS)
      kind.append(h('option', { selected: one === layer.kind }, t.layerKinds[one]));
    kind.addEventListener('change', () => change(index, { kind: LAYER_KINDS[kind.selectedIndex] }));
    const number = (key: keyof typeof MOST) => {
      const range = { type: 'number', min: 1, max: MOST[key], step: 1, value: layer[key] };
      const field = h('input', { ...range, 'aria-label': `${name}: ${t[key]}` });
      field.addEventListener('change', () => {
        const typed = Math.round(field.valueAsNumber || 1);
        change(index, { [key]: Math.min(MOST[key], Math.max(1, typed)) });
      });
      return field;
    };
    const remove = button(
      '×',
      () => show({ ...stack, layers: stack.layers.toSpliced(index, 1) }),
      'button quiet',
    );
    remove.setAttribute('aria-label', `${name}: ${t.remove}`);
    const cells = [kind, number('window'), number('stride'), number('dilation'), size, sees, remove];
    return h('tr', {}, h('th', { scope: 'row' }, index + 1), ...cells.map((cell) => h('td', {}, cell)));
  }

  const add = button(t.add, () => {
    show({ ...stack, layers: [...stack.layers, { kind: 'conv', window: 3, stride: 1, dilation: 1 }] });
  });
  const sliders = [t.row, t.column].map((label, axis) =>
    sliderField(label, { min: 1, max: 1, step: 1, value: 1 }, String, (value) => {
      neuron = axis === 0 ? [value - 1, neuron[1]] : [neuron[0], value - 1];
      look();
    }),
  );
  const names = Object.keys(STACKS) as StackName[];
  const choices = names.map((value) => ({ value, label: t.stacks[value] }));
  const size = sliderField(
    t.pictureSize,
    { min: 8, max: 128, step: 4, value: stack.size },
    (value) => `${value}×${value}`,
    (value) => show({ ...stack, size: value }),
  );
  const choose = selectField(t.startFrom, choices, FIRST, (name) => {
    size.set(STACKS[name].size);
    show(STACKS[name]);
  });
  show(stack);
  return [
    h('div', { class: 'fields' }, choose, size),
    ledger(t.stackTitle, t.stackColumns, body),
    h('div', { class: 'row' }, add, note),
    verdict,
    h('div', { class: 'stack-view' }, sheet.element, h('div', { class: 'stack-neuron' }, ...sliders)),
  ];
}
