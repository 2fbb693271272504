/** Small choices that the browser remembers. Where it forbids that, they last as long as the page. */

const forgotten = new Map<string, string>();

/** @param where `browser`: for all tabs and visits; `tab`: until this tab is closed */
function storageOf(where: 'browser' | 'tab'): Storage | null {
  try {
    return where === 'browser' ? localStorage : sessionStorage;
  } catch {
    return null; // a private window may forbid it
  }
}

export function recall(key: string, where: 'browser' | 'tab' = 'browser'): string | null {
  const storage = storageOf(where);
  return storage ? storage.getItem(key) : (forgotten.get(key) ?? null);
}

/** @param value null: forgets it */
export function remember(key: string, value: string | null, where: 'browser' | 'tab' = 'browser'): void {
  try {
    const storage = storageOf(where);
    if (value === null) storage?.removeItem(key);
    else storage?.setItem(key, value);
  } catch {
    // it is full
  }
  if (value === null) forgotten.delete(key);
  else forgotten.set(key, value);
}
