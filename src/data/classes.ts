/** The classes of a project. A change is made to what is kept, in one go, so that tabs overwrite nothing of each other. */
import { promisifyRequest, type UseStore } from 'idb-keyval';
import { classListSchema, ISIC_2019, type ClassChange, type ClassList } from '../contracts/classes';
import type { ChangedClasses } from '../contracts/storage';
import { changedList } from '../core/export/classList';
import { CLASSES_KEY } from './keys';
import { inTransaction } from './place';

export function changeClasses(database: UseStore, change: ClassChange): Promise<ChangedClasses> {
  return inTransaction(database, async (store) => {
    const kept = classListSchema.safeParse(await promisifyRequest<unknown>(store.get(CLASSES_KEY)));
    const before: ClassList = kept.success ? kept.data : ISIC_2019;
    const changed = changedList(before, change);
    if (!changed.ok) return { list: before, refusal: changed.failure };
    if (changed.value !== before) await promisifyRequest(store.put(changed.value, CLASSES_KEY));
    return { list: changed.value, refusal: null };
  });
}
