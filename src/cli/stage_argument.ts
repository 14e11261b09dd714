import { type PresetParameter, presets, type Stage } from '../image/index.ts';
import { UsageError } from './failures.ts';

/** Border modes, as `--border` takes them. */
export const BORDERS = ['reflect', 'symmetric', 'replicate', 'circular', 'zeros', 'constant'] as const;
export type BorderName = (typeof BORDERS)[number];

/** Settings that every filter takes beside its own. */
const COMMON: Readonly<
  Record<string, Pick<PresetParameter, 'min' | 'max'> & { readonly isWhole?: boolean }>
> = {
  scale: { min: -1000, max: 1000 },
  bias: { min: -1000, max: 1000 },
  iterations: { min: 1, max: 100, isWhole: true },
};

/**
 * A stage from `name`, `name:setting=value,…` or `matrix:1 2 1/2 4 2/1 2 1,scale=0.0625`.
 * @throws UsageError naming what is wrong and what is possible
 */
export function parseStage(text: string): Stage {
  const colon = text.indexOf(':');
  const name = colon < 0 ? text : text.slice(0, colon);
  const settings = colon < 0 ? [] : text.slice(colon + 1).split(',');
  if (name === 'matrix') {
    const [matrix = '', ...rest] = settings;
    return { type: 'matrix', matrix: parseMatrix(text, matrix), ...parseSettings(text, rest, {}) };
  }
  if (!Object.hasOwn(presets, name)) {
    const near = nearest(name, Object.keys(presets));
    throw new UsageError(`--filter ${text}: there is no filter '${name}'${near}; --list shows all`);
  }
  const type = name as keyof typeof presets;
  return { type, ...parseSettings(text, settings, presets[type].parameters) } as Stage;
}

function parseMatrix(text: string, rows: string): number[][] {
  const matrix = rows.split('/').map((row) => row.trim().split(/\s+/).map(Number));
  const width = matrix[0].length;
  const fits = matrix.every((row) => row.length === width && row.every(Number.isFinite));
  if (!rows.trim() || !fits || width > 31 || matrix.length > 31) {
    const needs = "rows of numbers, such as 'matrix:0 -1 0/-1 5 -1/0 -1 0', at most 31×31";
    throw new UsageError(`--filter ${text}: a matrix is ${needs}`);
  }
  return matrix;
}

function parseSettings(
  text: string,
  settings: readonly string[],
  own: Readonly<Record<string, PresetParameter>>,
) {
  const known = { ...own, ...COMMON };
  return Object.fromEntries(
    settings.map((setting): [string, number | string] => {
      const [name, value, ...more] = setting.split('=').map((part) => part.trim());
      if (name === 'border' && value !== undefined) return [name, parseBorder(`--filter ${text}`, value)];
      if (!Object.hasOwn(known, name)) {
        const takes = [...Object.keys(known), 'border'].join(', ');
        throw new UsageError(`--filter ${text}: there is no setting '${name}'; it takes ${takes}`);
      }
      const { min, max, isWhole } = known[name] as (typeof COMMON)[string];
      const number = value ? Number(value) : Number.NaN;
      const isIn = number >= min && number <= max && (!isWhole || Number.isInteger(number));
      if (!isIn || more.length > 0) {
        const needs = `a ${isWhole ? 'whole ' : ''}number from ${min} to ${max}`;
        throw new UsageError(
          `--filter ${text}: ${name} needs ${needs}, such as ${name}=${own[name]?.default ?? 1}`,
        );
      }
      return [name, number];
    }),
  );
}

/** @throws UsageError */
export function parseBorder(argument: string, value: string): BorderName {
  if ((BORDERS as readonly string[]).includes(value)) return value as BorderName;
  throw new UsageError(`${argument}: there is no border '${value}'; choose from ${BORDERS.join(', ')}`);
}

/** Suggests known names that are near what was typed; empty if none is. */
function nearest(typed: string, names: readonly string[]): string {
  const near = names.filter((name) => name.startsWith(typed) || distance(typed, name) <= 2);
  if (typed === '' || near.length === 0) return '';
  return ` (did you mean ${near.slice(0, 4).join(', ')}?)`;
}

/** Levenshtein distance: letters to add, drop or change to get from one word to another. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      next.push(Math.min(next[j] + 1, row[j + 1] + 1, row[j] + (letter === b[j] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}
