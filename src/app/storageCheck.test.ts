import { beforeEach, describe, expect, it, vi } from 'vitest';
import { storageFault, type StorageEnvironment } from './storageCheck';

/** A database that answers so. */
function factory(answer: 'success' | 'error' | 'never'): IDBFactory {
  const open = (): unknown => {
    const opening = { result: { close: () => undefined }, error: new Error('not allowed') } as Record<string, unknown>;
    if (answer !== 'never') queueMicrotask(() => (opening[`on${answer}`] as () => void)());
    return opening;
  };
  return { open } as unknown as IDBFactory;
}

const usual: StorageEnvironment = {
  isSecureContext: true,
  indexedDB: factory('success'),
  getDirectory: () => Promise.resolve({}),
};

beforeEach(() => vi.stubGlobal('window', globalThis));

describe('whether anything can be kept', () => {
  it.each([
    ['everything answers', {}, null],
    ['the page is plain http under another name', { isSecureContext: false }, 'store-insecure'],
    ['there is no such storage', { getDirectory: undefined }, 'store-browser-old'],
    ['the database is forbidden', { indexedDB: factory('error') }, 'store-forbidden'],
    ['files are forbidden', { getDirectory: () => Promise.reject(new Error('not allowed')) }, 'store-forbidden'],
    ['the database never answers', { indexedDB: factory('never') }, 'store-silent'],
    ['files never answer', { getDirectory: () => new Promise(() => undefined) }, 'store-silent'],
  ] as const)('%s', async (_, changes, code) => {
    const fault = await storageFault({ ...usual, ...changes }, 30);
    expect(fault?.code ?? null).toBe(code);
  });
});
