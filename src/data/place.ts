/** Where things are kept: a project has a database and a folder of its own; what all projects share has another database. */
import { clear, createStore, delMany, promisifyRequest, type UseStore } from 'idb-keyval';
import { remove } from './opfs';

/** Of one project. */
export interface Place {
  readonly project: string;
  readonly database: UseStore;
  /** In OPFS. */
  readonly folder: string;
}

const PROJECTS_FOLDER = 'projects';
const STORE = 'keyval';

export function placeOf(project: string): Place {
  return { project, database: lazily(`inlay-project-${project}`), folder: `${PROJECTS_FOLDER}/${project}` };
}

/** Bundles, and which projects there are. */
export const shared: UseStore = lazily('inlay');

/** Removes all that a project holds. Its empty database stays: one that another tab still holds cannot be deleted, and would not open meanwhile. */
export async function removePlace({ database, folder }: Place): Promise<void> {
  await remove(folder);
  await clear(database);
}

/** A database is made when it is first asked for something. */
function lazily(name: string): UseStore {
  let store: UseStore | null = null;
  return (mode, callback) => (store ??= createStore(name, STORE))(mode, callback);
}

/**
 * Changes entries in one transaction: all of it or, where `change` fails, nothing. What it returns is kept: a request that succeeds may still
 * be undone when the transaction ends.
 */
export async function inTransaction<T>(
  database: UseStore,
  change: (store: IDBObjectStore) => T | PromiseLike<T>,
): Promise<T> {
  let written: Promise<unknown> = Promise.resolve();
  const result = await database('readwrite', async (store) => {
    written = promisifyRequest(store.transaction);
    written.catch(() => undefined); // it is awaited below, where the change has not failed itself
    try {
      return await change(store);
    } catch (error) {
      if (!(error instanceof DOMException)) store.transaction.abort(); // a request that failed has ended it already
      throw error;
    }
  });
  await written;
  return result;
}

/** Entries that are read in one go: all of them at once may be more than memory holds. */
const PAGE = 500;

/** Every entry whose key starts with a prefix, in the order of the keys, page by page. */
export async function* entriesOf(database: UseStore, prefix: string): AsyncGenerator<[string, unknown]> {
  let range = startingWith(prefix);
  for (;;) {
    const [keys, values] = await database('readonly', (store) =>
      Promise.all([promisifyRequest(store.getAllKeys(range, PAGE)), promisifyRequest(store.getAll(range, PAGE))]),
    );
    for (const [i, key] of keys.entries()) yield [key as string, values[i]]; // idb-keyval's keys here are all texts
    const last = keys.at(-1);
    if (last === undefined || keys.length < PAGE) return;
    range = IDBKeyRange.bound(last, `${prefix}\uffff`, true);
  }
}

export function startingWith(prefix: string): IDBKeyRange {
  return IDBKeyRange.bound(prefix, `${prefix}\uffff`);
}

export async function forget(database: UseStore, keys: string[]): Promise<void> {
  await delMany(keys, database);
}
