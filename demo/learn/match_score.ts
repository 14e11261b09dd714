import { h } from '../app/dom.ts';
import { FILTER_NAMES, FILTERS, rows, withElement } from '../app/filters.ts';
import { selectField, toggle } from '../ui/controls.ts';
import { SlidingWindow } from '../ui/sliding_window.ts';
import { detectors } from './detectors.ts';
import type { Lesson } from './lesson.ts';
import { figure, part } from './prose.ts';

/** Lesson 1: the sum of products is a match score. */
export const matchScore: Lesson = (root, context) => {
  const { text } = context;
  const t = text.learn.score;
  let square = rows(5, 5, (y, x) => (y >= 1 && y <= 3 && x >= 1 && x <= 3 ? 1 : 0));
  const reading = h('p', { class: 'reading', role: 'status' });
  const sliding = new SlidingWindow(context, {
    input: square,
    filter: FILTERS.vertical,
    look: 'gray',
    onPressInput: (row, column) => {
      square = withElement(square, row, column, 1 - square[row][column]);
      void sliding.update({ input: square });
    },
    onSum: (sum) => {
      reading.textContent = t.reading[sum > 0 ? 'positive' : sum < 0 ? 'negative' : 'zero'];
    },
  });
  const choices = FILTER_NAMES.map((value) => ({ value, label: text.filters[value] }));
  const choose = selectField(t.chooseFilter, choices, 'vertical', (name) => {
    void sliding.update({ filter: FILTERS[name] });
  });
  const relu = toggle(t.relu, false, (isOn) => {
    void sliding.update({ settings: isOn ? { activation: 'relu' } : {} });
  });
  const picture = figure(
    'window',
    h('div', { class: 'row' }, choose, relu),
    sliding.element,
    reading,
    h('p', { class: 'caption' }, `${t.press} ${text.learn.window.editFilter}`),
  );
  root.append(
    part(undefined, [...t.body, t.signNote], picture),
    part(t.detectorsTitle, [t.detectorsBody], detectors(context)),
  );
};
