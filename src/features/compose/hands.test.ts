import { describe, expect, it } from 'vitest';
import { createHands, type Pointer } from './hands';

const pointer = (pointerType: string, pointerId: number, timeStamp = 0, isPrimary = false): Pointer => ({
  pointerType,
  pointerId,
  timeStamp,
  isPrimary,
});
const HERE = { x: 0, y: 0 };

describe('hands', () => {
  it('let one pointer paint, from where it came down to where it is lifted', () => {
    const hands = createHands();
    expect(hands.moved(pointer('mouse', 1), HERE).does).toBe('hovers');
    expect(hands.down(pointer('mouse', 1), HERE)).toBe('begins');
    expect(hands.moved(pointer('mouse', 1), HERE).does).toBe('paints');
    expect(hands.down(pointer('pen', 2), HERE)).toBe('nothing');
    expect(hands.moved(pointer('pen', 2), HERE).does).toBe('nothing');
    expect(hands.up(pointer('pen', 2))).toBe(false);
    expect(hands.up(pointer('mouse', 1))).toBe(true);
    expect(hands.moved(pointer('mouse', 1), HERE).does).toBe('hovers');
  });

  it('do not heed a palm beside a pen, neither while it paints nor shortly after', () => {
    const hands = createHands();
    hands.down(pointer('pen', 1, 0), HERE);
    expect(hands.down(pointer('touch', 2, 100), HERE)).toBe('nothing');
    expect(hands.moved(pointer('touch', 2, 110), HERE).does).toBe('nothing');
    hands.up(pointer('pen', 1, 2000));
    expect(hands.down(pointer('touch', 3, 3000), HERE)).toBe('nothing');
    hands.moved(pointer('pen', 1, 3100), HERE); // hovers
    expect(hands.down(pointer('touch', 4, 4000), HERE)).toBe('nothing');
    expect(hands.down(pointer('touch', 5, 5000), HERE)).toBe('begins');
  });

  it('give the canvas to a pen where a palm was there first', () => {
    const hands = createHands();
    expect(hands.down(pointer('touch', 1), HERE)).toBe('begins');
    expect(hands.down(pointer('pen', 2, 50), HERE)).toBe('takes-over');
    expect(hands.moved(pointer('touch', 1, 60), HERE).does).toBe('nothing');
    expect(hands.moved(pointer('pen', 2, 60), HERE).does).toBe('paints');
    expect(hands.up(pointer('touch', 1, 70))).toBe(false);
    expect(hands.up(pointer('pen', 2, 80))).toBe(true);
  });

  it('pinch with two fingers, and paint with none of them before both are lifted', () => {
    const hands = createHands();
    hands.down(pointer('touch', 1), HERE);
    expect(hands.down(pointer('touch', 2), HERE)).toBe('pinches');
    expect(hands.moved(pointer('touch', 1), HERE).does).toBe('pinches');
    expect(hands.up(pointer('touch', 2))).toBe(false);
    expect(hands.moved(pointer('touch', 1), HERE).does).toBe('hovers');
    expect(hands.up(pointer('touch', 1))).toBe(false);
    expect(hands.down(pointer('touch', 3), HERE)).toBe('begins');
  });

  it('say from where to where two fingers went', () => {
    const hands = createHands();
    hands.down(pointer('touch', 1), HERE);
    hands.moved(pointer('touch', 1), { x: 5, y: 5 });
    hands.down(pointer('touch', 2), { x: 20, y: 0 });
    expect(hands.moved(pointer('touch', 2), { x: 30, y: 0 })).toEqual({
      does: 'pinches',
      from: [
        { x: 5, y: 5 },
        { x: 20, y: 0 },
      ],
      to: [
        { x: 5, y: 5 },
        { x: 30, y: 0 },
      ],
    });
  });

  it('begin anew where it was never told that a pointer had gone', () => {
    const hands = createHands();
    hands.down(pointer('mouse', 1), HERE);
    expect(hands.down(pointer('mouse', 1), HERE)).toBe('begins');
    hands.up(pointer('mouse', 1));
    hands.down(pointer('touch', 2, 0, true), HERE);
    expect(hands.down(pointer('touch', 3, 0, true), HERE)).toBe('begins');
    expect(hands.moved(pointer('touch', 3), HERE).does).toBe('paints');
  });
});
