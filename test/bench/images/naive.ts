import type { ImagePeer } from './contest.ts';
import shader from './naive.wgsl?raw';
import { readTexture, textureOf } from './textures.ts';

/** The pass one writes first: see naive.wgsl. */
export function naivePeer(device: GPUDevice): ImagePeer {
  return {
    async enter({ matrix, width, height }, picture) {
      const [source, target] = [textureOf(device, picture), textureOf(device, picture)];
      const weights = Float32Array.from(matrix.flat());
      const { STORAGE, COPY_DST } = GPUBufferUsage;
      const buffer = device.createBuffer({ size: weights.byteLength, usage: STORAGE | COPY_DST });
      device.queue.writeBuffer(buffer, 0, weights);
      await device.queue.onSubmittedWorkDone();
      let pipeline: GPUComputePipeline;
      let group: GPUBindGroup;
      const run = async (count: number) => {
        const encoder = device.createCommandEncoder();
        for (let index = 0; index < count; index++) {
          const pass = encoder.beginComputePass();
          pass.setPipeline(pipeline);
          pass.setBindGroup(0, group);
          pass.dispatchWorkgroups(Math.ceil(width / 8), Math.ceil(height / 8));
          pass.end();
        }
        device.queue.submit([encoder.finish()]);
        await device.queue.onSubmittedWorkDone();
      };
      return {
        async first() {
          const module = device.createShaderModule({ code: shader });
          const compute = { module, constants: { SIZE: matrix.length } };
          pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute });
          const resources = [source.createView(), { buffer }, target.createView()];
          group = device.createBindGroup({
            layout: pipeline.getBindGroupLayout(0),
            entries: resources.map((resource, binding) => ({ binding, resource })),
          });
          await run(1);
        },
        run,
        read: () => readTexture(device, target),
        dispose() {
          for (const each of [source, target, buffer]) each.destroy();
        },
      };
    },
  };
}
