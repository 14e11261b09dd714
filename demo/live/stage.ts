import type { Context } from '../app/context.ts';
import { SplitStage } from '../ui/split_stage.ts';
import type { LiveState } from './state.ts';

/** Original and result: side by side, or one over the other with a slider. */
export class Stage {
  readonly #stage: SplitStage;

  /** @param onSplit called with the slider's position when it is released */
  constructor(
    { text, sources, lifetime }: Pick<Context, 'text' | 'sources' | 'lifetime'>,
    initialSplit: number,
    onSplit: (percent: number) => void,
  ) {
    const { original, result, split } = text.live;
    this.#stage = new SplitStage({ before: original, after: result, split }, initialSplit, onSplit);
    sources.current.watch(lifetime, (source) => {
      if (source) this.#stage.place('original', source.element); // if stopped, the last pictures stay
    });
  }

  get element(): HTMLElement {
    return this.#stage.element;
  }

  setLayout(layout: LiveState['layout']): void {
    this.element.dataset.layout = layout;
  }

  /** Shows a canvas as the result. */
  setResult(canvas: HTMLCanvasElement, label: string): void {
    canvas.dataset.result = 'true';
    this.#stage.place('result', canvas, label);
  }
}
