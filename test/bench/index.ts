// The bench without its command line: what runs in a page, a worker or Node, and what the demo's Bench view imports.
export { type Goal, goalLines, goalsOf } from './goals.ts';
export { markdownBlock } from './markdown.ts';
export {
  type BenchCase,
  type BenchReport,
  type Ceilings,
  type Failure,
  isLap,
  type Lap,
  type OwnLap,
} from './report.ts';
export { openSession, type Session, type SessionOptions } from './session.ts';
export { SUITES, type Suite } from './suites.ts';
export { summarize } from './summary.ts';
export { number } from './table.ts';
