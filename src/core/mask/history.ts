/** Undo and redo of strokes by deltas: only the runs of pixels that a stroke flipped are kept. */
import type { Mask } from '../../contracts/image';

/** Start and length of each run of flipped pixels, in turn. A mask is binary, so flipping again undoes. */
type Delta = Uint32Array;

const MAX_STEPS = 500;

export class MaskHistory {
  private past: Delta[] = [];
  private future: Delta[] = [];
  private before: Uint8Array | null = null;

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** Whether a change has begun and not ended. */
  get isOpen(): boolean {
    return this.before !== null;
  }

  /** Call before the first pixel of a change. */
  begin(mask: Mask): void {
    this.before = mask.data.slice();
  }

  /** Call after the last pixel of a change; a change that flipped nothing leaves no step. @returns whether there is one */
  commit(mask: Mask): boolean {
    const before = this.before;
    this.before = null;
    if (!before) return false;
    const delta = flips(before, mask.data);
    if (delta.length === 0) return false;
    this.past.push(delta);
    if (this.past.length > MAX_STEPS) this.past.shift();
    this.future = [];
    return true;
  }

  /** Takes the last change back, in place. @returns whether there was one */
  undo(mask: Mask): boolean {
    return move(mask, this.past, this.future);
  }

  /** Makes the last undone change again, in place. @returns whether there was one */
  redo(mask: Mask): boolean {
    return move(mask, this.future, this.past);
  }
}

function move(mask: Mask, from: Delta[], to: Delta[]): boolean {
  const delta = from.pop();
  if (!delta) return false;
  for (let i = 0; i < delta.length; i += 2) {
    const start = delta[i] ?? 0;
    for (let at = start; at < start + (delta[i + 1] ?? 0); at += 1) mask.data[at] = mask.data[at] ? 0 : 1;
  }
  to.push(delta);
  return true;
}

function flips(before: Uint8Array, after: Uint8Array): Delta {
  const runs: number[] = [];
  for (let at = 0; at < after.length; at += 1) {
    if (before[at] === after[at]) continue;
    const start = at;
    while (at < after.length && before[at] !== after[at]) at += 1;
    runs.push(start, at - start);
  }
  return Uint32Array.from(runs);
}
