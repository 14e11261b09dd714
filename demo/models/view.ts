import type { View } from '../app/context.ts';
import { h } from '../app/dom.ts';
import { figure, part } from '../learn/prose.ts';
import { credit } from './credit.ts';
import { faces } from './faces.ts';
import { liveEnlargement } from './live_enlargement.ts';
import { superResolution } from './super_resolution.ts';

/** Published networks, running on this library's layers. */
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
      part(
        t.liveEnlargement.title,
        t.liveEnlargement.body,
        figure('live-enlargement', ...liveEnlargement(context), credit(context, 'live-enlargement')),
      ),
    ),
  );
};
