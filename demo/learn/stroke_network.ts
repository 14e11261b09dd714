import type { Convolver, Planes, Rows } from '../app/convolver.ts';
import { DRAWINGS, STROKES } from './x_and_o.ts';

/** The stages of a drawing on its way to a verdict. */
export interface Stages {
  /** Mean of the nine products, per stroke. */
  readonly maps: Planes;
  readonly afterRelu: Planes;
  /** Undefined without a GPU: the library pools on the GPU only. */
  readonly afterPool?: Planes;
}

/** Match of a drawing's features with each letter, from 0 to 1. */
export interface Evidence {
  readonly x: number;
  readonly o: number;
}

const FILTERS = Object.values(STROKES).map((stroke) => [stroke.map((row) => row.map((value) => value / 9))]);

/** Three stroke filters, ReLU and 2×2 max pooling. */
export async function lookAt(convolver: Convolver, drawing: Rows): Promise<Stages> {
  const [maps, afterRelu] = await Promise.all([
    convolver.planes([drawing], FILTERS),
    convolver.planes([drawing], FILTERS, { activation: 'relu' }),
  ]);
  return { maps, afterRelu, afterPool: await convolver.maxPool(afterRelu, 2) };
}

/**
 * Compares the features of a drawing with those of a perfect X and a perfect O. Each letter's features are a full-size
 * filter; their maps have mean 0, so a blank board scores 0.
 */
export async function weigh(convolver: Convolver, stages: Stages): Promise<Evidence> {
  const ideals = await Promise.all(
    [DRAWINGS.drawX, DRAWINGS.drawO].map(async (ideal) => featuresOf(await lookAt(convolver, ideal))),
  );
  const features = featuresOf(stages);
  const scores = await convolver.planes(features, ideals);
  const [x, o] = scores.map(([[score]], index) =>
    Math.max(0, score / (length(features) * length(ideals[index]) || 1)),
  );
  return { x, o };
}

/** Input of the last layer: each map minus its mean. */
function featuresOf({ afterPool, afterRelu }: Stages): Planes {
  return (afterPool ?? afterRelu).map((map) => {
    const values = map.flat();
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return map.map((row) => row.map((value) => value - mean));
  });
}

function length(planes: Planes): number {
  return Math.hypot(...planes.flat(2));
}
