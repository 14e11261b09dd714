import { type Effort, timeInterleaved } from './clock.ts';
import type { Timed } from './contestant.ts';
import type { Ceilings } from './report.ts';

const WORKGROUP_SIZE = 64;
const ACCUMULATORS = 12;
const UNROLL = 8;

/** Four lanes of a number type, and how to write a multiply-add of them. */
interface Arithmetic {
  readonly type: 'vec4f' | 'vec4h' | 'f32';
  readonly form: 'fma' | 'mul-add';
}

/** Every way of writing it, since compilers differ in which they turn into the quickest instruction. */
const SINGLE: readonly Arithmetic[] = [
  { type: 'vec4f', form: 'fma' },
  { type: 'vec4f', form: 'mul-add' },
  { type: 'f32', form: 'mul-add' },
];
const HALF: readonly Arithmetic[] = [
  { type: 'vec4h', form: 'fma' },
  { type: 'vec4h', form: 'mul-add' },
];

/** Measures what the adapter reaches at best: multiply-adds in registers, and copies of storage buffers. */
export async function measureCeilings(
  device: GPUDevice,
  isSoftware: boolean,
  effort: Effort,
): Promise<Ceilings> {
  const invocations = isSoftware ? 2 ** 12 : 2 ** 20;
  const fastest = async (kinds: readonly Arithmetic[]) =>
    Math.max(
      ...(await Promise.all(await inTurn(kinds, (kind) => fmaGflops(device, kind, invocations, effort)))),
    );
  return {
    fmaGflops: await fastest(SINGLE),
    fmaHalfGflops: device.features.has('shader-f16') ? await fastest(HALF) : undefined,
    copyGBs: await copyGBs(device, isSoftware ? 2 ** 25 : 2 ** 27, effort),
  };
}

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

async function fmaGflops(
  device: GPUDevice,
  arithmetic: Arithmetic,
  invocations: number,
  effort: Effort,
): Promise<number> {
  const turns = 64;
  const lanes = arithmetic.type === 'f32' ? 1 : 4;
  const buffer = device.createBuffer({ size: invocations * 4, usage: GPUBufferUsage.STORAGE });
  const timed = dispatching(device, fmaShader(arithmetic, turns), [buffer], invocations / WORKGROUP_SIZE);
  await timed.run(1); // some drivers compile only now
  const [{ minMs }] = await timeInterleaved([timed], effort);
  buffer.destroy();
  return (2 * lanes * ACCUMULATORS * UNROLL * turns * invocations) / minMs / 1e6;
}

/** Independent chains a = a·x + y, in registers; the result is stored so that no compiler may drop them. */
function fmaShader({ type, form }: Arithmetic, turns: number): string {
  const names = Array.from({ length: ACCUMULATORS }, (_, index) => `a${index}`);
  const step = names
    .map((a) => (form === 'fma' ? `      ${a} = fma(${a}, x, y);` : `      ${a} = ${a} * x + y;`))
    .join('\n');
  return `${type === 'vec4h' ? 'enable f16;' : ''}
    @group(0) @binding(0) var<storage, read_write> result: array<f32>;
    @compute @workgroup_size(${WORKGROUP_SIZE}) fn main(@builtin(global_invocation_id) id: vec3u) {
      let seed = result[id.x];
      let x = ${type}(${scalar(type)}(seed * 0.5 + 0.99));
      let y = ${type}(${scalar(type)}(seed + 0.01));
${names.map((a, index) => `      var ${a} = x * ${type}(${index / 16});`).join('\n')}
      for (var i = 0u; i < ${turns}u; i++) {
${Array.from({ length: UNROLL }, () => step).join('\n')}
      }
      result[id.x] = f32((${names.join(' + ')})${type === 'f32' ? '' : '.x'});
    }`;
}

function scalar(type: Arithmetic['type']): string {
  return type === 'vec4h' ? 'f16' : 'f32';
}

/** The quicker of a copying shader and `copyBufferToBuffer`. */
async function copyGBs(device: GPUDevice, sizeBytes: number, effort: Effort): Promise<number> {
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const [from, to] = [0, 1].map(() => device.createBuffer({ size: sizeBytes, usage }));
  const code = `
    @group(0) @binding(0) var<storage, read_write> to: array<vec4f>;
    @group(0) @binding(1) var<storage, read> source: array<vec4f>;
    @compute @workgroup_size(${WORKGROUP_SIZE}) fn main(
      @builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
      let at = id.y * groups.x * ${WORKGROUP_SIZE}u + id.x;
      to[at] = source[at];
    }`;
  const workgroups = sizeBytes / 16 / WORKGROUP_SIZE;
  const shader = dispatching(device, code, [to, from], Math.min(workgroups, 2 ** 15), workgroups / 2 ** 15);
  const builtIn = batches(device, (encoder) => encoder.copyBufferToBuffer(from, 0, to, 0, sizeBytes));
  await shader.run(1);
  const samples = await timeInterleaved([shader, builtIn], effort);
  from.destroy();
  to.destroy();
  return (2 * sizeBytes) / Math.min(...samples.map(({ minMs }) => minMs)) / 1e6;
}

function dispatching(device: GPUDevice, code: string, buffers: GPUBuffer[], x: number, y = 1): Timed {
  const pipeline = device.createComputePipeline({
    layout: 'auto',
    compute: { module: device.createShaderModule({ code }) },
  });
  const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
  const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
  return batches(device, (encoder) => {
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(Math.ceil(x), Math.max(1, Math.ceil(y)));
    pass.end();
  });
}

function batches(device: GPUDevice, encode: (encoder: GPUCommandEncoder) => void): Timed {
  return {
    async run(count) {
      const encoder = device.createCommandEncoder();
      for (let index = 0; index < count; index++) encode(encoder);
      device.queue.submit([encoder.finish()]);
      await device.queue.onSubmittedWorkDone();
    },
  };
}
