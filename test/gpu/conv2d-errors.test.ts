import { describe, expect, test } from 'vitest';
import { float16Test, lane } from './lane.ts';
import type { Refusal } from './page/conv2d-errors.ts';

/** Each bad call of `page/conv2d-errors.ts`: the argument its error names, and what it needs. */
const refusals: [call: string, argument: string, message: RegExp][] = [
  ['input of another device', 'input', /another GPUDevice/],
  ['output of another device', 'output', /another GPUDevice/],
  ['residual of another device', 'residual', /another GPUDevice/],
  ['filter of another device', 'init.filter', /another GPUDevice/],
  ['filter of another device in one call', 'filter', /another GPUDevice/],
  ['bias of another device', 'init.bias', /another GPUDevice/],
  ['destroyed input', 'input', /a destroyed tensor.*a live one/],
  ['destroyed output', 'output', /a destroyed tensor.*a live one/],
  ['destroyed residual', 'residual', /a destroyed tensor.*a live one/],
  ['destroyed filter', 'init.filter', /a destroyed tensor.*a live one/],
  ['destroyed input in one call', 'input', /a destroyed tensor.*a live one/],
  ['destroyed tensor read', 'tensor', /a destroyed tensor.*a live one/],
  ['destroyed tensor written', 'tensor', /a destroyed tensor.*a live one/],
  ['input that is no tensor', 'input', /got Object, needs a GpuTensor/],
  ['no filter', 'init.filter', /got undefined, needs a GpuTensor/],
  ['no device', 'device', /got undefined, needs a GPUDevice/],
  ['input of another shape', 'input.shape', /got \[4, 4, 3, 3\], needs \[1, 4, 5, 6\]/],
  ['output of another shape', 'output.shape', /got \[4, 4, 3, 3\], needs \[1, 4, 5, 6\]/],
  ['residual of another shape', 'residual.shape', /got \[4, 4, 3, 3\], needs \[1, 4, 5, 6\]/],
  ['residual left out', 'residual', /got undefined, needs a GpuTensor/],
  ['residual not asked for', 'residual', /hasResidual: true/],
  ['bias of wrong length', 'init.bias.shape', /got \[3\], needs \[4\]/],
  ['bias of wrong length in one call', 'options.bias.shape', /got \[3\], needs \[4\]/],
  ['residual of another shape in one call', 'options.residual.shape', /needs \[1, 4, 5, 6\]/],
  ['a wrong setting', 'init.strides[1]', /got 0, needs a whole number from 1/],
  ['a wrong setting in one call', 'options.strides[1]', /got 0, needs a whole number from 1/],
  ['output that is the input', 'output', /buffer/],
  ['output that is the residual', 'output', /buffer/],
  ['output in the buffer of the input', 'output', /buffer/],
  ['unknown kernel', 'init.choice.kernel', /'conv3d'.*conv2d_direct/],
  ['unknown tiles', 'init.choice.tiles.THREADS_M', /got 3.5, needs one of/],
  ['data that does not fill the shape', 'data', /3 values.*needs 4/],
  ['no data', 'data', /undefined.*needs 4/],
  ['written data of another length', 'data', /3 values.*needs 120/],
  ['an empty shape', 'shape[0]', /got 0/],
  ['a NaN size', 'shape[1]', /got NaN/],
  ['an unknown dtype', 'options.dtype', /'int8'.*'float16'/],
  ['a misaligned offset', 'options.offsetBytes', /got 4, needs a multiple of/],
  ['a buffer too small', 'buffer', /2048 bytes.*4000/],
  ['a buffer without STORAGE', 'buffer', /STORAGE/],
  ['no buffer', 'buffer', /undefined.*GPUBuffer/],
];

describe('refused before the GPU is touched:', () => {
  test.each(refusals)('%s', async (call, argument, message) => {
    const refusal: Refusal = await lane.call('makeBadCall', call);
    expect(refusal).toMatchObject({ error: 'InvalidArgumentError', argument, touched: [] });
    expect(refusal.message).toMatch(message);
    expect(refusal.message.startsWith(`${argument}: got `)).toBe(true);
  });

  test('a tensor beyond maxBufferSize', async () => {
    const refusal: Refusal = await lane.call('makeBadCall', 'a tensor beyond maxBufferSize');
    expect(refusal).toMatchObject({ error: 'LimitExceededError', touched: [] });
    expect(refusal.message).toMatch(/needs 1028, but maxBufferSize of this device is 1024; split/);
  });

  test('no bad call is left out', async () => {
    const names = [...refusals.map(([call]) => call), 'a tensor beyond maxBufferSize'];
    expect(await lane.call('badCallNames')).toEqual(names);
  });
});

test('after the loss of a device every call says so', async () => {
  const errors: Record<string, string> = await lane.call('callsAfterLoss');
  expect(Object.keys(errors)).toHaveLength(7);
  for (const [call, error] of Object.entries(errors)) expect(error, call).toBe('DeviceLostError');
});

test('a device that is lost while a convolution is prepared says so', async () => {
  expect(await lane.call('lossWhilePreparing')).toBe('DeviceLostError');
});

test('a destroyed convolution says so, and can be destroyed again', async () => {
  const messages: string[] = await lane.call('callsAfterDestroy');
  expect(messages).toHaveLength(3);
  for (const message of messages) expect(message).toMatch(/conv2d: got .*a destroyed conv2d/);
});

test('float16 without shader-f16 is refused by name', async () => {
  expect(await lane.call('float16WithoutFeature')).toMatch(/float16.*shader-f16/);
});

float16Test('tensors of mixed data types are refused by name', async () => {
  expect(await lane.call('mixedDataTypes')).toEqual({
    input: 'input.dtype',
    'input of conv2d': 'input.dtype',
    output: 'output.dtype',
    residual: 'residual.dtype',
    bias: 'init.bias.dtype',
    'bias of conv2d': 'options.bias.dtype',
  });
});
