import type { Convolver, Planes, Rows } from '../app/convolver.ts';
import { DRAWINGS, STROKES } from './x_and_o.ts';

/** What the drawing turns into on its way to a verdict. */
export interface Stages {
  /** Mean of the nine products, for each stroke. */
  readonly maps: Planes;
  readonly afterRelu: Planes;
}

/** How well what is left matches each letter, from 0 to 1. */
export interface Evidence {
  readonly x: number;
  readonly o: number;
}

const FILTERS = Object.values(STROKES).map((stroke) => [stroke.map((row) => row.map((value) => value / 9))]);

/** Three strokes, ReLU. */
export async function lookAt(convolver: Convolver, drawing: Rows): Promise<Stages> {
  const [maps, afterRelu] = await Promise.all([
    convolver.planes([drawing], FILTERS),
    convolver.planes([drawing], FILTERS, { activation: 'relu' }),
  ]);
  return { maps, afterRelu };
}

/** Compares what is left of a drawing with what is left of a perfect X and a perfect O: a last, full-size filter. */
export async function weigh(convolver: Convolver, { afterRelu }: Stages): Promise<Evidence> {
  const ideals = await Promise.all(
    [DRAWINGS.drawX, DRAWINGS.drawO].map(async (ideal) => (await lookAt(convolver, ideal)).afterRelu),
  );
  const scores = await convolver.planes(afterRelu, ideals);
  const [x, o] = scores.map(([[score]], index) => score / (length(afterRelu) * length(ideals[index]) || 1));
  return { x, o };
}

function length(planes: Planes): number {
  return Math.hypot(...planes.flat(2));
}
