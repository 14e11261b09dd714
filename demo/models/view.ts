import type { Context, View } from '../app/context.ts';
import { h } from '../app/dom.ts';
import { figure, part } from '../learn/prose.ts';
import { faces } from './faces.ts';
import { superResolution } from './super_resolution.ts';

/** Networks that nobody here trained, running on this library's layers. */
export const models: View = (root, context) => {
  const t = context.text.models;
  root.append(
    h('header', { class: 'lead' }, h('h1', {}, t.title), h('p', {}, t.intro)),
    h(
      'div',
      { class: 'lesson-body' },
      part(
        t.superResolution.title,
        t.superResolution.body,
        figure('super-resolution', ...superResolution(context), credit(context, 'super-resolution')),
      ),
      part(t.faces.title, t.faces.body, figure('faces', ...faces(context), credit(context, 'faces'))),
    ),
  );
};

/** Whose work the weights are, and under which licence. */
export function credit({ text }: Context, name: 'super-resolution' | 'faces' | 'digits'): HTMLElement {
  const { what, whose, licence } = text.models.credits[name];
  const link = h('a', { href: `published/${name}/LICENSE`, target: '_blank', rel: 'noopener' }, licence);
  return h('p', { class: 'caption credit' }, `${what} ${whose} `, link);
}
