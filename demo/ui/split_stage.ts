import { h } from '../app/dom.ts';

type Side = 'original' | 'result';

/** Two pictures of the same scene, one over the other, with a slider for where they meet. */
export class SplitStage {
  readonly element: HTMLElement;
  readonly #panes: Readonly<Record<Side, HTMLElement>> = {
    original: h('div', { class: 'pane-picture' }),
    result: h('div', { class: 'pane-picture' }),
  };
  readonly #labels: Readonly<Record<Side, string>>;

  /** @param onSplit called with the slider's position in percent when it is released; it starts at `split` */
  constructor(
    text: { before: string; after: string; split: string },
    split = 50,
    onSplit?: (percent: number) => void,
  ) {
    this.#labels = { original: text.before, result: text.after };
    const slider = h('input', {
      type: 'range',
      class: 'split',
      min: 0,
      max: 100,
      value: split,
      'aria-label': text.split,
    });
    const pane = (side: Side) =>
      h(
        'div',
        { class: `pane ${side}` },
        this.#panes[side],
        h('span', { class: 'pane-label' }, this.#labels[side]),
      );
    this.element = h(
      'div',
      { class: 'stage', 'data-layout': 'split' },
      pane('original'),
      pane('result'),
      slider,
    );
    const place = () => this.element.style.setProperty('--split', `${slider.value}%`);
    slider.addEventListener('input', place);
    slider.addEventListener('change', () => onSplit?.(slider.valueAsNumber));
    place();
  }

  /** Shows two pictures of the same size. */
  show(before: HTMLCanvasElement, after: HTMLCanvasElement): void {
    this.place('original', before);
    this.place('result', after);
    this.element.style.setProperty('--shape', `${before.width} / ${before.height}`);
  }

  /** Shows one picture. Its accessible name is `label`. Default: the side's label. */
  place(side: Side, picture: HTMLElement, label = this.#labels[side]): void {
    if (picture instanceof HTMLCanvasElement) picture.setAttribute('role', 'img');
    picture.setAttribute('aria-label', label);
    this.#panes[side].replaceChildren(picture);
  }
}
