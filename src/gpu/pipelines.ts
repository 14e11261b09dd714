import { InternalError } from '../errors.ts';
import { specialize } from '../wgsl/specialize.ts';
import type { BindingAccess, FoldedStep } from '../wgsl/step.ts';
import { checkNotLost, deviceState } from './device_state.ts';

const ENTRIES: Readonly<Record<BindingAccess, Partial<GPUBindGroupLayoutEntry>>> = {
  read: { buffer: { type: 'read-only-storage' } },
  write: { buffer: { type: 'storage' } },
  texture: { texture: { sampleType: 'unfilterable-float' } },
  sampler: { sampler: { type: 'non-filtering' } },
  'external-texture': { externalTexture: {} },
};

/** Layout of bindings with these accesses, in order; one object a device and signature. */
export function bindGroupLayout(device: GPUDevice, accesses: readonly BindingAccess[]): GPUBindGroupLayout {
  const { layouts } = deviceState(device);
  const key = accesses.join();
  const known = layouts.get(key);
  if (known) return known;
  const layout = device.createBindGroupLayout({
    label: key,
    entries: accesses.map((access, binding) => ({ binding, visibility: 0x4, ...ENTRIES[access] })),
  });
  layouts.set(key, layout);
  return layout;
}

/**
 * Compiled pipelines kept a device; those used longest ago are let go (programs keep their own). A program whose
 * shapes never repeat would otherwise grow without end.
 */
const KEPT_PIPELINES = 256;

/** The compiled pipeline of a step, shared by every equal step on this device. */
export function pipelineFor(
  device: GPUDevice,
  step: FoldedStep,
  sources: Readonly<Record<string, string>>,
): Promise<GPUComputePipeline> {
  const { pipelines } = deviceState(device);
  const key = `${step.shader} ${JSON.stringify([step.constants, step.types])}`;
  const known = pipelines.get(key);
  const pipeline =
    known ?? compile(device, step, specialize(step.shader, sources, step.constants, step.types));
  if (known) pipelines.delete(key);
  else pipeline.catch(() => pipelines.delete(key));
  pipelines.set(key, pipeline); // last in the map: the one used last
  if (pipelines.size > KEPT_PIPELINES) pipelines.delete(pipelines.keys().next().value!);
  return pipeline;
}

async function compile(device: GPUDevice, step: FoldedStep, code: string): Promise<GPUComputePipeline> {
  device.pushErrorScope('validation');
  const layout = bindGroupLayout(
    device,
    step.bindings.map(({ access }) => access),
  );
  const promise = device.createComputePipelineAsync({
    label: step.shader,
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module: device.createShaderModule({ label: step.shader, code }) },
  });
  const scope = device.popErrorScope();
  const [made, invalid] = await Promise.allSettled([promise, scope]);
  checkNotLost(device);
  const failure = made.status === 'rejected' ? made.reason : undefined;
  // what the scope caught came first: the compiler's own words
  const cause = (invalid.status === 'fulfilled' && invalid.value) || failure;
  if (made.status === 'rejected' || cause) {
    throw new InternalError(`${step.shader}.wgsl did not compile: ${cause?.message ?? cause}`);
  }
  return made.value;
}
