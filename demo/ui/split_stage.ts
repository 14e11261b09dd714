import { h } from '../app/dom.ts';

/** Two pictures of the same thing, one over the other, with a slider that says where they meet. */
export class SplitStage {
  readonly element: HTMLElement;
  readonly #panes: Record<'original' | 'result', HTMLElement>;
  readonly #labels: Record<'original' | 'result', string>;

  constructor(text: { before: string; after: string; split: string }) {
    this.#labels = { original: text.before, result: text.after };
    this.#panes = {
      original: h('div', { class: 'pane-picture' }),
      result: h('div', { class: 'pane-picture' }),
    };
    const split = h('input', {
      type: 'range',
      class: 'split',
      min: 0,
      max: 100,
      value: 50,
      'aria-label': text.split,
    });
    const pane = (name: 'original' | 'result') =>
      h(
        'div',
        { class: `pane ${name}` },
        this.#panes[name],
        h('span', { class: 'pane-label' }, this.#labels[name]),
      );
    this.element = h(
      'div',
      { class: 'stage', 'data-layout': 'split' },
      pane('original'),
      pane('result'),
      split,
    );
    const place = () => this.element.style.setProperty('--split', `${split.value}%`);
    split.addEventListener('input', place);
    place();
  }

  /** Shows two pictures of one shape. */
  show(before: HTMLCanvasElement, after: HTMLCanvasElement): void {
    for (const [name, canvas] of [['original', before] as const, ['result', after] as const]) {
      canvas.setAttribute('role', 'img');
      canvas.setAttribute('aria-label', this.#labels[name]);
      this.#panes[name].replaceChildren(canvas);
    }
    this.element.style.setProperty('--shape', `${before.width} / ${before.height}`);
  }
}
