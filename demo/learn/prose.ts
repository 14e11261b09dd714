import { type Child, h } from '../app/dom.ts';

/** Paragraphs of running text. */
export function prose(...paragraphs: readonly string[]): HTMLElement {
  return h('div', { class: 'prose' }, ...paragraphs.map((text) => h('p', {}, text)));
}

/** A part of a lesson: text on one side, an interactive figure on the other. */
export function part(title: string | undefined, words: readonly string[], ...children: Child[]): HTMLElement {
  const heading = title && h('h2', {}, title);
  return h(
    'section',
    { class: 'part' },
    h('div', { class: 'part-words' }, heading, prose(...words)),
    ...children,
  );
}

/** A frame around an interactive figure. Tests find it by `name`. */
export function figure(name: string, ...children: Child[]): HTMLElement {
  return h('figure', { class: 'figure', 'data-figure': name }, ...children);
}
