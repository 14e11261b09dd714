/** Stores tuning results between sessions. Implement it to store them elsewhere. */
export interface TuningStore {
  /** The text saved last; undefined if there is none. */
  load(): Promise<string | undefined>;
  /** Replaces the stored text. */
  save(text: string): Promise<void>;
}

/** Stores results in memory, for this session only. */
export function memoryStore(): TuningStore {
  let saved: string | undefined;
  return {
    load: async () => saved,
    async save(text) {
      saved = text;
    },
  };
}

const OBJECTS = 'tuning';
const KEY = 'table';

/** Stores results in IndexedDB, in the database `name`. Browsers only. */
export function indexedDbStore(name = 'webgpu-conv'): TuningStore {
  const access = async <T>(mode: IDBTransactionMode, work: (objects: IDBObjectStore) => IDBRequest<T>) => {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(OBJECTS);
    const database = await resultOf(opening);
    try {
      return await resultOf(work(database.transaction(OBJECTS, mode).objectStore(OBJECTS)));
    } finally {
      database.close();
    }
  };
  return {
    async load() {
      const text: unknown = await access('readonly', (objects) => objects.get(KEY));
      return typeof text === 'string' ? text : undefined;
    },
    async save(text) {
      await access('readwrite', (objects) => objects.put(text, KEY));
    },
  };
}

/** Stores results in a file and creates missing folders. Node only. */
export function fileStore(path: string): TuningStore {
  const { promises: fs } = builtin('node:fs');
  return {
    async load() {
      try {
        return await fs.readFile(path, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    async save(text) {
      const { dirname } = builtin('node:path');
      await fs.mkdir(dirname(path), { recursive: true });
      // renamed once it is complete, so that nobody reads half a file
      const partial = `${path}.${crypto.randomUUID()}`;
      await fs.writeFile(partial, text);
      await fs.rename(partial, path);
    },
  };
}

/** IndexedDB in browsers, a file in the user's cache folder in Node, otherwise memory. */
export function defaultStore(): TuningStore {
  if (typeof globalThis.indexedDB !== 'undefined') return indexedDbStore();
  if (typeof globalThis.process?.getBuiltinModule !== 'function') return memoryStore();
  const { join } = builtin('node:path');
  const cache = process.env.XDG_CACHE_HOME || join(builtin('node:os').homedir(), '.cache');
  return fileStore(join(cache, 'webgpu-conv', 'tuning.json'));
}

/** A built-in module of Node, without an import that would break bundlers for browsers. */
function builtin<T extends 'node:fs' | 'node:path' | 'node:os'>(name: T) {
  return process.getBuiltinModule(name);
}

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
