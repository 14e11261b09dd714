import type { Context } from '../../app/context.ts';
import { h } from '../../app/dom.ts';
import { button, selectField, sliderField } from '../../ui/controls.ts';
import { type MapPlace, MapSheet } from '../../ui/map_sheet.ts';
import { printNumber } from '../../ui/number.ts';
import { DigitBoard } from './digit_board.ts';
import { type Digits, PIXELS, SIDE } from './digit_data.ts';
import { receptiveFields, STAGE_NAMES, STAGES, type StageName, seenBy } from './digit_network.ts';
import type { DigitTrainer, Thoughts } from './digit_trainer.ts';
import { scoreBars } from './score_bars.ts';
import type { Training } from './training.ts';

/** Minimum time between two updates of a picture during training. */
const EVERY_MS = 250;
const SHEET_COLUMNS = { conv1: 6, pool1: 6, conv2: 8, pool2: 8 } as const;

/** One digit's path through the network: filters, maps, scores and receptive fields. */
export function inspector({ text, lifetime }: Context, digits: Digits, training: Training): Node[] {
  const t = text.learn.digits;
  const fields = receptiveFields();
  const scores = scoreBars(t);
  const seen = new MapSheet(t.seen, { columns: 1 });
  const frame = h('i', { class: 'seen-frame', 'aria-hidden': 'true' });
  seen.cover(frame);
  const filters = {
    conv1: new MapSheet(t.filters.conv1, { columns: 6 }),
    conv2: new MapSheet(t.filters.conv2, { columns: 24 }),
  };
  const reading = h('p', { class: 'caption', role: 'status' });
  let neuron: MapPlace & { stage: StageName } = { stage: 'conv2', map: 0, row: 3, column: 3 };
  let thoughts: Thoughts | undefined;
  let picture = new Float32Array(PIXELS);
  let sample = 0;

  const pick = (next: Partial<typeof neuron>) => {
    const stage = next.stage ?? neuron.stage;
    const { count, side } = STAGES[stage];
    const merged = { ...neuron, ...next };
    const within = (value: number, size: number) => Math.min(value, size - 1);
    neuron = {
      stage,
      map: within(merged.map, count),
      row: within(merged.row, side),
      column: within(merged.column, side),
    };
    sliders.map.set(neuron.map + 1, count);
    sliders.row.set(neuron.row + 1, side);
    sliders.column.set(neuron.column + 1, side);
    stageField.select.value = stage;
    showMaps();
  };
  const sheets = Object.fromEntries(
    STAGE_NAMES.map((stage) => [
      stage,
      new MapSheet(t.stages[stage], {
        columns: SHEET_COLUMNS[stage],
        onPress: (place) => pick({ stage, ...place }),
      }),
    ]),
  ) as Record<StageName, MapSheet>;
  const stageField = selectField(
    t.layer,
    STAGE_NAMES.map((value) => ({ value, label: t.stages[value] })),
    neuron.stage,
    (stage) => pick({ stage }),
  );
  const slider = (label: string, key: 'map' | 'row' | 'column') =>
    sliderField(label, { min: 1, max: 24, step: 1, value: neuron[key] + 1 }, String, (value) =>
      pick({ [key]: value - 1 }),
    );
  const sliders = {
    map: slider(t.map, 'map'),
    row: slider(t.row, 'row'),
    column: slider(t.column, 'column'),
  };

  function showMaps(): void {
    const { stage, map, row, column } = neuron;
    for (const name of STAGE_NAMES) {
      const { count, side } = STAGES[name];
      const data = thoughts?.maps[name] ?? new Float32Array(count * side * side);
      sheets[name].show({ data, count, height: side, width: side }, name === stage ? neuron : undefined);
    }
    const [rows, columns] = [seenBy(fields[stage], row), seenBy(fields[stage], column)];
    const share = (pixels: number) => `${(pixels / SIDE) * 100}%`;
    frame.style.top = share(rows[0]);
    frame.style.left = share(columns[0]);
    frame.style.width = frame.style.height = share(rows[1] - rows[0] + 1);
    const { side } = STAGES[stage];
    const value = thoughts?.maps[stage][(map * side + row) * side + column] ?? 0;
    const range = ([first, last]: readonly [number, number]) => `${first + 1}–${last + 1}`;
    const extent = `${rows[1] - rows[0] + 1}×${columns[1] - columns[0] + 1}`;
    reading.textContent = t.sees(extent, range(rows), range(columns), printNumber(value, 3));
  }

  const look = async ({ trainer }: { trainer: DigitTrainer }) => {
    const shown = picture;
    try {
      const [found, now] = await Promise.all([trainer.look(shown), trainer.filters()]);
      if (lifetime.isOver || shown !== picture) return;
      thoughts = found;
      seen.show({ data: shown, count: 1, height: SIDE, width: SIDE });
      filters.conv1.show({ data: now.conv1, count: 6, height: 5, width: 5 });
      filters.conv2.show({ data: now.conv2, count: 96, height: 5, width: 5 });
      scores.show(found.probabilities);
      showMaps();
    } catch (error) {
      // a network that was discarded meanwhile has no maps to show
      if (training.network.value?.trainer === trainer && !lifetime.isOver) throw error;
    }
  };
  const refresh = latestOnly(EVERY_MS, () => training.network.value && look(training.network.value));
  training.network.watch(lifetime, () => refresh());
  const showPicture = (next: Float32Array<ArrayBuffer>, label?: number) => {
    picture = next;
    scores.expect(label);
    refresh();
  };
  const board = new DigitBoard(t.board, (drawn) => showPicture(drawn));
  const showSample = () => {
    const { images, labels } = digits.heldOut(sample, 1);
    sample += 1;
    board.clear();
    showPicture(images, labels[0]);
  };
  const clear = () => {
    board.clear();
    showPicture(new Float32Array(PIXELS));
  };
  showSample();
  pick({});
  return [
    h('div', { class: 'row' }, button(t.sample, showSample), button(t.clear, clear)),
    h(
      'div',
      { class: 'digit-desk' },
      h('figure', {}, board.element, h('figcaption', { class: 'caption' }, t.boardHelp)),
      seen.element,
      scores.element,
    ),
    h('div', { class: 'fields' }, stageField, sliders.map, sliders.row, sliders.column),
    reading,
    h(
      'div',
      { class: 'network-maps' },
      filters.conv1.element,
      sheets.conv1.element,
      sheets.pool1.element,
      filters.conv2.element,
      sheets.conv2.element,
      sheets.pool2.element,
    ),
    h('p', { class: 'caption' }, t.colors),
  ];
}

/** Calls `work` for the latest request, one call at a time, with a pause between calls. */
function latestOnly(pauseMs: number, work: () => Promise<void> | undefined): () => void {
  let isWanted = false;
  let isBusy = false;
  const drain = async () => {
    isBusy = true;
    while (isWanted) {
      isWanted = false;
      await work();
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    isBusy = false;
  };
  return () => {
    isWanted = true;
    if (!isBusy) void drain();
  };
}
