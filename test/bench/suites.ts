import type { Conv2dCase } from '../case.ts';
import { layerRows } from './rows.ts';

/** Rows by suite. */
export const SUITES: Readonly<Record<string, readonly Conv2dCase[]>> = { layers: layerRows };

/** The row of a suite by its whole name. */
export function findRow(suite: string, name: string): Conv2dCase {
  const row = SUITES[suite]?.find((each) => each.name === name);
  if (!row) throw new RangeError(`no row '${name}' in suite '${suite}'`);
  return row;
}
