import type { PlanLimits } from 'webgpu-conv';
import type { ImageFilterInput } from 'webgpu-conv/image';
import { limitedDevice } from '../limited-device.ts';
import { sharedDevice } from './device.ts';
import { filterWhole, type Pixels } from './image.ts';
import { register } from './registry.ts';

/** What a filter made of pixels, and how many pipelines it compiled that stage tiles. */
export interface FilteredAsOnGpu {
  pixels: Pixels;
  tilePassCount: number;
}

const GPU = { vendor: 'a GPU', architecture: '', device: '', description: '' } as GPUAdapterInfo;

/** Filters pixels as on a device that is no CPU, within these limits. */
async function filterAsOnGpu(
  pixels: Pixels,
  spec: ImageFilterInput,
  limits: Partial<PlanLimits> = {},
): Promise<FilteredAsOnGpu> {
  let tilePassCount = 0;
  const device = new Proxy(limitedDevice(await sharedDevice(), limits, GPU), {
    get(target, name) {
      if (name !== 'createShaderModule') return Reflect.get(target, name);
      return (descriptor: GPUShaderModuleDescriptor) => {
        if (descriptor.code.includes('var<workgroup> staged')) tilePassCount++;
        return target.createShaderModule(descriptor);
      };
    },
  });
  return { pixels: await filterWhole(pixels, spec, device), tilePassCount };
}

register({ filterAsOnGpu });
