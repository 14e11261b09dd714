// The one place where the demo meets the bench: the same runner as `npm run bench`, in a worker instead of a page.
export * from '../../test/bench/index.ts';
