/** What has come onto the screen by itself is not what a key means that is pressed at once: the hand was on its way before. */

/** A hand that sees something and answers to it takes at least as long. */
export const REACTION_MS = 300;

export interface Sight {
  /** Something else is shown, and no hand has asked for it. */
  changedByItself(): void;
  /** Something is shown that a hand has asked for. */
  changedByHand(): void;
  /** Whether a hand can have seen what is shown. */
  isSeen(): boolean;
}

/** @param nowMs of a clock that only goes on */
export function createSight(nowMs: () => number = () => performance.now()): Sight {
  let since = -Infinity;
  return {
    changedByItself: () => void (since = nowMs()),
    changedByHand: () => void (since = -Infinity),
    isSeen: () => nowMs() - since >= REACTION_MS,
  };
}
