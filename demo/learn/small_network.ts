import { digitParts } from './digits/digit_lesson.ts';
import { kindsTable } from './kinds_table.ts';
import type { Lesson } from './lesson.ts';
import { figure, part } from './prose.ts';
import { stackExplorer } from './stack_explorer.ts';

/** Lesson 7: a small network trained live, receptive fields, and the cost of the kinds of convolution. */
export const smallNetwork: Lesson = (root, context) => {
  const t = context.text.learn.costs;
  root.append(
    ...digitParts(context),
    part(t.stackTitle, t.stackBody, figure('stack', ...stackExplorer(context))),
    part(t.kindsTitle, t.kindsBody, figure('kinds', ...kindsTable(context))),
  );
};
