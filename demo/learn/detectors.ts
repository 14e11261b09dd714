import type { Context } from '../app/context.ts';
import type { Rows } from '../app/convolver.ts';
import { h } from '../app/dom.ts';
import { rows, withElement } from '../app/filters.ts';
import { segmented } from '../ui/controls.ts';
import { MatrixTable } from '../ui/matrix.ts';
import { printNumber } from '../ui/number.ts';
import { figure } from './prose.ts';

const EYE: Rows = [
  [1, 1, 1],
  [1, 5, 1],
  [1, 1, 1],
];

const DETECTORS = {
  eye: EYE,
  mouth: rows(3, 3, (y) => (y === 1 ? 1 : 0)),
  nose: [
    [0, 1, 0],
    [1, 3, 1],
    [0, 1, 0],
  ],
};

const PATCHES = {
  eye: EYE,
  cheek: rows(3, 3, () => 2),
  mouth: rows(3, 3, (y) => (y === 1 ? 3 : 0)),
};

type DetectorName = keyof typeof DETECTORS;
type PatchName = keyof typeof PATCHES;

/** An editable patch, and the scores that three detectors give it. */
export function detectors({ text, convolver, lifetime }: Context): HTMLElement {
  const t = text.learn.score;
  const names = Object.keys(DETECTORS) as DetectorName[];
  let patch: Rows = PATCHES.eye;
  const patchTable = new MatrixTable(patch, {
    label: t.patch,
    showsCaption: true,
    cellLabel: text.learn.window.cell,
    onType: (row, column, value) => show(withElement(patch, row, column, value)),
  });
  const scores = names.map((name) => h('output', { class: 'sum', 'data-detector': name }));
  const show = async (next: Rows) => {
    patch = next;
    patchTable.update(patch);
    const maps = await convolver.planes(
      [patch],
      names.map((name) => [DETECTORS[name]]),
    );
    if (lifetime.isOver || patch !== next) return;
    scores.forEach((score, index) => {
      score.textContent = printNumber(maps[index][0][0]);
    });
  };
  const columns = names.map((name, index) => {
    const options = { label: t.detectors[name], showsCaption: true, size: 'small' } as const;
    return h('div', { class: 'detector' }, new MatrixTable(DETECTORS[name], options).element, scores[index]);
  });
  const choices = (Object.keys(PATCHES) as PatchName[]).map((value) => ({ value, label: t.patches[value] }));
  void show(patch);
  return figure(
    'detectors',
    segmented(t.patch, choices, 'eye', (name) => void show(PATCHES[name])),
    h('div', { class: 'equation' }, patchTable.element, ...columns),
    h('p', { class: 'caption' }, t.ownPatch),
  );
}
