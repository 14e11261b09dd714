import { type Conv2dReferenceOptions, conv2d, conv2dReference, tensor } from 'webgpu-conv';
import { operators, prepare } from 'webgpu-conv/nn';
import type { GpuHost } from './gpu.ts';

/** A matrix, row by row. */
export type Rows = readonly (readonly number[])[];

/** Planes of one picture: `[channel][row][column]`. */
export type Planes = readonly Rows[];

/** A convolution's settings that make sense for small worked examples. */
export type SmallOptions = Omit<Conv2dReferenceOptions, 'bias' | 'residual' | 'dtype'> & {
  readonly bias?: readonly number[];
};

/** Runs the library on small matrices: on the GPU if there is one, otherwise on its CPU reference. */
export class Convolver {
  readonly #gpu: GpuHost;

  constructor(gpu: GpuHost) {
    this.#gpu = gpu;
  }

  /** Convolves one picture with one filter. */
  async matrix(input: Rows, filter: Rows, options: SmallOptions = {}): Promise<number[][]> {
    return (await this.planes([input], [[filter]], options))[0];
  }

  /** Convolves input planes with filters `[outChannel][inChannel]`; one map per output channel. */
  async planes(input: Planes, filters: readonly Planes[], options: SmallOptions = {}): Promise<number[][][]> {
    const image = host([input]);
    const weights = host(filters);
    const device = await this.#gpu.device();
    const { data, shape } = device
      ? await onGpu(device, image, weights, options)
      : onCpu(image, weights, options);
    return unflatten(data, shape);
  }

  /** The largest value of each `size`×`size` block; the last block may reach over the edge. Undefined without a GPU. */
  async maxPool(input: Planes, size: number): Promise<number[][][] | undefined> {
    const device = await this.#gpu.device();
    if (!device) return undefined;
    const { data, shape } = host([input]);
    const operator = await prepare(
      device,
      operators.maxPool2d({
        inputShape: shape,
        windowDimensions: size,
        strides: size,
        outputShapeRounding: 'ceil',
      }),
    );
    const uploaded = tensor(device, data, shape);
    const { output } = operator.run({ input: uploaded });
    const pooled = unflatten(await output.read(), output.shape);
    for (const made of [operator, uploaded, output]) made.destroy();
    return pooled;
  }
}

type Host = { data: Float32Array; shape: number[] };

function host(blocks: readonly Planes[]): Host {
  const [[[row]]] = blocks;
  return {
    data: Float32Array.from(blocks.flat(3)),
    shape: [blocks.length, blocks[0].length, blocks[0][0].length, row.length],
  };
}

async function onGpu(device: GPUDevice, image: Host, weights: Host, { bias, ...options }: SmallOptions) {
  const input = tensor(device, image.data, image.shape);
  const filter = tensor(device, weights.data, weights.shape);
  const biasTensor = bias && tensor(device, bias, [bias.length]);
  try {
    const output = await conv2d(input, filter, { ...options, bias: biasTensor });
    const data = await output.read();
    output.destroy();
    return { data, shape: output.shape };
  } finally {
    for (const made of [input, filter, biasTensor]) made?.destroy();
  }
}

function onCpu(image: Host, weights: Host, { bias, ...options }: SmallOptions) {
  return conv2dReference(image, weights, {
    ...options,
    bias: bias && { data: bias, shape: [bias.length] },
  });
}

function unflatten(data: ArrayLike<number>, [, channels, height, width]: readonly number[]): number[][][] {
  const cut = <T>(count: number, make: (index: number) => T) =>
    Array.from({ length: count }, (_, i) => make(i));
  return cut(channels, (c) => cut(height, (y) => cut(width, (x) => data[(c * height + y) * width + x])));
}
