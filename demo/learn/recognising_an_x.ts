import { drawingBoard } from './drawing_board.ts';
import type { Lesson } from './lesson.ts';
import { figure, part } from './prose.ts';

/** Lesson 3: three strokes, three maps, and a verdict. */
export const recognizingAnX: Lesson = (root, context) => {
  root.append(part(undefined, context.text.learn.cross.body, figure('board', ...drawingBoard(context))));
};
