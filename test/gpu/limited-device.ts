import type { PlanLimits } from '../../src/index.ts';

/** The device, saying of itself that it has these limits and, where told, that its adapter is this one. */
export function limitedDevice(
  device: GPUDevice,
  limits: Partial<PlanLimits>,
  adapterInfo = device.adapterInfo,
): GPUDevice {
  const said = new Proxy(device.limits, {
    get: (target, name) =>
      name in limits ? limits[name as keyof PlanLimits] : Reflect.get(target, name, target),
  });
  return new Proxy(device, {
    get(target, name) {
      if (name === 'limits') return said;
      if (name === 'adapterInfo') return adapterInfo;
      const value = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
