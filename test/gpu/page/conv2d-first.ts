import {
  type Conv2dSettings,
  conv2dReference,
  createConv2d,
  type PlanChoice,
  tensor,
} from '../../../src/index.ts';
import { sharedDevice } from './device.ts';
import { register } from './registry.ts';

const countOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

/** Largest difference between GPU and reference on smooth data, relative to the largest output. */
async function convolveOnce(
  settings: Conv2dSettings,
  inputShape: number[],
  filterShape: number[],
  choice: PlanChoice,
): Promise<number> {
  const device = await sharedDevice();
  const inputData = Float32Array.from({ length: countOf(inputShape) }, (_, i) => Math.sin(i * 1.7));
  const filterData = Float32Array.from({ length: countOf(filterShape) }, (_, i) => Math.cos(i * 2.3));
  const filter = tensor(device, filterData, filterShape);
  const conv = await createConv2d(device, { ...settings, inputShape, filter, choice });
  const values = await conv.run(tensor(device, inputData, inputShape)).read();
  const expected = conv2dReference(
    { data: inputData, shape: inputShape },
    { data: filterData, shape: filterShape },
    settings,
  ).data;
  const largest = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, index) => Math.abs(value - values[index]))) / largest;
}

register({ convolveOnce });
