import { describe, expect, test } from 'vitest';
import { DIVISION, U } from '../nn/rounding.ts';
import { lane } from './lane.ts';

interface Drawn {
  drawn: number[];
  values: number[];
  size: number[];
  format: string;
}

describe("a model between a picture and a canvas ('nn_unpack_picture', 'nn_pack_picture')", () => {
  test.each([
    ['nchw', 1, 'bitmap'],
    ['nhwc', 255, 'canvas'],
    ['nchw', 255, 'frame'],
    ['nchw', 1, 'bitmap', 'bgra8unorm'],
  ])('%s, white is %i, from a %s, format %s', async (layout, range, kind, format?: string) => {
    const { drawn, values, size, ...canvas } = await lane.call<Drawn>(
      'drawThrough',
      layout,
      range,
      kind,
      format,
    );
    expect([size, canvas.format]).toEqual([[22, 38], format ?? 'rgba8unorm']);
    const area = 22 * 38;
    const errors = values.map((value, index) => {
      const [pixel, color] =
        layout === 'nhwc' ? [Math.floor(index / 3), index % 3] : [index % area, Math.floor(index / area)];
      return Math.abs(drawn[pixel * 4 + color] - 255 * Math.min(1, Math.max(0, value)));
    });
    // half a byte, and the roundings of the quotient, the product with 255 and the sum with 0.5
    expect(Math.max(...errors)).toBeLessThanOrEqual(0.5 + (DIVISION + 2) * 255 * U);
    expect(drawn.filter((_, index) => index % 4 === 3).every((alpha) => alpha === 255)).toBe(true);
    expect(values.some((value) => value < 0) && values.some((value) => value > 1)).toBe(true);
  });

  test('makes nothing but a command encoder for a second picture', async () => {
    expect(await lane.call('madeByDrawing')).toEqual(['createCommandEncoder', 'submit']);
  });

  test('refuses what does not fit', async () => {
    const messages = await lane.call<string[]>('refusals');
    expect(messages[0]).toMatch(/InvalidArgumentError: model.inputs: .*one float32 picture/);
    expect(messages[1]).toMatch(/InvalidArgumentError: source: got '5×5 pixels', needs 19×11/);
  });
});
