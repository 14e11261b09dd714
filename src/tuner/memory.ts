import { InvalidArgumentError } from '../errors.ts';
import { defaultStore, type TuningStore } from './store.ts';
import {
  EMPTY_BOOK,
  mergeBooks,
  parseBook,
  type TuningBook,
  type TuningRecord,
  withRecord,
} from './table.ts';

/** Where tuning results last, and who hears of trouble with that. */
export interface MemoryOptions {
  /** Default: IndexedDB in browsers, a file in the user's cache folder in Node. */
  readonly store?: TuningStore;
  /** Called with a plain sentence when the store can't be used. Default `console.warn`. */
  readonly onStoreProblem?: (message: string) => void;
}

const books = new WeakMap<GPUDevice, TuningBook>();

/** What is known in this session. */
export function bookOf(device: GPUDevice): TuningBook {
  return books.get(device) ?? EMPTY_BOOK;
}

/** Remembers a result for this session. */
export function noteRecord(device: GPUDevice, deviceKey: string, record: TuningRecord): void {
  books.set(device, withRecord(bookOf(device), deviceKey, record));
}

/** Adds what the store holds to what is known; a store that is corrupt or foreign is ignored, and said so. */
export async function recallBook(device: GPUDevice, options: MemoryOptions): Promise<void> {
  books.set(device, mergeBooks(await load(options), bookOf(device)));
}

/** Writes what is known to the store, beside what others have written there meanwhile. */
export async function saveBook(device: GPUDevice, options: MemoryOptions): Promise<void> {
  try {
    const text = JSON.stringify(
      mergeBooks(await load({ ...options, onStoreProblem: () => {} }), bookOf(device)),
    );
    await storeOf(options).save(text);
  } catch (error) {
    complain(options, `tuning results could not be stored: ${error}`);
  }
}

/** All tuning results known in this session, as JSON text for {@link importTuning} elsewhere. */
export function exportTuning(device: GPUDevice): string {
  return JSON.stringify(bookOf(device));
}

/**
 * Adds results that {@link exportTuning} gave, on this machine or another.
 * @throws InvalidArgumentError where the text is something else, or of another version of this library.
 */
export function importTuning(device: GPUDevice, text: string): void {
  const book = parseBook(text);
  if (typeof book === 'string') {
    throw new InvalidArgumentError('text', text, `what exportTuning() of this version gives; ${book}`);
  }
  books.set(device, mergeBooks(bookOf(device), book));
}

async function load(options: MemoryOptions): Promise<TuningBook> {
  try {
    const text = await storeOf(options).load();
    const book = text === undefined ? EMPTY_BOOK : parseBook(text);
    if (typeof book !== 'string') return book;
    complain(options, `stored tuning results are ignored and will be replaced: ${book}`);
  } catch (error) {
    complain(options, `stored tuning results could not be read: ${error}`);
  }
  return EMPTY_BOOK;
}

function storeOf({ store }: MemoryOptions): TuningStore {
  return store ?? defaultStore();
}

function complain({ onStoreProblem = console.warn }: MemoryOptions, message: string): void {
  onStoreProblem(`webgpu-conv: ${message}`);
}
