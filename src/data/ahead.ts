/** Work that is begun before it is asked for, so that its waiting does not add up. */

export interface Begun<Item, Value> {
  readonly item: Item;
  readonly value: Promise<Value>;
}

/** Begins `work` on up to `count` items ahead of the one that is handed out. What fails is thrown where its value is awaited. */
export async function* ahead<Item, Value>(
  items: AsyncIterable<Item>,
  count: number,
  work: (item: Item) => Promise<Value>,
): AsyncGenerator<Begun<Item, Value>> {
  const waiting: Begun<Item, Value>[] = [];
  for await (const item of items) {
    const value = work(item);
    value.catch(() => undefined); // it may never be awaited
    waiting.push({ item, value });
    const first = waiting.length > count ? waiting.shift() : undefined;
    if (first) yield first;
  }
  yield* waiting;
}
