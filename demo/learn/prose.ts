import { type Child, h } from '../app/dom.ts';

/** Paragraphs of running text. */
export function prose(...paragraphs: readonly string[]): HTMLElement {
  return h('div', { class: 'prose' }, ...paragraphs.map((text) => h('p', {}, text)));
}

/** A part of a lesson: words on one side, something to play with on the other. */
export function part(title: string | undefined, words: readonly string[], ...children: Child[]): HTMLElement {
  const heading = title && h('h2', {}, title);
  return h(
    'section',
    { class: 'part' },
    h('div', { class: 'part-words' }, heading, prose(...words)),
    ...children,
  );
}

/** A frame around something to play with; `name` is how tests find it. */
export function figure(name: string, ...children: Child[]): HTMLElement {
  return h('figure', { class: 'figure', 'data-figure': name }, ...children);
}
