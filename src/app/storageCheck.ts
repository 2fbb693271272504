/** Whether the browser lets the studio keep anything, asked before anything else is done. */
import { failureOf, type Failure } from '../contracts/failure';

/** What is asked, so that a test can stand in for the browser. */
export interface StorageEnvironment {
  readonly isSecureContext: boolean;
  readonly indexedDB: IDBFactory | undefined;
  readonly getDirectory: (() => Promise<unknown>) | undefined;
}

const PROBE = 'inlay-probe';
/** Below the five seconds after which nobody believes that a page still starts. */
const PATIENCE_MS = 4000;

/** Null where the studio can begin; else store-insecure, store-forbidden, store-silent or store-browser-old. */
export async function storageFault(
  { isSecureContext, indexedDB, getDirectory }: StorageEnvironment,
  patienceMs = PATIENCE_MS,
): Promise<Failure | null> {
  if (!isSecureContext) return failureOf('store-insecure');
  if (!indexedDB || !getDirectory) return failureOf('store-browser-old');
  let timer = 0;
  const silence = new Promise<Failure>((resolve) => {
    timer = window.setTimeout(() => resolve(failureOf('store-silent')), patienceMs);
  });
  const forbidden = (error: unknown): Failure => failureOf('store-forbidden', {}, String(error));
  const asked = Promise.all([openDatabase(indexedDB), getDirectory()]).then(() => null, forbidden);
  const fault = await Promise.race([asked, silence]);
  window.clearTimeout(timer);
  return fault;
}

function openDatabase(factory: IDBFactory): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = factory.open(PROBE);
    opening.onerror = () => reject(new Error('The database could not be opened.', { cause: opening.error }));
    opening.onsuccess = () => {
      opening.result.close();
      resolve();
    };
  });
}

export function thisBrowser(): StorageEnvironment {
  // Outside a secure context these are not there, whatever their types say.
  const { storage } = navigator as { readonly storage?: Partial<StorageManager> };
  const factory = (window as { readonly indexedDB?: IDBFactory }).indexedDB;
  const root = storage?.getDirectory?.bind(storage);
  return { isSecureContext: window.isSecureContext, indexedDB: factory, getDirectory: root };
}
