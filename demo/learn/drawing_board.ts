import type { Context } from '../app/context.ts';
import { h } from '../app/dom.ts';
import { rows, withElement } from '../app/filters.ts';
import { button } from '../ui/controls.ts';
import { MatrixTable } from '../ui/matrix.ts';
import { printFixed, printNumber } from '../ui/number.ts';
import { lookAt, type Stages, weigh } from './stroke_network.ts';
import { DRAWINGS, STROKES } from './x_and_o.ts';

/** Minimum match. Below it the drawing resembles neither letter. */
const MIN_MATCH = 0.5;

/** A board to draw on, with every stage of a tiny network. */
export function drawingBoard({ text, convolver, lifetime }: Context): Node[] {
  const t = text.learn.cross;
  let drawing = DRAWINGS.drawX;
  const tables = stageTables(text);
  const verdict = h('p', { class: 'reading', role: 'status' });
  const evidence = h('p', { class: 'caption' });
  let round = 0;
  const show = async (next: typeof drawing) => {
    drawing = next;
    board.update(drawing.map((row) => row.map((value) => (1 - value) / 2)));
    round += 1;
    const mine = round;
    const stages = await lookAt(convolver, drawing);
    const { x, o } = await weigh(convolver, stages);
    if (lifetime.isOver || mine !== round) return;
    tables.update(stages);
    verdict.textContent = t.verdicts[Math.max(x, o) < MIN_MATCH ? 'none' : x > o ? 'x' : 'o'];
    evidence.textContent = t.evidence(printFixed(x, 2), printFixed(o, 2));
  };
  const board = new MatrixTable(
    rows(9, 9, () => 1),
    {
      label: t.board,
      look: 'gray',
      print: (value) => (value > 0.5 ? '−1' : '1'),
      cellLabel: text.learn.window.cell,
      onPress: (row, column) => void show(withElement(drawing, row, column, -drawing[row][column])),
    },
  );
  drawByPointer(
    board,
    (row, column) => drawing[row][column],
    (row, column, ink) => {
      if (drawing[row][column] !== ink) void show(withElement(drawing, row, column, ink));
    },
  );
  const names = Object.keys(DRAWINGS) as (keyof typeof DRAWINGS)[];
  void show(drawing);
  return [
    h('div', { class: 'row' }, ...names.map((name) => button(t[name], () => void show(DRAWINGS[name])))),
    h('div', { class: 'board-and-verdict' }, board.element, h('div', {}, verdict, evidence)),
    tables.element,
  ];
}

/** Draws while the pointer is dragged. The first cell decides whether the stroke draws or erases. */
function drawByPointer(
  board: MatrixTable,
  inkAt: (row: number, column: number) => number,
  draw: (row: number, column: number, ink: number) => void,
): void {
  board.element.classList.add('board');
  let ink = 0;
  board.element.addEventListener('pointerdown', (event) => {
    const place = board.placeOf(event.target);
    if (!place || event.button !== 0) return;
    ink = -inkAt(...place);
    draw(...place, ink);
  });
  board.element.addEventListener('pointermove', (event) => {
    if (event.buttons === 0) return;
    const place = board.placeOf(document.elementFromPoint(event.clientX, event.clientY));
    if (place && ink !== 0) draw(...place, ink);
  });
  // pointer events have drawn already, so only clicks from the keyboard (detail 0) pass
  board.element.addEventListener(
    'click',
    (event) => event.detail > 0 && event.stopImmediatePropagation(),
    true,
  );
}

/** For each stroke: its filter, its map, and the maps after ReLU and pooling. */
function stageTables(text: Context['text']) {
  const t = text.learn.cross;
  const names = Object.keys(STROKES) as (keyof typeof STROKES)[];
  const stages = { maps: t.map, afterRelu: t.afterRelu, afterPool: t.afterPool } as const;
  const columns = names.map((name) => {
    const table = (label: string, size: number) =>
      new MatrixTable(
        rows(size, size, () => 0),
        {
          label: `${t.filters[name]}: ${label}`,
          showsCaption: true,
          size: 'small',
          fullTint: 1,
          print: (value) => printFixed(value, 2).replace(/^(−?)0\./, '$1.'),
        },
      );
    const filter = new MatrixTable(STROKES[name], {
      label: t.filters[name],
      showsCaption: true,
      size: 'small',
      print: printNumber,
    });
    const made = {
      maps: table(stages.maps, 7),
      afterRelu: table(stages.afterRelu, 7),
      afterPool: table(stages.afterPool, 4),
    };
    for (const [stage, { element }] of Object.entries(made)) element.dataset.figure = `${name} ${stage}`;
    return { filter, made };
  });
  const element = h(
    'div',
    { class: 'strokes' },
    ...columns.map(({ filter, made }) =>
      h(
        'div',
        {},
        ...[filter, ...Object.values(made)].map((table) => h('div', { class: 'scroll' }, table.element)),
      ),
    ),
  );
  const update = (found: Stages) => {
    columns.forEach(({ made }, index) => {
      made.maps.update(found.maps[index]);
      made.afterRelu.update(found.afterRelu[index]);
      made.afterPool.element.hidden = !found.afterPool;
      if (found.afterPool) made.afterPool.update(found.afterPool[index]);
    });
  };
  return { element, update };
}
