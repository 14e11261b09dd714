import type { PlanLimits } from '../../src/index.ts';

/** The device, saying of itself that it has these limits. */
export function limitedDevice(device: GPUDevice, limits: Partial<PlanLimits>): GPUDevice {
  const said = new Proxy(device.limits, {
    get: (target, name) =>
      name in limits ? limits[name as keyof PlanLimits] : Reflect.get(target, name, target),
  });
  return new Proxy(device, {
    get(target, name) {
      if (name === 'limits') return said;
      const value = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
