/** For tests in a real browser: nothing that a test before has kept is left. */
import { clear, createStore } from 'idb-keyval';

export async function emptyStorage(): Promise<void> {
  for (const { name } of await indexedDB.databases())
    if (name?.startsWith('inlay')) await clear(createStore(name, 'keyval'));
  const root = await navigator.storage.getDirectory();
  // What a worker of a test before still holds open cannot be removed.
  for await (const name of root.keys()) await root.removeEntry(name, { recursive: true }).catch(() => undefined);
}
