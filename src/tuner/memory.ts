import { InvalidArgumentError } from '../errors.ts';
import { defaultStore, type TuningStore } from './store.ts';
import {
  EMPTY_TABLE,
  mergeTables,
  parseTable,
  type TuningRecord,
  type TuningTable,
  withRecord,
} from './table.ts';

/** Where tuning results last, and who hears of trouble with that. */
export interface MemoryOptions {
  /** Default: IndexedDB in browsers, a file in the user's cache folder in Node. */
  readonly store?: TuningStore;
  /** Called with a plain sentence when the store can't be used. Default `console.warn`. */
  readonly onStoreProblem?: (message: string) => void;
}

const tables = new WeakMap<GPUDevice, TuningTable>();

/** What is known in this session. */
export function tableOf(device: GPUDevice): TuningTable {
  return tables.get(device) ?? EMPTY_TABLE;
}

/** Remembers a result for this session. */
export function noteRecord(device: GPUDevice, deviceKey: string, record: TuningRecord): void {
  tables.set(device, withRecord(tableOf(device), deviceKey, record));
}

/** Adds what the store holds to what is known; a store that is corrupt or foreign is ignored, and said so. */
export async function loadTable(device: GPUDevice, options: MemoryOptions): Promise<void> {
  tables.set(device, mergeTables(await load(options), tableOf(device)));
}

/** Writes what is known to the store, beside what others have written there meanwhile. */
export async function saveTable(device: GPUDevice, options: MemoryOptions): Promise<void> {
  try {
    const text = JSON.stringify(
      mergeTables(await load({ ...options, onStoreProblem: () => {} }), tableOf(device)),
    );
    await storeOf(options).save(text);
  } catch (error) {
    complain(options, `tuning results could not be stored: ${error}`);
  }
}

/** All tuning results known in this session, as JSON text for {@link importTuning} elsewhere. */
export function exportTuning(device: GPUDevice): string {
  return JSON.stringify(tableOf(device));
}

/**
 * Adds results that {@link exportTuning} gave, on this machine or another.
 * @throws InvalidArgumentError where the text is something else, or of another version of this library.
 */
export function importTuning(device: GPUDevice, text: string): void {
  const table = parseTable(text);
  if (typeof table === 'string') {
    throw new InvalidArgumentError('text', text, `what exportTuning() of this version gives; ${table}`);
  }
  tables.set(device, mergeTables(tableOf(device), table));
}

async function load(options: MemoryOptions): Promise<TuningTable> {
  try {
    const text = await storeOf(options).load();
    const table = text === undefined ? EMPTY_TABLE : parseTable(text);
    if (typeof table !== 'string') return table;
    complain(options, `stored tuning results are ignored and will be replaced: ${table}`);
  } catch (error) {
    complain(options, `stored tuning results could not be read: ${error}`);
  }
  return EMPTY_TABLE;
}

function storeOf({ store }: MemoryOptions): TuningStore {
  return store ?? defaultStore();
}

function complain({ onStoreProblem = console.warn }: MemoryOptions, message: string): void {
  onStoreProblem(`webgpu-conv: ${message}`);
}
