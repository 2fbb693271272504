import { describe, expect, it } from 'vitest';
import { createSight, REACTION_MS } from './sight';

describe('sight', () => {
  it('takes a moment after what changed by itself, and none after a hand', () => {
    let now = 0;
    const sight = createSight(() => now);
    expect(sight.isSeen()).toBe(true);
    sight.changedByItself();
    now += REACTION_MS - 1;
    expect(sight.isSeen()).toBe(false);
    now += 1;
    expect(sight.isSeen()).toBe(true);
    sight.changedByItself();
    sight.changedByHand();
    expect(sight.isSeen()).toBe(true);
  });
});
