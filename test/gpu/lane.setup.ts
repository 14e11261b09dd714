import { afterAll, beforeEach } from 'vitest';
import { closePage } from './browser.ts';
import { closeDawn } from './dawn.ts';
import { lane } from './lane.ts';

// Vitest runs this before each GPU test file.
beforeEach((context) => {
  if (!lane.unavailable) return;
  if (process.env.REQUIRE_GPU === '1') throw new Error(`REQUIRE_GPU=1, but ${lane.unavailable}`);
  context.skip(lane.unavailable);
});

afterAll(async () => {
  await closePage();
  closeDawn();
});
