import { borders, smoothing } from './borders.ts';
import { digestion } from './digestion.ts';
import { flip } from './flip.ts';
import type { Lesson } from './lesson.ts';
import { figure, part } from './prose.ts';

/** Lesson 2: flip, shift, multiply, add. */
export const whyConvolution: Lesson = (root, context) => {
  const t = context.text.learn.why;
  root.append(
    part(undefined, t.body, figure('digestion', ...digestion(context))),
    part(t.flipTitle, [t.flipBody], figure('flip', ...flip(context))),
    part(t.smoothTitle, [t.smoothBody], figure('smoothing', ...smoothing(context))),
    part(t.paddingTitle, [t.paddingBody], figure('borders', ...borders(context))),
  );
};
