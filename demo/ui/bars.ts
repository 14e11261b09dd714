import { fill, h } from '../app/dom.ts';

/** One bar of {@link bars}. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** The value as written beside the bar. */
  readonly text: string;
}

/** Settings of {@link bars} besides the items. */
export interface BarsOptions {
  readonly label: string;
  /** A value to mark with a line across all bars. */
  readonly mark?: number;
}

/** Draws horizontal bars from zero into `element`, as a list that reads as text. */
export function bars(element: HTMLElement, items: readonly Bar[], { label, mark = 0 }: BarsOptions): void {
  const longest = Math.max(mark, ...items.map(({ value }) => value), Number.MIN_VALUE);
  const list = h(
    'ol',
    { class: 'bars', 'aria-label': label },
    ...items.map(({ label: name, value, text }) => {
      const bar = h('i', { class: 'bar-length', 'aria-hidden': 'true' });
      bar.style.setProperty('--length', String(value / longest));
      const track = h('span', { class: 'bar-track' }, bar);
      return h(
        'li',
        {},
        h('span', { class: 'bar-label' }, name),
        track,
        h('span', { class: 'number' }, text),
      );
    }),
  );
  if (mark > 0) list.style.setProperty('--mark', String(mark / longest));
  list.classList.toggle('marked', mark > 0);
  fill(element, list);
}
