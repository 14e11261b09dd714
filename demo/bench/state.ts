import { formatParameters, oneOf, ParameterReader } from '../app/parameters.ts';
import type { Effort } from './job.ts';
import { rowsOf, SUITE_NAMES, type SuiteName } from './rows.ts';

const DTYPES = ['float32', 'float16'] as const;

/** The part of the Bench view that a link carries. */
export interface BenchState extends Effort {
  readonly suite: SuiteName;
  /** Indices of the chosen rows in the suite, ascending. */
  readonly rows: readonly number[];
}

export function allRows(suite: SuiteName): number[] {
  return rowsOf(suite).map((_, index) => index);
}

/** Reads a link. A parameter that can't be read keeps its default and is named in `problems`. */
export function parseState(parameters: URLSearchParams): { state: BenchState; problems: string[] } {
  const reader = new ParameterReader(parameters);
  const suite = reader.read('suite', SUITE_NAMES[0], oneOf(SUITE_NAMES));
  const state = {
    suite,
    quick: reader.read('effort', 'quick', oneOf(['quick', 'thorough'])) === 'quick',
    dtype: reader.read('dtype', DTYPES[0], oneOf(DTYPES)),
    rows: reader.read('rows', allRows(suite), (text) => parseRows(text, rowsOf(suite).length)),
  };
  return { state, problems: reader.problems };
}

/** A link's parameters; {@link parseState} reads them back. Defaults are left out. */
export function formatState({ suite, quick, dtype, rows }: BenchState): URLSearchParams {
  const write = (effort: string, chosen: readonly number[], name: string, dtype: string) => ({
    suite: name,
    effort,
    dtype,
    rows: chosen.map((index) => index + 1).join('.'),
  });
  return formatParameters(
    write(quick ? 'quick' : 'thorough', rows, suite, dtype),
    write('quick', allRows(suite), SUITE_NAMES[0], DTYPES[0]),
  );
}

/** Parses indices such as `1.2.7`, ascending. */
function parseRows(text: string, count: number): number[] | undefined {
  const places = text.split('.').map((part) => (/^\d{1,3}$/.test(part) ? Number(part) - 1 : -1));
  const isRising = places.every((place, at) => place > (places[at - 1] ?? -1) && place < count);
  return isRising ? places : undefined;
}
