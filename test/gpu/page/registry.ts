import { takeGpuErrors, watchGpuErrors } from './gpu-errors.ts';

/** Takes and returns what JSON can carry (so no NaN: name such values by their bits). */
// biome-ignore lint/suspicious/noExplicitAny: each function declares its own arguments
export type LaneFunction = (...args: any[]) => unknown;

/** What a call came to, as sent between page and test. */
export interface Outcome {
  value?: unknown;
  error?: { name: string; message: string; stack?: string };
  /** Errors that no error scope caught, and devices lost, while it ran. */
  gpuErrors: string[];
}

const functions = new Map<string, LaneFunction>();

/** Makes functions callable from tests, by name, in every lane. A name can be taken once. */
export function register(named: Record<string, LaneFunction>): void {
  for (const [name, fn] of Object.entries(named)) {
    if (functions.has(name)) throw new Error(`test function ${name} is registered twice`);
    functions.set(name, fn);
  }
}

/** Runs a registered function; arguments and {@link Outcome} travel as JSON text. */
export async function callRegistered(name: string, argsJson: string): Promise<string> {
  watchGpuErrors();
  const outcome: Outcome = { gpuErrors: [] };
  try {
    const fn = functions.get(name);
    if (!fn) throw new Error(`no test function ${name}: registered are ${[...functions.keys()].join(', ')}`);
    outcome.value = await fn(...JSON.parse(argsJson));
  } catch (error) {
    const { name: errorName, message, stack } = error instanceof Error ? error : new Error(String(error));
    outcome.error = { name: errorName, message, stack };
  }
  outcome.gpuErrors = await takeGpuErrors();
  return JSON.stringify(outcome);
}
