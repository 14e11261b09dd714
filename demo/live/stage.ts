import type { Context } from '../app/context.ts';
import { h } from '../app/dom.ts';
import type { LiveState } from './state.ts';

/** Original and result: beside one another, or one over the other with a slider between. */
export class Stage {
  readonly element: HTMLElement;
  readonly #original = h('div', { class: 'pane-picture' });
  readonly #result = h('div', { class: 'pane-picture' });

  /** @param onSplit hears where the reader leaves the slider */
  constructor(
    { text, sources, lifetime }: Pick<Context, 'text' | 'sources' | 'lifetime'>,
    initialSplit: number,
    onSplit: (percent: number) => void,
  ) {
    const t = text.live;
    const pane = (name: 'original' | 'result', picture: HTMLElement) =>
      h('div', { class: `pane ${name}` }, picture, h('span', { class: 'pane-label' }, t[name]));
    const split = h('input', {
      type: 'range',
      class: 'split',
      min: 0,
      max: 100,
      value: initialSplit,
      'aria-label': t.split,
    });
    this.element = h(
      'div',
      { class: 'stage' },
      pane('original', this.#original),
      pane('result', this.#result),
      split,
    );
    const place = () => this.element.style.setProperty('--split', `${split.value}%`);
    split.addEventListener('input', place);
    split.addEventListener('change', () => onSplit(split.valueAsNumber));
    place();
    sources.current.watch(lifetime, (source) => {
      if (!source) return; // stopped: the last pictures stay
      source.element.setAttribute('aria-label', t.original);
      this.#original.replaceChildren(source.element);
    });
  }

  setLayout(layout: LiveState['layout']): void {
    this.element.dataset.layout = layout;
  }

  /** Shows a canvas as the result. */
  setResult(canvas: HTMLCanvasElement, label: string): void {
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', label);
    canvas.dataset.result = 'true';
    this.#result.replaceChildren(canvas);
  }
}
