let shared: Promise<GPUDevice> | undefined;

/** One device with all that the adapter has, shared by the functions of this page; asked for again once lost. */
export function sharedDevice(): Promise<GPUDevice> {
  shared ??= requestFullDevice();
  return shared;
}

async function requestFullDevice(): Promise<GPUDevice> {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('no WebGPU adapter');
  const requiredLimits: Record<string, number> = {};
  for (const name in adapter.limits) {
    const value: unknown = adapter.limits[name as keyof GPUSupportedLimits];
    if (typeof value === 'number') requiredLimits[name] = value;
  }
  const requiredFeatures = [...adapter.features] as GPUFeatureName[];
  const device = await adapter.requestDevice({
    label: 'shared test device',
    requiredFeatures,
    requiredLimits,
  });
  device.lost.then(() => {
    shared = undefined;
  });
  return device;
}
