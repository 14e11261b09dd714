import { describe, expect, test } from 'vitest';
import { UnsupportedError } from '../../src/errors.ts';
import { capabilitiesOf, requestDevice } from '../../src/gpu/device.ts';

/** A GPU whose adapter has these words, features and limits, and which records what is asked of it. */
function fakeGpu(info: Partial<GPUAdapterInfo>, features: string[] = []) {
  const asked: GPUDeviceDescriptor[] = [];
  const limits = { maxBufferSize: 2 ** 31, maxStorageBufferBindingSize: 2 ** 30 };
  const adapter = {
    info,
    features: new Set(features),
    limits,
    async requestDevice(descriptor: GPUDeviceDescriptor) {
      asked.push(descriptor);
      return {
        createBuffer() {},
        lost: new Promise(() => {}),
        features: new Set(descriptor.requiredFeatures),
        limits,
        adapterInfo: info,
      };
    },
  };
  return { gpu: { requestAdapter: async () => adapter } as unknown as GPU, asked };
}

describe('requestDevice', () => {
  test('says what to do where there is no WebGPU', async () => {
    const request = requestDevice({ gpu: undefined });
    await expect(request).rejects.toBeInstanceOf(UnsupportedError);
    await expect(request).rejects.toThrow(/pass \{ gpu \}/);
  });

  test('says what to do where there is no adapter', async () => {
    const gpu = { requestAdapter: async () => null } as unknown as GPU;
    await expect(requestDevice({ gpu })).rejects.toThrow(/graphics driver/);
  });

  test('asks for the optional features and best limits that the adapter has', async () => {
    const { gpu, asked } = fakeGpu({ vendor: 'acme' }, ['shader-f16', 'texture-compression-bc']);
    await requestDevice({ gpu });
    expect(asked[0].requiredFeatures).toEqual(['shader-f16']);
    expect(asked[0].requiredLimits).toMatchObject({ maxBufferSize: 2 ** 31 });
  });

  test.each([
    [{ vendor: 'google', architecture: 'swiftshader' }, true],
    [{ description: 'llvmpipe (LLVM 19.1.7, 256 bits)' }, true],
    [{ vendor: 'acme', isFallbackAdapter: true }, true],
    [{ vendor: 'nvidia', architecture: 'hopper' }, false],
    [{ vendor: 'mesa', architecture: 'software', description: 'Honeykrisp: Mesa 26.1' }, false],
    [{ vendor: 'mesa', architecture: 'software', description: 'llvmpipe (LLVM 19.1.7)' }, true],
  ])('%o is a software adapter: %s', async (info, isSoftware) => {
    const messages: string[] = [];
    const { gpu } = fakeGpu(info);
    const device = await requestDevice({ gpu, onSoftwareAdapter: (message) => messages.push(message) });
    expect(messages).toHaveLength(isSoftware ? 1 : 0);
    expect(capabilitiesOf(device).isSoftware).toBe(isSoftware);
  });
});
