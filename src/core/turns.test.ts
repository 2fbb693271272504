import { expect, it } from 'vitest';
import { createTurns } from './turns';

it('begins each piece of work when the one before has ended, also by an error', async () => {
  const inTurn = createTurns();
  const order: string[] = [];
  const piece = (name: string, fails = false) =>
    inTurn(async () => {
      order.push(`${name} begins`);
      await Promise.resolve();
      order.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    });
  const first = expect(piece('a', true)).rejects.toThrow('a');
  const second = piece('b');
  await first;
  expect(await second).toBe('b');
  expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
});
