import { conv2dReference } from '../../../src/index.ts';
import { type ImageRow, type PlainStep, reachOf } from './rows.ts';

/** Red, green and blue of a part of a picture, 0 to 255; clamped, not rounded. */
export interface Patch {
  readonly top: number;
  readonly left: number;
  readonly width: number;
  readonly height: number;
  readonly planes: readonly ArrayLike<number>[];
}

/** A channel of a picture, 0 to 255. */
export type Plane = (x: number, y: number) => number;

interface Extent {
  readonly width: number;
  readonly height: number;
}

/** Outputs of a patch on each side: the reference of a wide filter on a whole picture takes minutes. */
const PATCH = 12;

/** Whether {@link referencePatches} knows all steps: Canny and bilateral it does not. */
export const hasReference = ({ steps }: Pick<ImageRow, 'steps'>) =>
  steps.every((step) => 'matrix' in step || step.type === 'sobel');

/**
 * What the steps make of nine places of a picture, by the float64 reference: in its corners, at its edges and in its middle,
 * but so far from the rim that nothing beyond it is read, for those who take part read different things there.
 */
export function referencePatches(
  planes: readonly Plane[],
  { width, height }: Extent,
  steps: readonly PlainStep[],
): Patch[] {
  const reach = steps.reduce((sum, step) => sum + reachOf(step), 0);
  const places = (extent: number) => [reach, (extent - PATCH) >> 1, extent - PATCH - reach];
  return places(height).flatMap((top) =>
    places(width).map((left) => {
      const extent = PATCH + 2 * reach;
      const filtered = planes.map((plane) => {
        const data = Float64Array.from({ length: extent * extent }, (_, at) =>
          plane(left - reach + (at % extent), top - reach + Math.floor(at / extent)),
        );
        return steps.reduce(applyStep, { data, extent }).data.map((v) => Math.min(255, Math.max(0, v)));
      });
      return { top, left, width: PATCH, height: PATCH, planes: filtered };
    }),
  );
}

/** The largest distance of an RGBA picture from what it should be, in 255ths. */
export function largestError(
  output: ArrayLike<number>,
  { width, height }: Extent,
  patches: readonly Patch[],
): number {
  if (output.length !== width * height * 4) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (const patch of patches) {
    patch.planes.forEach((plane, channel) => {
      for (let at = 0; at < patch.width * patch.height; at++) {
        const y = patch.top + Math.floor(at / patch.width);
        const x = patch.left + (at % patch.width);
        largest = Math.max(largest, Math.abs(output[(y * width + x) * 4 + channel] - plane[at]));
      }
    });
  }
  return largest;
}

interface Square {
  readonly data: Float64Array;
  readonly extent: number;
}

const SOBEL = [-1, 0, 1, -2, 0, 2, -1, 0, 1];
const SOBEL_DOWN = [-1, -2, -1, 0, 0, 0, 1, 2, 1];

/** A step on the inside of a square, which gets smaller by it. */
function applyStep(input: Square, step: PlainStep): Square {
  if (step.type === 'sobel') {
    const [across, along] = [correlate(input, SOBEL, 3), correlate(input, SOBEL_DOWN, 3)];
    const data = across.data.map((x, at) => Math.hypot(x, along.data[at]) * step.scale);
    return { ...across, data };
  }
  if (!('matrix' in step)) throw new Error(`no reference for ${step.type}`);
  const output = correlate(input, step.matrix.flat(), step.matrix.length);
  const bias = ('bias' in step ? (step.bias ?? 0) : 0) * 255;
  return { ...output, data: output.data.map((value) => value + bias) };
}

function correlate({ data, extent }: Square, weights: readonly number[], size: number): Square {
  const filter = { data: weights, shape: [1, 1, size, size] };
  const output = conv2dReference({ data, shape: [1, 1, extent, extent] }, filter);
  return { data: output.data, extent: extent - size + 1 };
}
