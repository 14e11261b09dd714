import type { PaddingMode } from 'webgpu-conv';
import type { Context } from '../app/context.ts';
import type { Rows } from '../app/convolver.ts';
import { h } from '../app/dom.ts';
import { FILTERS, rows, withElement } from '../app/filters.ts';
import { segmented } from '../ui/controls.ts';
import { MatrixTable } from '../ui/matrix.ts';

export const BORDER_MODES = ['zeros', 'constant', 'replicate', 'reflect', 'symmetric', 'circular'] as const;

const [HEIGHT, WIDTH, PAD] = [4, 5, 2];

/** A small picture with each kind of border. A 1×1 filter of 1 copies the values that a window reads. */
export function borders({ text, convolver, lifetime }: Context): Node[] {
  const t = text.learn.why;
  const picture = rows(HEIGHT, WIDTH, (y, x) => WIDTH * y + x + 1);
  const isBorder = (y: number, x: number) => y < PAD || x < PAD || y >= HEIGHT + PAD || x >= WIDTH + PAD;
  const padded = new MatrixTable(
    rows(HEIGHT + 2 * PAD, WIDTH + 2 * PAD, () => 0),
    {
      label: t.picture,
      showsCaption: true,
      size: 'small',
      isBorder,
    },
  );
  const show = async (paddingMode: PaddingMode) => {
    const seen = await convolver.matrix(picture, [[1]], { padding: PAD, paddingMode, paddingValue: 7 });
    if (!lifetime.isOver) padded.update(seen);
  };
  const choices = BORDER_MODES.map((value) => ({ value, label: t.modes[value] }));
  void show('zeros');
  return [
    segmented(t.paddingTitle, choices, 'zeros', (mode) => void show(mode)),
    h('div', { class: 'scroll' }, padded.element),
  ];
}

/** A spike that averaging with its neighbors lowers. */
export function smoothing({ text, convolver, lifetime }: Context): Node[] {
  const { picture: pictureLabel } = text.learn.why;
  let picture: Rows = rows(5, 7, (y, x) => (y === 2 && x === 3 ? 9 : 0));
  const options = { showsCaption: true, size: 'small', cellLabel: text.learn.window.cell } as const;
  const smoothed = new MatrixTable(picture, { ...options, label: text.filters.box, fullTint: 9 });
  const compute = async () => {
    const pulled = await convolver.matrix(picture, FILTERS.box, { padding: 'same' });
    if (!lifetime.isOver) smoothed.update(pulled);
  };
  const table = new MatrixTable(picture, {
    ...options,
    label: pictureLabel,
    fullTint: 9,
    onType: (row, column, value) => {
      picture = withElement(picture, row, column, value);
      table.update(picture);
      void compute();
    },
  });
  void compute();
  return [h('div', { class: 'equation' }, table.element, smoothed.element)];
}
