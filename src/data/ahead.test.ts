import { describe, expect, it } from 'vitest';
import { ahead } from './ahead';

async function* numbers(count: number): AsyncGenerator<number> {
  for (let n = 0; n < count; n += 1) yield await Promise.resolve(n);
}

describe('ahead', () => {
  it('hands out all in their order, and begins no more than it may', async () => {
    let begun = 0;
    const seen: number[] = [];
    const work = (n: number): Promise<number> => {
      begun += 1;
      return Promise.resolve(n * n);
    };
    for await (const { item, value } of ahead(numbers(10), 3, work)) {
      expect(begun).toBeLessThanOrEqual(seen.length + 4);
      seen.push(item);
      expect(await value).toBe(item * item);
    }
    expect(seen).toEqual([...Array(10).keys()]);
  });

  it('throws where the value is awaited', async () => {
    const all: Promise<number>[] = [];
    const fails = (n: number): Promise<number> => (n === 1 ? Promise.reject(new Error('no')) : Promise.resolve(n));
    for await (const { value } of ahead(numbers(3), 2, fails)) all.push(value);
    expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
