const devices = new Set<WeakRef<GPUDevice>>();
let errors: string[] = [];
let isWatching = false;

/** From now on, notes the uncaptured errors and the unexpected loss of every device that anybody requests. */
export function watchGpuErrors(): void {
  if (isWatching || typeof GPUAdapter === 'undefined') return;
  isWatching = true;
  const requestDevice = GPUAdapter.prototype.requestDevice;
  GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, descriptor) {
    const device = await requestDevice.call(this, descriptor);
    watch(device);
    return device;
  };
}

/** Errors since the last call, once all work handed to the devices so far is done. */
export async function takeGpuErrors(): Promise<string[]> {
  for (const reference of devices) {
    const device = reference.deref();
    if (device) await device.queue.onSubmittedWorkDone();
    else devices.delete(reference);
  }
  const taken = errors;
  errors = [];
  return taken;
}

function watch(device: GPUDevice): void {
  const reference = new WeakRef(device);
  devices.add(reference);
  device.addEventListener('uncapturederror', ({ error }) => {
    errors.push(`${error.constructor.name} on device "${device.label}": ${error.message}`);
  });
  device.lost.then(({ reason, message }) => {
    devices.delete(reference);
    if (reason !== 'destroyed') errors.push(`device "${device.label}" lost (${reason}): ${message}`);
  });
}
