/** The key of this device, and public keys of others that the person has named: shared by all projects. */
import { del, get, set, type UseStore } from 'idb-keyval';
import * as z from 'zod/mini';
import { KEY_NAME_LIMIT, type KnownKey } from '../contracts/archive';
import { publicKeySchema } from '../core/export/signature';
import { SIGNING_KEY, knownKey } from './keys';
import { inTransaction, shared } from './place';
import { makeKey, signerOf, type KeptKey, type Signer } from './signing';

/** Made when it is first asked for; two tabs that ask at once get the same. */
export async function deviceSigner(database: UseStore = shared): Promise<Signer> {
  const kept = await get<KeptKey>(SIGNING_KEY, database);
  if (kept) return signerOf(kept);
  const made = await makeKey();
  const first = await inTransaction(database, (store) => addOnce(store, made));
  return signerOf(first);
}

/** The one that is there by now, or this one. */
function addOnce(store: IDBObjectStore, made: KeptKey): Promise<KeptKey> {
  return new Promise((resolve, reject) => {
    const asked = store.get(SIGNING_KEY) as IDBRequest<KeptKey | undefined>;
    asked.onerror = () => reject(asked.error ?? new DOMException('The key cannot be read.'));
    asked.onsuccess = () => {
      if (!asked.result) store.put(made, SIGNING_KEY);
      resolve(asked.result ?? made);
    };
  });
}

const nameSchema = z.string().check(z.minLength(1), z.maxLength(KEY_NAME_LIMIT));

/** Null where nobody has named it. */
export async function knownSigner(key: string, database: UseStore = shared): Promise<KnownKey | null> {
  const own = await get<KeptKey>(SIGNING_KEY, database);
  const name = nameSchema.safeParse(await get<unknown>(knownKey(key), database));
  const isOwn = own?.key === key;
  return isOwn || name.success ? { key, name: name.data ?? '', isOwn } : null;
}

/** @param name empty: the key is forgotten */
export async function nameKey(key: string, name: string, database: UseStore = shared): Promise<null> {
  const entry = knownKey(publicKeySchema.parse(key));
  const kept = name.trim().slice(0, KEY_NAME_LIMIT);
  await (kept === '' ? del(entry, database) : set(entry, kept, database));
  return null;
}
