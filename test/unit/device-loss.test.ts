import { expect, test } from 'vitest';
import { DeviceLostError } from '../../src/errors.ts';
import { deviceState, unlessLost } from '../../src/gpu/device_state.ts';

function fakeDevice() {
  let lose = (_: GPUDeviceLostInfo) => {};
  const lost = new Promise<GPUDeviceLostInfo>((resolve) => {
    lose = resolve;
  });
  const device = { createBuffer() {}, lost } as unknown as GPUDevice;
  return { device, lose: () => lose({ reason: 'unknown', message: 'crashed' } as GPUDeviceLostInfo) };
}

test('work that a lost device leaves without an answer is rejected as lost', async () => {
  const { device, lose } = fakeDevice();
  const work = unlessLost(device, new Promise(() => {}));
  lose();
  await expect(work).rejects.toBeInstanceOf(DeviceLostError);
});

test('so is what is begun after the loss', async () => {
  const { device, lose } = fakeDevice();
  deviceState(device);
  lose();
  await device.lost;
  await expect(unlessLost(device, new Promise(() => {}))).rejects.toBeInstanceOf(DeviceLostError);
});

test('work that ends is passed on, and nobody listens for the loss any more', async () => {
  const { device } = fakeDevice();
  await expect(unlessLost(device, Promise.resolve(3))).resolves.toBe(3);
  await expect(unlessLost(device, Promise.reject(new RangeError('no')))).rejects.toThrow('no');
  expect(deviceState(device).lossListeners.size).toBe(0);
});
