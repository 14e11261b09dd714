import { readBytes } from '../../src/gpu/read.ts';
import {
  type Conv2d,
  createConv2d,
  type GpuTensor,
  type PlanChoice,
  tensor,
  tensorFromBuffer,
} from '../../src/index.ts';
import { conv2dBounded } from '../bounds/conv2d.ts';
import { type Conv2dCase, problemOf } from '../case.ts';
import { type CaseTensor, type CaseTensors, tensorsOf } from '../data.ts';
import { errorFraction } from '../error-fraction.ts';
import { poisonedBuffer, poisonedElements } from './poison.ts';

/** How one case went on the GPU. Plain data. */
export interface CaseReport {
  readonly name: string;
  readonly kernel: string;
  readonly tiles: Readonly<Record<string, number>>;
  /** The worst output: where it is, both values, how far apart they may be, and |difference| / bound. */
  readonly worst: {
    readonly index: number;
    readonly actual: number | string;
    readonly expected: number;
    readonly bound: number;
    readonly fraction: number;
  };
  /** What went wrong, in words; empty where all is right. */
  readonly faults: readonly string[];
}

/**
 * Runs a case and compares every output with the reference. The output is a view in the middle of a larger buffer,
 * all of it NaN before, so that outputs left out and writes beyond either end show.
 */
export async function runConv2dCase(
  device: GPUDevice,
  conv2dCase: Conv2dCase,
  choice?: PlanChoice,
): Promise<CaseReport> {
  const host = tensorsOf(conv2dCase);
  const dtype = problemOf(conv2dCase).dtype;
  const upload = (from?: CaseTensor) => from && tensor(device, from.data, from.shape, { dtype });
  const [input, filter, bias, residual] = [host.input, host.filter, host.bias, host.residual].map(upload);
  const conv = await createConv2d(device, {
    ...conv2dCase,
    filter: filter!,
    bias,
    hasResidual: residual !== undefined,
    choice,
  });
  const { view, buffer } = guardedView(conv);
  device.pushErrorScope('validation');
  conv.run(input!, { output: view, residual });
  const scope = device.popErrorScope();
  const bytes = await readBytes(device, buffer, 0, buffer.size);
  const actual = await view.read();
  for (const made of [input, filter, bias, residual, conv]) made?.destroy();
  buffer.destroy();
  const error = await scope;
  const faults = [...(error ? [`validation: ${error.message}`] : []), ...memoryFaults(bytes, view)];
  return compare(conv2dCase, host, conv, actual, faults);
}

/** A tensor for the output with at least one alignment's worth of NaN on either side. */
export function guardedView({ device, outputShape, problem }: Conv2d): {
  view: GpuTensor;
  buffer: GPUBuffer;
} {
  const margin = device.limits.minStorageBufferOffsetAlignment;
  const dtype = problem.dtype;
  const count = outputShape.reduce((product, size) => product * size, 1);
  const sizeBytes = Math.ceil((count * (dtype === 'float16' ? 2 : 4)) / 4) * 4;
  const buffer = poisonedBuffer(device, sizeBytes + 2 * margin, dtype);
  return { buffer, view: tensorFromBuffer(device, buffer, outputShape, { dtype, offsetBytes: margin }) };
}

/** What the memory around and under a guarded view says. */
export function memoryFaults(bytes: ArrayBuffer, view: GpuTensor): string[] {
  const end = view.offsetBytes + view.sizeBytes;
  const faults: string[] = [];
  const margins = [
    ['before', bytes.slice(0, view.offsetBytes)] as const,
    ['after', bytes.slice(end)] as const,
  ];
  for (const [where, margin] of margins) {
    const elementBytes = view.dtype === 'float16' ? 2 : 4;
    const changed = margin.byteLength / elementBytes - poisonedElements(margin, view.dtype).length;
    if (changed > 0) faults.push(`${changed} elements ${where} the output were written`);
  }
  const left = poisonedElements(bytes.slice(view.offsetBytes, end), view.dtype).filter(
    (index) => index < view.elementCount,
  );
  if (left.length > 0) faults.push(`${left.length} outputs were not written, the first at ${left[0]}`);
  return faults;
}

function compare(
  conv2dCase: Conv2dCase,
  host: CaseTensors,
  { plan }: Conv2d,
  actual: Float32Array,
  faults: string[],
): CaseReport {
  const { data, bounds } = conv2dBounded(host.input, host.filter, { ...conv2dCase, ...host }, plan.algorithm);
  let worst = 0;
  const fractionAt = (index: number) => errorFraction(actual[index], data[index], bounds[index]);
  for (let index = 1; index < data.length; index++) {
    if (fractionAt(index) > fractionAt(worst)) worst = index;
  }
  const fraction = fractionAt(worst);
  if (fraction > 1) {
    faults.push(
      `output ${worst} is ${actual[worst]} instead of ${data[worst]} ± ${bounds[worst]}: ${fraction} of the bound`,
    );
  }
  return {
    name: conv2dCase.name,
    kernel: plan.kernel,
    tiles: plan.tiles,
    worst: { index: worst, actual: actual[worst], expected: data[worst], bound: bounds[worst], fraction },
    faults,
  };
}
