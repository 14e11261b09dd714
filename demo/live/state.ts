import type { PaddingMode } from 'webgpu-conv';
import { FILTERS } from '../app/filters.ts';
import { formatParameters, numberWithin, oneOf, ParameterReader } from '../app/parameters.ts';
import { formatChain, matrixStep, parseChain, type Step } from './chain.ts';

export const BORDERS = [
  'reflect',
  'replicate',
  'symmetric',
  'circular',
  'zeros',
] as const satisfies PaddingMode[];
export const LAYOUTS = ['side', 'split', 'result'] as const;
export const SOURCES = ['camera', 'scene', 'still', 'clip'] as const;
export const FACINGS = ['any', 'user', 'environment'] as const;
const SPLIT_RANGE = { min: 0, max: 100 } as const;

/** The part of the Live view that a link carries. */
export interface LiveState {
  readonly source: (typeof SOURCES)[number];
  readonly chain: readonly Step[];
  readonly border: (typeof BORDERS)[number];
  readonly layout: (typeof LAYOUTS)[number];
  /** Where original and result meet in the split layout, in percent from the left. */
  readonly split: number;
  /** Direction of the camera. */
  readonly facing: (typeof FACINGS)[number];
}

export const DEFAULT_STATE: LiveState = {
  source: 'camera',
  chain: [matrixStep(FILTERS['sobel-x'])],
  border: 'reflect',
  layout: 'side',
  split: 50,
  facing: 'any',
};

/** Reads a link. A parameter that can't be read keeps its default and is named in `problems`. */
export function parseState(parameters: URLSearchParams): { state: LiveState; problems: string[] } {
  const reader = new ParameterReader(parameters);
  const state = {
    source: reader.read('source', DEFAULT_STATE.source, oneOf(SOURCES)),
    chain: reader.read<readonly Step[]>('chain', DEFAULT_STATE.chain, parseChain),
    border: reader.read('border', DEFAULT_STATE.border, oneOf(BORDERS)),
    layout: reader.read('layout', DEFAULT_STATE.layout, oneOf(LAYOUTS)),
    split: reader.read('split', DEFAULT_STATE.split, numberWithin(SPLIT_RANGE)),
    facing: reader.read('facing', DEFAULT_STATE.facing, oneOf(FACINGS)),
  };
  return { state, problems: reader.problems };
}

/** A link's parameters; {@link parseState} reads them back. Defaults are left out. */
export function formatState(state: LiveState): URLSearchParams {
  const write = (one: LiveState) => ({ ...one, chain: formatChain(one.chain) });
  return formatParameters(write(state), write(DEFAULT_STATE));
}
