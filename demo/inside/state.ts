import { FILTER_NAMES, type FilterName } from '../app/filters.ts';
import { formatParameters, numberWithin, oneOf, ParameterReader } from '../app/parameters.ts';
import { BORDERS } from '../live/state.ts';

export const CHANNELS = ['red', 'green', 'blue'] as const;
/** Range of the sliders for stride and dilation. */
export const STEP_RANGE = { min: 1, max: 3, step: 1 } as const;
const PLACE_RANGE = { min: 0, max: 999 } as const;

/** The part of Look inside that a link carries. The frame is not part of it. */
export interface InsideState {
  readonly filter: FilterName;
  readonly border: (typeof BORDERS)[number];
  readonly stride: number;
  readonly dilation: number;
  readonly channel: (typeof CHANNELS)[number];
  /** The selected output pixel. */
  readonly row: number;
  readonly column: number;
}

const DEFAULT_STATE: InsideState = {
  filter: 'sobel-x',
  border: 'reflect',
  stride: 1,
  dilation: 1,
  channel: 'red',
  row: 27,
  column: 60,
};

/** Reads a link. A parameter that can't be read keeps its default and is named in `problems`. */
export function parseState(parameters: URLSearchParams): { state: InsideState; problems: string[] } {
  const reader = new ParameterReader(parameters);
  const whole = (range: { min: number; max: number }) => (text: string) => {
    const value = numberWithin(range)(text);
    return Number.isInteger(value) ? value : undefined;
  };
  const state = {
    filter: reader.read('filter', DEFAULT_STATE.filter, oneOf(FILTER_NAMES)),
    border: reader.read('border', DEFAULT_STATE.border, oneOf(BORDERS)),
    stride: reader.read('stride', DEFAULT_STATE.stride, whole(STEP_RANGE)),
    dilation: reader.read('dilation', DEFAULT_STATE.dilation, whole(STEP_RANGE)),
    channel: reader.read('channel', DEFAULT_STATE.channel, oneOf(CHANNELS)),
    row: reader.read('row', DEFAULT_STATE.row, whole(PLACE_RANGE)),
    column: reader.read('column', DEFAULT_STATE.column, whole(PLACE_RANGE)),
  };
  return { state, problems: reader.problems };
}

/** A link's parameters; {@link parseState} reads them back. Defaults are left out. */
export function formatState(state: InsideState): URLSearchParams {
  return formatParameters(state, DEFAULT_STATE);
}
