import { SUITES } from './harness.ts';

/** The suites that need only this library. The models suite needs files from a peer. */
export const SUITE_NAMES = ['layers', 'images', 'curve'] as const;
export type SuiteName = (typeof SUITE_NAMES)[number];

/** Names of the suite's rows that run in a worker without a peer, in the suite's order. */
export function rowsOf(suite: SuiteName): readonly string[] {
  return SUITES[suite].aloneNames;
}

/** A row's name without the key of its problem. */
export function titleOf(rowName: string): string {
  return rowName.replace(/: \w+$/, '');
}
