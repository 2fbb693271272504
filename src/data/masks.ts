/** The masks of a project: a whole one from time to time, and after it each stroke alone, so that a finished stroke is a small write. */
import { promisifyRequest, type UseStore } from 'idb-keyval';
import type { OpenedMask, Stroke } from '../contracts/strokes';
import { withStrokes } from '../core/mask/savedMask';
import { keptMask, keptStroke, wholeMask, wholeStroke } from './keptMask';
import { maskKey, strokesOf } from './keys';
import { inTransaction, startingWith } from './place';

/** Strokes after which the whole mask is written again. */
const WHOLE_EVERY = 50;
const DIGITS = 9;

export function createMasks(database: UseStore) {
  /** Reads what is kept of a mask, within one transaction. @param last number of the last stroke, in the mask or not */
  async function read(store: IDBObjectStore, id: string): Promise<OpenedMask & { last: number }> {
    const range = startingWith(strokesOf(id));
    const [kept, keys, values] = await Promise.all([
      promisifyRequest<unknown>(store.get(maskKey(id))),
      promisifyRequest(store.getAllKeys(range)),
      promisifyRequest<unknown[]>(store.getAll(range)),
    ]);
    const whole = wholeMask(kept);
    const after = keys.flatMap((key, i) => (numberOf(key) > (whole?.upTo ?? -1) ? [wholeStroke(values[i])] : []));
    const strokes = after.filter((stroke) => stroke !== null); // one that is damaged leaves the others
    const isDamaged = (kept !== undefined && !whole) || strokes.length < after.length;
    return { mask: withStrokes(whole, strokes), isDamaged, last: numberOf(keys.at(-1)) };
  }

  return {
    open: (id: string): Promise<OpenedMask> =>
      database('readonly', async (store) => {
        const { mask, isDamaged } = await read(store, id);
        return { mask, isDamaged };
      }),
    /** Writes strokes behind all others, whichever tab they are of; all or none. */
    append: (id: string, strokes: readonly Stroke[]): Promise<null> =>
      inTransaction(database, async (store) => {
        const range = startingWith(strokesOf(id));
        const lastKey = await promisifyRequest(store.openKeyCursor(range, 'prev'));
        const before = numberOf(lastKey?.key);
        await Promise.all(
          strokes.map((stroke, i) => promisifyRequest(store.put(keptStroke(stroke), strokeKey(id, before + 1 + i)))),
        );
        if (wholesUpTo(before) === wholesUpTo(before + strokes.length)) return null;
        const { mask, last } = await read(store, id);
        if (!mask) return null;
        await promisifyRequest(store.put(keptMask(mask, last), maskKey(id)));
        // The last one stays: the next one is numbered after it.
        await promisifyRequest(store.delete(IDBKeyRange.bound(strokesOf(id), strokeKey(id, last), false, true)));
        return null;
      }),
    /** Removes a mask with its strokes. */
    remove: (id: string): Promise<null> =>
      inTransaction(database, async (store) => {
        await promisifyRequest(store.delete(maskKey(id)));
        await promisifyRequest(store.delete(startingWith(strokesOf(id))));
        return null;
      }),
  };
}

/** How often the whole mask was to be written up to a stroke. */
function wholesUpTo(stroke: number): number {
  return Math.floor((stroke + 1) / WHOLE_EVERY);
}

function strokeKey(id: string, number: number): string {
  return `${strokesOf(id)}${String(number).padStart(DIGITS, '0')}`;
}

/** -1 where there is none. */
function numberOf(key: IDBValidKey | undefined): number {
  return typeof key === 'string' ? Number(key.slice(-DIGITS)) : -1;
}
