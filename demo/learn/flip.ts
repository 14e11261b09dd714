import type { Context } from '../app/context.ts';
import type { Rows } from '../app/convolver.ts';
import { h } from '../app/dom.ts';
import { rows, withElement } from '../app/filters.ts';
import { MatrixTable } from '../ui/matrix.ts';

/** One bright pixel filtered with the filter as given and rotated by 180°. */
export function flip({ text, convolver, lifetime }: Context): Node[] {
  const t = text.learn.why;
  const cellLabel = text.learn.window.cell;
  let picture: Rows = rows(5, 5, (y, x) => (y === 2 && x === 2 ? 1 : 0));
  let filter: Rows = rows(3, 3, (y, x) => 3 * y + x + 1);
  const show = (label: string) => ({ label, showsCaption: true, size: 'small', cellLabel }) as const;
  const results = {
    correlation: new MatrixTable(picture, show(t.correlation)),
    convolution: new MatrixTable(picture, show(t.convolution)),
  };
  for (const [name, table] of Object.entries(results)) table.element.dataset.figure = name;
  const compute = async () => {
    const [plain, flipped] = await Promise.all(
      [false, true].map((flipFilter) => convolver.matrix(picture, filter, { padding: 'same', flipFilter })),
    );
    if (lifetime.isOver) return;
    results.correlation.update(plain);
    results.convolution.update(flipped);
  };
  const pictureTable = new MatrixTable(picture, {
    ...show(t.picture),
    look: 'gray',
    onPress: (row, column) => {
      picture = withElement(picture, row, column, 1 - picture[row][column]);
      pictureTable.update(picture);
      void compute();
    },
  });
  const filterTable = new MatrixTable(filter, {
    ...show(t.asymmetric),
    onType: (row, column, value) => {
      filter = withElement(filter, row, column, value);
      filterTable.update(filter);
      void compute();
    },
  });
  void compute();
  const tables = [pictureTable, filterTable, results.correlation, results.convolution];
  return [h('div', { class: 'equation' }, ...tables.map(({ element }) => element))];
}
