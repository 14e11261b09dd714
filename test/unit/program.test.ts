import { describe, expect, test } from 'vitest';
import { OwnedBuffers } from '../../src/gpu/owned.ts';
import { createProgram } from '../../src/gpu/program.ts';
import {
  caller,
  NEAREST,
  NOTHING,
  owned,
  read,
  type StepBinding,
  sample,
  weight,
  write,
} from '../../src/wgsl/bindings.ts';
import type { FoldedStep } from '../../src/wgsl/step.ts';

const TEXTURE = { width: 16, height: 2 };

const step = (name: string, bindings: readonly StepBinding[]): FoldedStep => ({
  shader: { name, code: '' },
  constants: {},
  types: {},
  bindings,
  workgroups: [1, 1, 1],
});
const writes = (buffer: string) => write('output', owned(buffer));
const samples = (buffer: string) => sample('left', owned(buffer));

/** As much of a device as programs need; notes what is recorded and bound. */
function fakeDevice() {
  const recorded: string[] = [];
  const bound: GPUBindGroupDescriptor[] = [];
  const encoder = {
    beginComputePass({ timestampWrites: t }: GPUComputePassDescriptor) {
      recorded.push(
        t ? `begin ${t.beginningOfPassWriteIndex ?? '-'} ${t.endOfPassWriteIndex ?? '-'}` : 'begin',
      );
      return {
        setPipeline({ label }: { label: string }) {
          recorded.push(label);
        },
        setBindGroup() {},
        dispatchWorkgroups() {},
        end: () => recorded.push('end'),
      };
    },
    copyBufferToTexture(
      { buffer, bytesPerRow }: GPUTexelCopyBufferInfo,
      { texture }: GPUTexelCopyTextureInfo,
      size: readonly number[],
    ) {
      recorded.push(
        `copy ${buffer.label} to ${texture.label}, ${bytesPerRow} bytes a row, ${size.join('×')}`,
      );
    },
  } as unknown as GPUCommandEncoder;
  const device = {
    lost: new Promise(() => {}),
    createBuffer: ({ label, size }: GPUBufferDescriptor) => ({ label, size, destroy() {} }),
    createTexture: ({ label }: GPUTextureDescriptor) => ({
      label: `texture ${label}`,
      createView: () => `view ${label}`,
      destroy() {},
    }),
    createSampler: () => 'sampler',
    createBindGroupLayout: () => ({}),
    createBindGroup(descriptor: GPUBindGroupDescriptor) {
      bound.push(descriptor);
      return {};
    },
    createPipelineLayout: () => ({}),
    createShaderModule: () => ({}),
    pushErrorScope() {},
    popErrorScope: async () => null,
    createComputePipelineAsync: async ({ label }: { label: string }) => ({ label }),
  } as unknown as GPUDevice;
  return { device, encoder, recorded, bound };
}

async function programOf(device: GPUDevice, steps: readonly FoldedStep[]) {
  const buffers = new OwnedBuffers(device, 'p', {
    plain: { sizeBytes: 64, lifetime: 'scratch' },
    sampled: { sizeBytes: 512, lifetime: 'scratch', texture: TEXTURE },
  });
  return createProgram(device, { label: 'p', steps, owned: buffers });
}

describe('a program', () => {
  const copied = [
    step('a', [writes('plain')]),
    step('b', [writes('sampled')]),
    step('c', [samples('sampled'), NEAREST, writes('plain')]),
  ];
  const COPY = 'copy p sampled to texture p sampled, 256 bytes a row, 16×2';

  test('is one pass where nothing is sampled', async () => {
    const { device, encoder, recorded } = fakeDevice();
    const program = await programOf(device, [step('a', [writes('plain')]), step('b', [writes('plain')])]);
    program.encode(encoder, {});
    expect(recorded).toEqual(['begin', 'a', 'b', 'end']);
  });

  test('copies a buffer to its texture between the step that writes it and the next', async () => {
    const { device, encoder, recorded } = fakeDevice();
    (await programOf(device, copied)).encode(encoder, {});
    expect(recorded).toEqual(['begin', 'a', 'b', 'end', COPY, 'begin', 'c', 'end']);
  });

  test('copies once what several steps write', async () => {
    const { device, encoder, recorded } = fakeDevice();
    const steps = [copied[1], copied[1], copied[0], copied[2]];
    (await programOf(device, steps)).encode(encoder, {});
    expect(recorded).toEqual(['begin', 'b', 'b', 'a', 'end', COPY, 'begin', 'c', 'end']);
  });

  test('that does not compile frees its buffers and textures', async () => {
    const { device } = fakeDevice();
    let freed = 0;
    const freeing = () => ({ label: '', destroy: () => freed++ });
    Object.assign(device, {
      createBuffer: freeing,
      createTexture: freeing,
      createComputePipelineAsync: () => Promise.reject(new Error('broken')),
    });
    await expect(programOf(device, copied)).rejects.toThrow('broken');
    expect(freed).toBe(3);
  });

  test('copies at its end what a later program samples', async () => {
    const { device, encoder, recorded } = fakeDevice();
    (await programOf(device, copied.slice(0, 2))).encode(encoder, {});
    expect(recorded).toEqual(['begin', 'a', 'b', 'end', COPY]);
  });

  test('binds the copy, and the sampler', async () => {
    const { device, encoder, bound } = fakeDevice();
    (await programOf(device, copied)).encode(encoder, {});
    const [texture, sampler] = [...bound[2].entries];
    expect([texture.resource, sampler.resource]).toEqual(['view p sampled', 'sampler']);
  });

  test('tells buffers of one name apart by their owners', async () => {
    const { device, encoder, bound } = fakeDevice();
    const buffers = new OwnedBuffers(device, 'p', {
      constructor: { sizeBytes: 64, lifetime: 'scratch' as const },
    });
    const range = (label: string) => ({ buffer: { label } as GPUBuffer, offsetBytes: 0, sizeBytes: 16 });
    const refs = [caller, owned, weight].map((from) => read('x', from('constructor')));
    const steps = [step('a', [...refs, read('x', NOTHING)])];
    const weights = { constructor: range('weight') };
    const program = await createProgram(device, { label: 'p', steps, owned: buffers, weights });
    program.encode(encoder, { constructor: range('caller') });
    const labels = [...bound[0].entries].map(({ resource }) => (resource as GPUBufferBinding).buffer.label);
    expect(labels).toEqual(['caller', 'p constructor', 'weight', 'webgpu-conv placeholder']);
    expect(() => program.encode(encoder, {})).toThrow("a.wgsl: nothing to bind at x (caller 'constructor')");
  });

  test.each([
    ['both', { beginningOfPassWriteIndex: 3, endOfPassWriteIndex: 4 }, 'begin 3 -', 'begin - 4'],
    ['the start alone', { beginningOfPassWriteIndex: 3 }, 'begin 3 -', 'begin'],
    ['the end alone', { endOfPassWriteIndex: 0 }, 'begin', 'begin - 0'],
  ])(
    'lets its first pass write the first timestamp and its last the last: %s',
    async (_, writes, ...begun) => {
      const { device, encoder, recorded } = fakeDevice();
      const querySet = {} as GPUQuerySet;
      (await programOf(device, copied)).encode(encoder, {}, { querySet, ...writes });
      expect(recorded.filter((entry) => entry.startsWith('begin'))).toEqual(begun);
    },
  );

  test('of no steps records nothing', async () => {
    const { device, encoder, recorded } = fakeDevice();
    (await programOf(device, [])).encode(encoder, {});
    expect(recorded).toEqual([]);
  });
});
