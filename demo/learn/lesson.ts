import type { Context } from '../app/context.ts';

/** Draws one lesson below its heading. */
export type Lesson = (root: HTMLElement, context: Context) => void;
