import type { Conv2dCase } from '../case.ts';
import type { CaseTensors } from '../data.ts';

/** A library that convolves on the GPU. */
export interface Contestant {
  readonly name: string;
  /**
   * Uploads a row's tensors (nchw, oihw), in whatever layout suits the library best, and compiles nothing.
   * @throws where the library cannot run the row
   */
  enter(row: Conv2dCase, tensors: CaseTensors): Promise<Entry>;
}

/** Something whose runs can be timed. */
export interface Timed {
  /** Runs `count` times, leaves the results on the GPU, and resolves once they are there. */
  run(count: number): Promise<void>;
}

/** A contestant on one row. */
export interface Entry extends Timed {
  /** Creates, compiles and runs once: what a user waits for. Called once, before anything else. */
  first(): Promise<void>;
  /** The output of the last run, in nchw. */
  read(): Promise<ArrayLike<number>>;
  dispose(): void;
}
