/** The masks of a project: a whole one from time to time, and after it each stroke alone, so that a finished stroke is a small write. */
import { promisifyRequest, type UseStore } from 'idb-keyval';
import * as z from 'zod/mini';
import { savedMaskSchema, strokeSchema, type SavedMask, type Stroke } from '../contracts/strokes';
import { withStrokes } from '../core/mask/savedMask';
import { maskKey, strokesOf } from './keys';
import { startingWith } from './place';

/** Strokes after which the whole mask is written again. */
const WHOLE_EVERY = 50;
const DIGITS = 9;

/** @param upTo number of the last stroke that is in it */
const keptMaskSchema = z.extend(savedMaskSchema, { upTo: z.int() });
export type KeptMask = z.infer<typeof keptMaskSchema>;

export function createMasks(database: UseStore) {
  /** Reads what is kept of a mask, within one transaction. @param last number of the last stroke, in the mask or not */
  async function read(store: IDBObjectStore, id: string): Promise<{ mask: SavedMask | null; last: number }> {
    const range = startingWith(strokesOf(id));
    const [kept, keys, values] = await Promise.all([
      promisifyRequest<unknown>(store.get(maskKey(id))),
      promisifyRequest(store.getAllKeys(range)),
      promisifyRequest<unknown[]>(store.getAll(range)),
    ]);
    const whole = keptMaskSchema.safeParse(kept);
    const upTo = whole.success ? whole.data.upTo : -1;
    const strokes = keys.flatMap((key, i): Stroke[] => {
      const stroke = strokeSchema.safeParse(values[i]); // one that is damaged leaves the others
      return numberOf(key) > upTo && stroke.success ? [stroke.data] : [];
    });
    return { mask: withStrokes(whole.success ? whole.data : null, strokes), last: numberOf(keys.at(-1)) };
  }

  return {
    /** Null where nothing was painted. */
    open: (id: string): Promise<SavedMask | null> =>
      database('readonly', async (store) => (await read(store, id)).mask),
    /** Writes one stroke behind all others, whichever tab they are of. */
    append: (id: string, stroke: Stroke): Promise<null> =>
      database('readwrite', async (store) => {
        const range = startingWith(strokesOf(id));
        const lastKey = await promisifyRequest(store.openKeyCursor(range, 'prev'));
        const next = numberOf(lastKey?.key) + 1;
        await promisifyRequest(store.put(stroke, strokeKey(id, next)));
        if (next % WHOLE_EVERY !== WHOLE_EVERY - 1) return null;
        const { mask, last } = await read(store, id);
        if (!mask) return null;
        const kept: KeptMask = { ...mask, upTo: last };
        await promisifyRequest(store.put(kept, maskKey(id)));
        // The last one stays: the next one is numbered after it.
        await promisifyRequest(store.delete(IDBKeyRange.bound(strokesOf(id), strokeKey(id, last), false, true)));
        return null;
      }),
    /** Removes a mask with its strokes. */
    remove: (id: string): Promise<null> =>
      database('readwrite', async (store) => {
        await promisifyRequest(store.delete(maskKey(id)));
        await promisifyRequest(store.delete(startingWith(strokesOf(id))));
        return null;
      }),
  };
}

function strokeKey(id: string, number: number): string {
  return `${strokesOf(id)}${String(number).padStart(DIGITS, '0')}`;
}

/** -1 where there is none. */
function numberOf(key: IDBValidKey | undefined): number {
  return typeof key === 'string' ? Number(key.slice(-DIGITS)) : -1;
}
