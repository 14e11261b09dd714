import { requestDevice } from '../../../src/index.ts';

let shared: Promise<GPUDevice> | undefined;

/** One device as the library requests it, shared by the functions of this page; asked for again once lost. */
export function sharedDevice(): Promise<GPUDevice> {
  shared ??= openDevice();
  return shared;
}

/** A device of one's own, with all that the adapter has. */
export function newDevice(label: string): Promise<GPUDevice> {
  return requestDevice({ label, onSoftwareAdapter: () => {} });
}

async function openDevice(): Promise<GPUDevice> {
  const device = await newDevice('shared test device');
  device.lost.then(() => {
    shared = undefined;
  });
  return device;
}
