import { h } from '../app/dom.ts';

/** Labelled figures that change. */
export interface Readings<K extends string> {
  readonly element: HTMLElement;
  show(name: K, value: string): void;
}

/** A list of figures by name. A missing figure is shown as a dash. */
export function readings<K extends string>(labels: Readonly<Record<K, string>>): Readings<K> {
  const names = Object.keys(labels) as K[];
  const values = Object.fromEntries(names.map((name) => [name, h('dd', {}, '–')])) as Record<K, HTMLElement>;
  const rows = names.map((name) =>
    h('div', { class: 'reading-row', 'data-reading': name }, h('dt', {}, labels[name]), values[name]),
  );
  return {
    element: h('div', { class: 'readouts' }, h('dl', {}, ...rows)),
    show: (name, value) => {
      values[name].textContent = value;
    },
  };
}
