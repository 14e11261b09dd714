import type { Outcome } from './page/registry.ts';

/** The value of a call's outcome, or its error thrown. Errors that nobody caught make a good result bad. */
export function unwrap(name: string, outcome: Outcome, consoleErrors: string[] = []): unknown {
  const uncaught = [...outcome.gpuErrors, ...consoleErrors];
  if (outcome.error) {
    const error = new Error([outcome.error.message, ...uncaught].join('\n'));
    error.name = outcome.error.name;
    error.stack = outcome.error.stack ?? error.stack;
    throw error;
  }
  if (uncaught.length > 0) throw new Error(`${name} left errors behind:\n${uncaught.join('\n')}`);
  return outcome.value;
}
