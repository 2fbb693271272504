import { describe, expect, it } from 'vitest';
import { createHands, type Pointer } from './hands';

const pointer = (pointerType: string, pointerId: number, timeStamp = 0): Pointer => ({
  pointerType,
  pointerId,
  timeStamp,
});

describe('hands', () => {
  it('let one pointer paint, from where it came down to where it is lifted', () => {
    const hands = createHands();
    expect(hands.moved(pointer('mouse', 1))).toBe('hovers');
    expect(hands.down(pointer('mouse', 1))).toBe('begins');
    expect(hands.moved(pointer('mouse', 1))).toBe('paints');
    expect(hands.down(pointer('pen', 2))).toBe('nothing');
    expect(hands.moved(pointer('pen', 2))).toBe('nothing');
    expect(hands.up(pointer('pen', 2))).toBe(false);
    expect(hands.up(pointer('mouse', 1))).toBe(true);
    expect(hands.moved(pointer('mouse', 1))).toBe('hovers');
  });

  it('do not heed a palm beside a pen, neither while it paints nor shortly after', () => {
    const hands = createHands();
    hands.down(pointer('pen', 1, 0));
    expect(hands.down(pointer('touch', 2, 100))).toBe('nothing');
    expect(hands.moved(pointer('touch', 2, 110))).toBe('nothing');
    hands.up(pointer('pen', 1, 2000));
    expect(hands.down(pointer('touch', 3, 3000))).toBe('nothing');
    hands.moved(pointer('pen', 1, 3100)); // hovers
    expect(hands.down(pointer('touch', 4, 4000))).toBe('nothing');
    expect(hands.down(pointer('touch', 5, 5000))).toBe('begins');
  });

  it('give the canvas to a pen where a palm was there first', () => {
    const hands = createHands();
    expect(hands.down(pointer('touch', 1))).toBe('begins');
    expect(hands.down(pointer('pen', 2, 50))).toBe('takes-over');
    expect(hands.moved(pointer('touch', 1, 60))).toBe('nothing');
    expect(hands.moved(pointer('pen', 2, 60))).toBe('paints');
    expect(hands.up(pointer('touch', 1, 70))).toBe(false);
    expect(hands.up(pointer('pen', 2, 80))).toBe(true);
  });

  it('pinch with two fingers, and paint with none of them before both are lifted', () => {
    const hands = createHands();
    hands.down(pointer('touch', 1));
    expect(hands.down(pointer('touch', 2))).toBe('pinches');
    expect(hands.moved(pointer('touch', 1))).toBe('pinches');
    expect(hands.up(pointer('touch', 2))).toBe(false);
    expect(hands.moved(pointer('touch', 1))).toBe('hovers');
    expect(hands.up(pointer('touch', 1))).toBe(false);
    expect(hands.down(pointer('touch', 3))).toBe('begins');
  });
});
