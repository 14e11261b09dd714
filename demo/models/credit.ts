import type { Context } from '../app/context.ts';
import { h } from '../app/dom.ts';

/** Authors and license of published files. */
export function credit({ text }: Context, name: keyof Context['text']['models']['credits']): HTMLElement {
  const { what, whose, license } = text.models.credits[name];
  const link = h('a', { href: `published/${name}/LICENSE`, target: '_blank', rel: 'noopener' }, license);
  return h('p', { class: 'caption credit' }, `${what} ${whose} `, link);
}
