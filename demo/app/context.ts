import type { BenchHost } from '../bench/bench_host.ts';
import type { SourceHost } from '../sources/source_host.ts';
import type { Text } from '../text/index.ts';
import type { Convolver } from './convolver.ts';
import type { GpuHost } from './gpu.ts';
import type { Lifetime } from './lifetime.ts';
import type { Route } from './route.ts';

/** Passed to every view. */
export interface Context {
  readonly text: Text;
  readonly gpu: GpuHost;
  readonly convolver: Convolver;
  readonly sources: SourceHost;
  readonly bench: BenchHost;
  readonly route: Route;
  /** Ends when the view is left, or redrawn in another language. */
  readonly lifetime: Lifetime;
  /** Puts the view's state into the address, without a new entry in the history. */
  setParameters(parameters: URLSearchParams): void;
  /** Shows one sentence at the top of the page. */
  notify(sentence: string): void;
}

/** Draws a view into its element. */
export type View = (root: HTMLElement, context: Context) => void;
