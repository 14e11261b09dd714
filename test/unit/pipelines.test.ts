import { expect, test } from 'vitest';
import { pipelineFor } from '../../src/gpu/pipelines.ts';
import type { FoldedStep } from '../../src/wgsl/step.ts';

const shader = { name: 'shader', code: 'const SIZE = 1u;' };
const step = (SIZE: number): FoldedStep => ({
  shader,
  constants: { SIZE },
  types: {},
  bindings: [],
  workgroups: [1, 1, 1],
});

/** As much of a device as compiling needs; counts what is compiled, and fails where told to. */
function fakeDevice(failing?: string) {
  const compiled: string[] = [];
  const device = {
    lost: new Promise(() => {}),
    createBuffer() {},
    createBindGroupLayout: () => ({}),
    createPipelineLayout: () => ({}),
    createShaderModule: ({ code }: GPUShaderModuleDescriptor) => ({ code }),
    pushErrorScope() {},
    popErrorScope: async () => null,
    async createComputePipelineAsync({ compute }: { compute: { module: { code: string } } }) {
      compiled.push(compute.module.code);
      if (compute.module.code === failing) throw new Error('broken');
      return {};
    },
  };
  return { device: device as unknown as GPUDevice, compiled };
}

test('an equal step is compiled once, also while it is being compiled', async () => {
  const { device, compiled } = fakeDevice();
  const [first, second] = await Promise.all([1, 1].map((size) => pipelineFor(device, step(size))));
  expect(second).toBe(first);
  expect(compiled).toEqual(['const SIZE = 1u;']);
});

test('of very many, those used longest ago are let go', async () => {
  const { device, compiled } = fakeDevice();
  for (let size = 0; size < 1000; size++) {
    await pipelineFor(device, step(size));
    await pipelineFor(device, step(0));
  }
  expect(compiled).toHaveLength(1000);
  await pipelineFor(device, step(999));
  expect(compiled).toHaveLength(1000);
  await pipelineFor(device, step(1));
  expect(compiled).toHaveLength(1001);
});

test('a failure is told and not kept', async () => {
  const { device, compiled } = fakeDevice('const SIZE = 7u;');
  const compile = () => pipelineFor(device, step(7));
  await expect(compile()).rejects.toThrow('shader.wgsl did not compile: broken');
  await expect(compile()).rejects.toThrow('broken');
  expect(compiled).toHaveLength(2);
});

test('a failure shows the line of the text that it refers to', async () => {
  const { device } = fakeDevice('const SIZE = 7u;');
  const messages = [
    { type: 'warning', lineNum: 3, message: 'unused' },
    { type: 'error', lineNum: 1, message: 'broken' },
  ];
  Object.assign(device, {
    createShaderModule: ({ code }: GPUShaderModuleDescriptor) => ({
      code,
      getCompilationInfo: async () => ({ messages }),
    }),
  });
  await expect(pipelineFor(device, step(7))).rejects.toThrow(
    'did not compile: broken\nline 1 of its text: const SIZE = 7u;',
  );
});

test('a device that is lost while it is asked for the line is an error of its own', async () => {
  const { device } = fakeDevice('const SIZE = 7u;');
  let lose = (_: Partial<GPUDeviceLostInfo>) => {};
  Object.assign(device, {
    lost: new Promise((resolve) => {
      lose = resolve;
    }),
    createShaderModule: ({ code }: GPUShaderModuleDescriptor) => ({
      code,
      getCompilationInfo() {
        lose({ reason: 'unknown', message: 'crashed' });
        return new Promise(() => {});
      },
    }),
  });
  await expect(pipelineFor(device, step(7))).rejects.toThrow(/the GPU device was lost/);
});
