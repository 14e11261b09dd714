import type { Conv2dPlan } from 'webgpu-conv';
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

/** This library on one row. */
export interface OwnEntry extends Entry {
  /** What the planner chose; known after `first()`. */
  readonly choice: Pick<Conv2dPlan, 'kernel' | 'tiles' | 'algorithm'>;
  /** Milliseconds of a second creation for the same shape: the median of nine. */
  secondCreateMs(): Promise<number>;
  /** Milliseconds that planning takes by itself: of five batches the quickest. */
  planMs?(): number;
  /** GPU milliseconds of one run of the last batch, by timestamps. */
  gpuMs(): Promise<number | undefined>;
}

/** Whether an entry is this library's. */
export function isOwn(entry: Entry | OwnEntry): entry is OwnEntry {
  return 'choice' in entry;
}
