import { availableParallelism } from 'node:os';

/** Test files that run at a time, each with a browser of its own: on CPU adapters compiling keeps one core busy a file. */
export const SIDE_BY_SIDE = Math.min(4, Math.max(2, availableParallelism()));
