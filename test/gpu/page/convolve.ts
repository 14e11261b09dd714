import { createConv2d, type HostTensor, type PlanChoice, tensor } from '../../../src/index.ts';
import type { Algorithm } from '../../../src/problem/algorithm.ts';
import type { Conv2dSettings } from '../../../src/problem/options.ts';
import { sharedDevice } from './device.ts';
import { register } from './registry.ts';

/** What {@link convolve} gives back. */
export interface Convolved {
  data: number[];
  shape: readonly number[];
  algorithm: Algorithm;
}

/** One float32 convolution on the shared device. */
async function convolve(
  input: HostTensor,
  filter: HostTensor,
  settings: Conv2dSettings = {},
  choice?: PlanChoice,
): Promise<Convolved> {
  const device = await sharedDevice();
  const x = tensor(device, input.data, input.shape);
  const weights = tensor(device, filter.data, filter.shape);
  const conv = await createConv2d(device, { ...settings, inputShape: input.shape, filter: weights, choice });
  const output = conv.run(x);
  const data = Array.from(await output.read());
  for (const made of [x, weights, output, conv]) made.destroy();
  return { data, shape: conv.outputShape, algorithm: conv.plan.algorithm };
}

register({ convolve });
