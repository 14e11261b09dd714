import type { PlanLimits } from 'webgpu-conv';
import { createImageFilter, filterPixels, type ImageFilterInput } from 'webgpu-conv/image';
import { limitedDevice } from '../limited-device.ts';
import { sharedDevice } from './device.ts';
import { filterWhole, type Pixels } from './image.ts';
import { register } from './registry.ts';

/** How a picture in tiles compares with the whole one. */
export interface TiledReport {
  tileCount: number;
  largestBuffer: number;
  /** Bytes that differ, and where the first does: x, y, channel, whole, tiled. */
  countDifferent: number;
  first?: number[];
}

async function compareTiled(
  pixels: Pixels,
  spec: ImageFilterInput,
  limits: Partial<PlanLimits>,
): Promise<TiledReport> {
  const shared = await sharedDevice();
  const whole = await filterWhole(pixels, spec);
  const { device, sizes } = recordingSizes(limitedDevice(shared, limits));
  let tileCount = 0;
  const onProgress = (done: number) => {
    tileCount = done;
  };
  const tiled = await filterPixels(device, { ...pixels, data: Uint8Array.from(pixels.data) }, spec, {
    onProgress,
  });
  const different = whole.data.flatMap((value, at) => (tiled.data[at] === value ? [] : [at]));
  const first = different.slice(0, 1).flatMap((at) => {
    const pixel = at >> 2;
    const place = [pixel % pixels.width, Math.floor(pixel / pixels.width), at % 4];
    return [...place, whole.data[at], tiled.data[at]];
  });
  return { tileCount, largestBuffer: Math.max(...sizes), countDifferent: different.length, first };
}

/** The device, writing down the size of each buffer that it makes. */
function recordingSizes(device: GPUDevice): { device: GPUDevice; sizes: number[] } {
  const sizes: number[] = [];
  const createBuffer = (descriptor: GPUBufferDescriptor) => {
    sizes.push(descriptor.size);
    return device.createBuffer(descriptor);
  };
  const recording = new Proxy(device, {
    get: (target, name) => (name === 'createBuffer' ? createBuffer : Reflect.get(target, name)),
  });
  return { device: recording, sizes };
}

/** Name and message of what a call throws. */
async function refusal(call: () => Promise<unknown>): Promise<{ name: string; message: string }> {
  try {
    await call();
  } catch (error) {
    const { name, message } = error as Error;
    return { name, message };
  }
  return { name: 'none', message: 'nothing was thrown' };
}

async function refuseTiled(pixels: Pixels, spec: ImageFilterInput, limits: Partial<PlanLimits>) {
  const device = limitedDevice(await sharedDevice(), limits);
  return refusal(() => filterPixels(device, { ...pixels, data: Uint8Array.from(pixels.data) }, spec));
}

async function refuseWhole({ width, height }: Pixels, spec: ImageFilterInput, limits: Partial<PlanLimits>) {
  const device = limitedDevice(await sharedDevice(), limits);
  return refusal(() => createImageFilter(device, spec, { size: { width, height } }));
}

register({ compareTiled, refuseTiled, refuseWhole });
