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

/** Storage of tuning results. */
export interface MemoryOptions {
  /** Default: IndexedDB in browsers, a file in the user's cache folder in Node. */
  readonly store?: TuningStore;
  /** Called with a plain sentence if the store cannot be read or written. Default `console.warn`. */
  readonly onStoreProblem?: (message: string) => void;
}

const tables = new WeakMap<GPUDevice, TuningTable>();

/** The records known in this session. */
export function tableOf(device: GPUDevice): TuningTable {
  return tables.get(device) ?? EMPTY_TABLE;
}

/** Adds a record to those known in this session. */
export function addRecord(device: GPUDevice, deviceKey: string, record: TuningRecord): void {
  tables.set(device, withRecord(tableOf(device), deviceKey, record));
}

/** Adds the stored records to those known in this session. A store that is corrupt or foreign is reported and ignored. */
export async function loadTable(device: GPUDevice, options: MemoryOptions): Promise<void> {
  tables.set(device, mergeTables(await load(options), tableOf(device)));
}

/** Stores the records known in this session, and keeps those that others have stored meanwhile. */
export async function saveTable(device: GPUDevice, options: MemoryOptions): Promise<void> {
  try {
    const text = JSON.stringify(
      mergeTables(await load({ ...options, onStoreProblem: () => {} }), tableOf(device)),
    );
    await storeOf(options).save(text);
  } catch (error) {
    report(options, `tuning results could not be stored: ${error}`);
  }
}

/** The tuning results known in this session, as JSON for {@link importTuning}. */
export function exportTuning(device: GPUDevice): string {
  return JSON.stringify(tableOf(device));
}

/**
 * Adds the results in JSON that {@link exportTuning} returned, on this machine or another.
 * @throws InvalidArgumentError if the text is anything else, or from another version of this library.
 */
export function importTuning(device: GPUDevice, text: string): void {
  const table = parseTable(text);
  if (typeof table === 'string') {
    throw new InvalidArgumentError('text', text, `JSON from exportTuning() of this version; ${table}`);
  }
  tables.set(device, mergeTables(tableOf(device), table));
}

async function load(options: MemoryOptions): Promise<TuningTable> {
  try {
    const text = await storeOf(options).load();
    const table = text === undefined ? EMPTY_TABLE : parseTable(text);
    if (typeof table !== 'string') return table;
    report(options, `stored tuning results are ignored and will be replaced: ${table}`);
  } catch (error) {
    report(options, `stored tuning results could not be read: ${error}`);
  }
  return EMPTY_TABLE;
}

function storeOf({ store }: MemoryOptions): TuningStore {
  return store ?? defaultStore();
}

function report({ onStoreProblem = console.warn }: MemoryOptions, message: string): void {
  onStoreProblem(`webgpu-conv: ${message}`);
}
