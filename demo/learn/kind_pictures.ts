import { tensor } from 'webgpu-conv';
import { createModel, GraphBuilder, type Value } from 'webgpu-conv/nn';
import type { Rows } from '../app/convolver.ts';
import { FILTERS } from '../app/filters.ts';
import type { ColorPlanes } from '../sources/planes.ts';
import { DILATION, KIND_NAMES, type KindName } from './kinds.ts';

const SOBEL: Rows = FILTERS['sobel-x'];
const TAPS = 9;

/** The vertical edges of a color picture by each kind of convolution: one map, or one per color if grouped. */
export async function picturesOfKinds(
  device: GPUDevice,
  picture: ColorPlanes,
  turn: number,
): Promise<Record<KindName, number[][][]>> {
  const shape = [1, 3, picture[0].length, picture[0][0].length];
  const graph = new GraphBuilder();
  const outputs = edgesByKind(graph, graph.input('picture', shape), turn);
  const model = await createModel(device, { nodes: graph.nodes, outputs });
  const input = tensor(device, picture.flat(2), shape);
  const made = model.run({ picture: input });
  const maps = await Promise.all(
    KIND_NAMES.map(async (name) => [name, planesOf(await made[name].read(), outputs[name].shape)] as const),
  );
  for (const one of [model, input, ...Object.values(made)]) one.destroy();
  return Object.fromEntries(maps) as Record<KindName, number[][][]>;
}

/** Sobel's filter over all three colors, as each kind of convolution. */
function edgesByKind(graph: GraphBuilder, picture: Value, turn: number): Record<KindName, Value> {
  const [, , height, width] = picture.shape;
  const sobel = SOBEL.flat();
  const filter = (shape: readonly number[], data: readonly number[]) => graph.constant(data, shape);
  const whole = filter([1, 3, 3, 3], [...sobel, ...sobel, ...sobel]);
  const slices = filter([3, 1, 3, 3], [...sobel, ...sobel, ...sobel]);
  const eachColor = () => graph.conv2d(picture, slices, { ...EDGES, groups: 3 });
  // Sobel's filter is a column of 1, 2, 1 times a row of −1, 0, 1
  const column = graph.conv2d(picture, filter([1, 3, 3, 1], Array(3).fill([1, 2, 1]).flat()), EDGES);
  const offset = graph.constant(turnedTaps(turn, height * width), [1, 2 * TAPS, height, width]);
  const shapes = { inputShape: picture.shape, filterShape: whole.shape, padding: 1 };
  return {
    standard: graph.conv2d(picture, whole, EDGES),
    grouped: eachColor(),
    depthwiseSeparable: graph.conv2d(eachColor(), filter([1, 3, 1, 1], [1, 1, 1])),
    spatiallySeparable: graph.conv2d(column, filter([1, 1, 1, 3], [-1, 0, 1]), EDGES),
    dilated: graph.conv2d(picture, whole, { ...EDGES, dilations: DILATION }),
    deformable: graph.add('deformConv2d', shapes, { input: picture, filter: whole, offset }),
  };
}

const EDGES = { padding: 'same' } as const;

/** Offsets that rotate the nine taps around their center by `degrees`, the same for every pixel. */
function turnedTaps(degrees: number, countPixels: number): Float32Array {
  const [sin, cos] = [Math.sin, Math.cos].map((of) => of((degrees * Math.PI) / 180));
  const offsets = new Float32Array(2 * TAPS * countPixels);
  for (let tap = 0; tap < TAPS; tap++) {
    const [y, x] = [Math.floor(tap / 3) - 1, (tap % 3) - 1];
    const [down, right] = [sin * x + cos * y - y, cos * x - sin * y - x];
    offsets.fill(down, 2 * tap * countPixels, (2 * tap + 1) * countPixels);
    offsets.fill(right, (2 * tap + 1) * countPixels, (2 * tap + 2) * countPixels);
  }
  return offsets;
}

function planesOf(data: Float32Array, [, channels, height, width]: readonly number[]): number[][][] {
  return Array.from({ length: channels }, (_, c) =>
    Array.from({ length: height }, (_, y) => {
      const start = (c * height + y) * width;
      return Array.from(data.subarray(start, start + width));
    }),
  );
}
