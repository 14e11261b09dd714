/** Where tuning results are kept between sessions. Bring your own to keep them elsewhere. */
export interface TuningStore {
  /** The text last saved, or undefined where there is none. */
  load(): Promise<string | undefined>;
  save(text: string): Promise<void>;
}

/** Keeps results for this session only. */
export function memoryStore(): TuningStore {
  let kept: string | undefined;
  return {
    load: async () => kept,
    async save(text) {
      kept = text;
    },
  };
}

const OBJECTS = 'tuning';
const KEY = 'table';

/** Keeps results in the browser's IndexedDB, in a database of this name. */
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

/** Keeps results in a file. Node only; missing folders are made. */
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
      // renamed when it is whole, so that nobody reads half a file
      const partial = `${path}.${crypto.randomUUID()}`;
      await fs.writeFile(partial, text);
      await fs.rename(partial, path);
    },
  };
}

/** IndexedDB where there is one; in Node, a file in the user's cache folder; else nothing that lasts. */
export function defaultStore(): TuningStore {
  if (typeof globalThis.indexedDB !== 'undefined') return indexedDbStore();
  if (typeof globalThis.process?.getBuiltinModule !== 'function') return memoryStore();
  const { join } = builtin('node:path');
  const cache = process.env.XDG_CACHE_HOME || join(builtin('node:os').homedir(), '.cache');
  return fileStore(join(cache, 'webgpu-conv', 'tuning.json'));
}

/** A module of Node's own, without an import that bundlers for browsers would stumble over. */
function builtin<T extends 'node:fs' | 'node:path' | 'node:os'>(name: T) {
  return process.getBuiltinModule(name);
}

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
