import { SUITES } from './harness.ts';

/** The suites that need nothing but this library; models are raced on files that come with a peer. */
export const SUITE_NAMES = ['layers', 'images', 'curve'] as const;
export type SuiteName = (typeof SUITE_NAMES)[number];

/** The names of a suite's rows that run in a worker without anybody else, in its order. */
export function rowsOf(suite: SuiteName): readonly string[] {
  return SUITES[suite].aloneNames;
}

/** What a row is about: its name without the key of its problem. */
export function titleOf(rowName: string): string {
  return rowName.replace(/: \w+$/, '');
}
