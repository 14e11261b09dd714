import { requestDevice } from '../../../src/index.ts';

let shared: Promise<GPUDevice> | undefined;

/** One device as the library requests it, shared by the functions of this page; asked for again once lost. */
export function sharedDevice(): Promise<GPUDevice> {
  shared ??= openDevice();
  return shared;
}

async function openDevice(): Promise<GPUDevice> {
  const device = await requestDevice({ label: 'shared test device', onSoftwareAdapter: () => {} });
  device.lost.then(() => {
    shared = undefined;
  });
  return device;
}
