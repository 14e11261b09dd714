/** Anime4K's CNN by the weights of `@websr/websr`, one layer of the file after another, in float64. */
import { SUM, U } from './rounding.ts';

/** A picture or a layer's values, `[channels][height][width]`, with how far rounding may have moved each. */
interface Planes {
  data: Float64Array;
  errors: Float64Array;
  channels: number;
}

interface WebsrFile {
  layers: Record<string, { type: string; inputs: string[]; weights: number[]; bias: number[] }>;
}

const MATRIX = 16;

/**
 * The doubled picture, `[3, 2·height, 2·width]`, and for each number how far a float32 computation may be from it: eight
 * units of the terms' magnitudes a convolution, as for every direct sum, and what the weights make of earlier errors.
 */
export function anime4kReference(
  { layers }: WebsrFile,
  picture: ArrayLike<number>,
  height: number,
  width: number,
) {
  const size = { height, width };
  const known = new Map<string, Planes>();
  const exact = new Float64Array(picture.length);
  known.set('input_image', { data: Float64Array.from(picture), errors: exact, channels: 3 });
  let blocks: Planes[] = [];
  for (const [name, { type, inputs, weights, bias }] of Object.entries(layers)) {
    const values = inputs.map((input) => known.get(input) as Planes);
    if (type === 'pixel_shuffle') blocks = values;
    else known.set(name, convolve(values, weights, bias, size));
  }
  const result = {
    data: new Float64Array(12 * height * width),
    bounds: new Float64Array(12 * height * width),
  };
  for (let index = 0; index < result.data.length; index++) {
    const [x, y] = [index % (2 * width), Math.floor(index / 2 / width) % (2 * height)];
    const color = Math.floor(index / 4 / width / height);
    const block = blocks[color % blocks.length];
    const place = (2 * (y % 2) + (x % 2)) * height * width + (y >> 1) * width + (x >> 1);
    const base = bilinear(picture, color, y, x, size);
    result.data[index] = block.data[place] + base;
    result.bounds[index] = block.errors[place] + SUM * U * (Math.abs(block.data[place]) + 2 * Math.abs(base));
  }
  return result;
}

/** The matrices of a layer: those for positive parts first, then those for negative ones; a 1×1 layer has both a source. */
function convolve(
  sources: Planes[],
  weights: number[],
  bias: number[],
  { height, width }: { height: number; width: number },
): Planes {
  const isPicture = sources[0].channels === 3;
  const signs = isPicture ? [1] : [1, -1];
  const taps = weights.length / MATRIX / (signs.length * sources.length);
  const radius = taps === 9 ? 1 : 0;
  const planes = { data: new Float64Array(4 * height * width), errors: new Float64Array(4 * height * width) };
  const clamp = (value: number, limit: number) => Math.min(limit - 1, Math.max(0, value));
  for (let index = 0; index < planes.data.length; index++) {
    const [x, y] = [index % width, Math.floor(index / width) % height];
    const oc = Math.floor(index / width / height);
    let [sum, magnitude, error] = [bias[oc], Math.abs(bias[oc]), 0];
    sources.forEach((source, s) => {
      signs.forEach((sign, half) => {
        for (let tap = 0; tap < taps; tap++) {
          const [dx, dy] = [Math.floor(tap / 3) - radius, (tap % 3) - radius];
          const pixel = clamp(y + dy, height) * width + clamp(x + dx, width);
          const matrix = (blockOf(s, half, sources.length, taps) * taps + tap) * MATRIX;
          for (let ic = 0; ic < source.channels; ic++) {
            const value = source.data[ic * height * width + pixel];
            const weight = weights[matrix + ic * 4 + oc];
            const term = weight * (isPicture ? value : Math.max(0, sign * value));
            sum += term;
            magnitude += Math.abs(term);
            error += Math.abs(weight) * source.errors[ic * height * width + pixel];
          }
        }
      });
    });
    planes.data[index] = sum;
    planes.errors[index] = error + SUM * U * (magnitude + error);
  }
  return { ...planes, channels: 4 };
}

/** Where websr's shaders have a source's matrices: 8 and 56 channels in turn, 16 and 112 as pairs of sources. */
function blockOf(source: number, half: number, sourceCount: number, taps: number): number {
  if (taps > 1) return half * sourceCount + source;
  if (sourceCount === 7) return 2 * source + half;
  return 4 * Math.floor(source / 2) + 2 * half + (source % 2);
}

function bilinear(
  picture: ArrayLike<number>,
  channel: number,
  y: number,
  x: number,
  { height, width }: { height: number; width: number },
): number {
  const axis = (place: number, limit: number) => {
    const at = (place + 0.5) / 2 - 0.5;
    const first = Math.floor(at);
    const inside = (index: number) => Math.min(limit - 1, Math.max(0, index));
    return [
      [inside(first), 1 - (at - first)],
      [inside(first + 1), at - first],
    ];
  };
  let sum = 0;
  for (const [row, down] of axis(y, height)) {
    for (const [column, right] of axis(x, width)) {
      sum += down * right * picture[(channel * height + row) * width + column];
    }
  }
  return sum;
}
