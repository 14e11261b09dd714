import { expect, test } from 'vitest';
import { lane } from './lane.ts';

test("the README's program runs as printed", async () => {
  const [first, second] = await lane.call<string[]>('runReadmeExample');
  expect(first).toBe('1,1,2,2 19,25,37,43');
  // 'same' with a 2×2 filter pads below and to the right
  expect(second).toMatch(/^\w+ 19,25,10,37,43,16,7,8,0$/);
});
