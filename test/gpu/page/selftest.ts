import * as flags from '../../../src/gpu/flags.ts';
import { sharedDevice } from './device.ts';
import { register } from './registry.ts';

async function makeInvalidBuffer(): Promise<void> {
  const device = await sharedDevice();
  device.createBuffer({
    label: 'invalid on purpose',
    size: 16,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE,
  });
}

function fail(): never {
  throw new RangeError('thrown on purpose');
}

/** Doubles a number on the GPU. */
async function double(value: number): Promise<number> {
  const device = await sharedDevice();
  const code =
    '@group(0) @binding(0) var<storage, read_write> x: f32; @compute @workgroup_size(1) fn main() { x *= 2.0; }';
  const pipeline = device.createComputePipeline({
    layout: 'auto',
    compute: { module: device.createShaderModule({ code }) },
  });
  const { STORAGE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
  const buffer = device.createBuffer({ size: 4, usage: STORAGE | COPY_SRC | COPY_DST });
  const readback = device.createBuffer({ size: 4, usage: COPY_DST | MAP_READ });
  device.queue.writeBuffer(buffer, 0, new Float32Array([value]));
  const entries = [{ binding: 0, resource: { buffer } }];
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
  pass.dispatchWorkgroups(1);
  pass.end();
  encoder.copyBufferToBuffer(buffer, 0, readback, 0, 4);
  device.queue.submit([encoder.finish()]);
  await readback.mapAsync(GPUMapMode.READ);
  const [result] = new Float32Array(readback.getMappedRange());
  buffer.destroy();
  readback.destroy();
  return result;
}

/** The platform's values of the flags that src/gpu/flags.ts names. */
function platformFlags() {
  const valuesOf = <Name extends string>(names: object, platform: Readonly<Record<Name, number>>) =>
    Object.fromEntries(Object.keys(names).map((name) => [name, platform[name as Name]]));
  return {
    BUFFER_USAGE: valuesOf(flags.BUFFER_USAGE, GPUBufferUsage),
    TEXTURE_USAGE: valuesOf(flags.TEXTURE_USAGE, GPUTextureUsage),
    MAP_MODE: valuesOf(flags.MAP_MODE, GPUMapMode),
    SHADER_STAGE: valuesOf(flags.SHADER_STAGE, GPUShaderStage),
  };
}

register({ makeInvalidBuffer, fail, double, platformFlags });
