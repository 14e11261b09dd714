// The demo imports the bench only here: the runner of `npm run bench`, in a worker instead of a page.
export * from '../../test/bench/index.ts';
