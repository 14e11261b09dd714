/**
 * How much a run of the tests holds: `npm test` the `quick` part, `npm run test:all` all of it, `npm run test:timed` what a
 * busy machine would fail.
 */
export const scope = process.env.TEST_SCOPE ?? 'quick';

if (!['quick', 'all', 'timed'].includes(scope))
  throw new Error(`TEST_SCOPE: got ${scope}, needs quick, all or timed`);
