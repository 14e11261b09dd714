import { InternalError } from '../errors.ts';
import type { BindingAccess } from '../wgsl/bindings.ts';
import { type FoldedStep, shaderText } from '../wgsl/step.ts';
import { checkNotLost, deviceState, unlessLost } from './device_state.ts';
import { SHADER_STAGE } from './flags.ts';

const ENTRIES: Readonly<Record<BindingAccess, Partial<GPUBindGroupLayoutEntry>>> = {
  read: { buffer: { type: 'read-only-storage' } },
  write: { buffer: { type: 'storage' } },
  texture: { texture: { sampleType: 'unfilterable-float' } },
  sampler: { sampler: { type: 'non-filtering' } },
  'external-texture': { externalTexture: {} },
};

/** Bind group layout for these accesses in order, one per device and signature. */
export function bindGroupLayout(device: GPUDevice, accesses: readonly BindingAccess[]): GPUBindGroupLayout {
  const { layouts } = deviceState(device);
  const key = accesses.join();
  const known = layouts.get(key);
  if (known) return known;
  const layout = device.createBindGroupLayout({
    label: key,
    entries: accesses.map((access, binding) => ({
      binding,
      visibility: SHADER_STAGE.COMPUTE,
      ...ENTRIES[access],
    })),
  });
  layouts.set(key, layout);
  return layout;
}

/**
 * Maximum compiled pipelines cached per device. The least recently used is dropped; programs keep their own. A page
 * whose shapes never repeat would otherwise grow without end.
 */
const KEPT_PIPELINES = 256;

/** The compiled pipeline of a step, shared by every equal step on this device. */
export function pipelineFor(device: GPUDevice, step: FoldedStep): Promise<GPUComputePipeline> {
  const { pipelines } = deviceState(device);
  const key = `${step.shader.name} ${JSON.stringify([step.constants, step.types])}`;
  const known = pipelines.get(key);
  const pipeline = known ?? compile(device, step);
  if (known) pipelines.delete(key);
  else pipeline.catch(() => pipelines.delete(key));
  pipelines.set(key, pipeline); // last in the map: used most recently
  if (pipelines.size > KEPT_PIPELINES) pipelines.delete(pipelines.keys().next().value!);
  return pipeline;
}

async function compile(device: GPUDevice, step: FoldedStep): Promise<GPUComputePipeline> {
  const label = step.shader.name;
  const code = shaderText(step);
  device.pushErrorScope('validation');
  const layout = bindGroupLayout(
    device,
    step.bindings.map(({ access }) => access),
  );
  const module = device.createShaderModule({ label, code });
  const promise = device.createComputePipelineAsync({
    label,
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module },
  });
  const scope = device.popErrorScope();
  const [made, invalid] = await Promise.allSettled([promise, scope]);
  checkNotLost(device);
  const failure = made.status === 'rejected' ? made.reason : undefined;
  // the error scope's message is the compiler's own
  const cause = (invalid.status === 'fulfilled' && invalid.value) || failure;
  if (made.status === 'rejected' || cause) {
    const line = await faultyLine(device, module, code);
    throw new InternalError(`${label}.wgsl did not compile: ${cause?.message ?? cause}${line}`);
  }
  return made.value;
}

/** The line of a shader's specialized text that its first error refers to; empty if there is none. */
async function faultyLine(device: GPUDevice, module: GPUShaderModule, code: string): Promise<string> {
  const asked = module.getCompilationInfo?.().catch(() => undefined); // some runtimes lack it
  const info = await unlessLost(device, Promise.resolve(asked));
  const error = info?.messages.find(({ type, lineNum }) => type === 'error' && lineNum > 0);
  return error ? `\nline ${error.lineNum} of its text: ${code.split('\n')[error.lineNum - 1].trim()}` : '';
}
