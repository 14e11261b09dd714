import { checkPatience, type ImagePeer } from './contest.ts';
import bilateral from './naive_bilateral.wgsl?raw';
import matrix from './naive_matrix.wgsl?raw';
import sobel from './naive_sobel.wgsl?raw';
import type { ImageRow, PlainStep } from './rows.ts';
import { readTexture, textureOf } from './textures.ts';
import tiledBox from './tiled_box.wgsl?raw';

/** One dispatch: a shader that reads a texture and writes another, and what it is given. */
interface Pass {
  readonly code: string;
  readonly constants: Record<string, number>;
  readonly weights?: readonly number[];
  readonly workgroups: (width: number, height: number) => [number, number];
}

const byPixel = (width: number, height: number): [number, number] => [
  Math.ceil(width / 8),
  Math.ceil(height / 8),
];

/** The passes one writes first, a step each. */
export const naivePeer = (device: GPUDevice): ImagePeer =>
  passesPeer(device, (row) => {
    checkPatience(row);
    return row.steps.map(naivePass);
  });

/** Boxes only: as the separable blurs among WebGPU's samples do it, see tiled_box.wgsl. */
export const tiledBoxPeer = (device: GPUDevice): ImagePeer =>
  passesPeer(device, ({ steps: [step, ...others] }) => {
    if (step.type !== 'box' || others.length > 0) throw new Error('boxes only');
    const { radius } = step;
    const kept = 128 - 2 * radius;
    const groups = (along: number, across: number): [number, number] => [
      Math.ceil(along / kept),
      Math.ceil(across / 4),
    ];
    return [
      { code: tiledBox, constants: { RADIUS: radius, IS_TURNED: 0 }, workgroups: groups },
      { code: tiledBox, constants: { RADIUS: radius, IS_TURNED: 1 }, workgroups: (w, h) => groups(h, w) },
    ];
  });

function naivePass(step: PlainStep): Pass {
  if ('matrix' in step) {
    const bias = 'bias' in step ? (step.bias ?? 0) : 0;
    const constants = { SIZE: step.matrix.length, BIAS: bias };
    return { code: matrix, constants, weights: step.matrix.flat(), workgroups: byPixel };
  }
  if (step.type === 'sobel') return { code: sobel, constants: { SCALE: step.scale }, workgroups: byPixel };
  if (step.type === 'canny') throw new Error('takes more than simple passes');
  const { radius, sigmaColor, sigmaSpace } = step;
  const constants = { RADIUS: radius, SIGMA_COLOR: sigmaColor, SIGMA_SPACE: sigmaSpace };
  return { code: bilateral, constants, workgroups: byPixel };
}

function passesPeer(device: GPUDevice, passesOf: (row: ImageRow) => Pass[]): ImagePeer {
  return {
    async enter(row, picture) {
      const { width, height } = row;
      const passes = passesOf(row);
      const textures = [textureOf(device, picture), textureOf(device, picture)];
      const { TEXTURE_BINDING, STORAGE_BINDING, STORAGE, COPY_DST } = {
        ...GPUTextureUsage,
        ...GPUBufferUsage,
      };
      // between steps in half floats: nothing is rounded or clamped there
      const between = passes.slice(1).map(() =>
        device.createTexture({
          size: { width, height },
          format: 'rgba16float',
          usage: TEXTURE_BINDING | STORAGE_BINDING,
        }),
      );
      const buffers = passes.map(({ weights = [0] }) => {
        const buffer = device.createBuffer({ size: weights.length * 4, usage: STORAGE | COPY_DST });
        device.queue.writeBuffer(buffer, 0, Float32Array.from(weights));
        return buffer;
      });
      const chain = [textures[0], ...between, textures[1]].map((texture) => texture.createView());
      await device.queue.onSubmittedWorkDone();
      let ready: { pipeline: GPUComputePipeline; group: GPUBindGroup }[] = [];
      const run = async (count: number) => {
        const encoder = device.createCommandEncoder();
        for (let index = 0; index < count; index++) {
          ready.forEach(({ pipeline, group }, at) => {
            const pass = encoder.beginComputePass();
            pass.setPipeline(pipeline);
            pass.setBindGroup(0, group);
            pass.dispatchWorkgroups(...passes[at].workgroups(width, height));
            pass.end();
          });
        }
        device.queue.submit([encoder.finish()]);
        await device.queue.onSubmittedWorkDone();
      };
      return {
        async first() {
          ready = await Promise.all(
            passes.map(async ({ code, constants, weights }, at) => {
              const isLast = at === passes.length - 1;
              const text = isLast ? code : code.replace('rgba8unorm', 'rgba16float');
              const module = device.createShaderModule({ code: text });
              const compute = { module, constants };
              const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute });
              const own = weights ? [{ buffer: buffers[at] }] : [];
              const entries = [chain[at], chain[at + 1], ...own].map((resource, binding) => ({
                binding,
                resource,
              }));
              const layout = pipeline.getBindGroupLayout(0);
              return { pipeline, group: device.createBindGroup({ layout, entries }) };
            }),
          );
          await run(1);
        },
        run,
        read: () => readTexture(device, textures[1]),
        dispose() {
          for (const each of [...textures, ...between, ...buffers]) each.destroy();
        },
      };
    },
  };
}
