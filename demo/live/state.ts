import type { PaddingMode } from 'webgpu-conv';
import { FILTERS } from '../app/filters.ts';
import { formatChain, matrixStep, parseChain, type Step } from './chain.ts';

export const BORDERS = [
  'reflect',
  'replicate',
  'symmetric',
  'circular',
  'zeros',
] as const satisfies PaddingMode[];
export const LAYOUTS = ['side', 'split', 'result'] as const;
export const SOURCES = ['camera', 'scene'] as const;

/** All of the Live view that a link carries. */
export interface LiveState {
  readonly source: (typeof SOURCES)[number];
  readonly chain: readonly Step[];
  readonly border: (typeof BORDERS)[number];
  readonly layout: (typeof LAYOUTS)[number];
}

export const DEFAULT_STATE: LiveState = {
  source: 'camera',
  chain: [matrixStep(FILTERS['sobel-x'])],
  border: 'reflect',
  layout: 'side',
};

/** Reads a link. What can't be read keeps its default and is named in `problems`. */
export function parseState(parameters: URLSearchParams): { state: LiveState; problems: string[] } {
  const problems: string[] = [];
  const read = <T>(name: string, fallback: T, parse: (text: string) => T | undefined): T => {
    const text = parameters.get(name);
    const value = text === null ? fallback : parse(text);
    if (value === undefined) problems.push(name);
    return value ?? fallback;
  };
  const oneOf =
    <T extends string>(names: readonly T[]) =>
    (text: string) =>
      names.find((name) => name === text);
  const state = {
    source: read('source', DEFAULT_STATE.source, oneOf(SOURCES)),
    chain: read<readonly Step[]>('chain', DEFAULT_STATE.chain, parseChain),
    border: read('border', DEFAULT_STATE.border, oneOf(BORDERS)),
    layout: read('layout', DEFAULT_STATE.layout, oneOf(LAYOUTS)),
  };
  return { state, problems };
}

/** A link's parameters; {@link parseState} reads them back. Defaults are left out. */
export function formatState(state: LiveState): URLSearchParams {
  const written = { ...state, chain: formatChain(state.chain) };
  const defaults = { ...DEFAULT_STATE, chain: formatChain(DEFAULT_STATE.chain) };
  const keys = Object.keys(written) as (keyof typeof written)[];
  return new URLSearchParams(
    keys.filter((key) => written[key] !== defaults[key]).map((key) => [key, written[key]]),
  );
}
