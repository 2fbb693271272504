/** Undo and redo of strokes by deltas: only the runs of pixels that a stroke flipped are kept. */
import type { Mask } from '../../contracts/image';
import type { Rect } from '../image/region';

/** Start and length of each run of flipped pixels, in turn. A mask is binary, so flipping again undoes. */
export type MaskDelta = Uint32Array<ArrayBuffer>;

/** Changes that can be taken back, and those that were, the next one last. */
export interface MaskSteps {
  readonly past: readonly MaskDelta[];
  readonly future: readonly MaskDelta[];
}

const MAX_STEPS = 500;

export class MaskHistory {
  private past: MaskDelta[];
  private future: MaskDelta[];
  private before: Uint8Array | null = null;

  constructor({ past, future }: MaskSteps = { past: [], future: [] }) {
    this.past = [...past];
    this.future = [...future];
  }

  /** What belongs to a mask as it is now; a change under way counts as one that has ended. */
  stepsOf(mask: Mask): MaskSteps {
    if (!this.before) return { past: [...this.past], future: [...this.future] };
    const underWay = flips(this.before, mask, { x: 0, y: 0, width: mask.width, height: mask.height });
    if (underWay.length === 0) return { past: [...this.past], future: [...this.future] };
    return { past: [...this.past, underWay], future: [] };
  }

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

  /**
   * Call after the last pixel of a change; a change that flipped nothing leaves no step.
   * @param where nothing outside of it was changed; everywhere when left out
   * @returns whether there is a step
   */
  commit(mask: Mask, where?: Rect): boolean {
    const before = this.before;
    this.before = null;
    if (!before) return false;
    const delta = flips(before, mask, where ?? { x: 0, y: 0, width: mask.width, height: mask.height });
    if (delta.length === 0) return false;
    this.past.push(delta);
    if (this.past.length > MAX_STEPS) this.past.shift();
    this.future = [];
    return true;
  }

  /** The mask as it was before the change that is under way, which is forgotten; null when there is none. */
  abandon(): Uint8Array | null {
    const before = this.before;
    this.before = null;
    return before;
  }

  /** Takes the last change back, in place. @returns what changed; null where there was none */
  undo(mask: Mask): Rect | null {
    return move(mask, this.past, this.future);
  }

  /** Makes the last undone change again, in place. Returns as undo. */
  redo(mask: Mask): Rect | null {
    return move(mask, this.future, this.past);
  }
}

function move(mask: Mask, from: MaskDelta[], to: MaskDelta[]): Rect | null {
  const delta = from.pop();
  if (!delta) return null;
  const { width, data } = mask;
  let [left, right, top, bottom] = [width, 0, Infinity, 0];
  for (let i = 0; i < delta.length; i += 2) {
    const start = delta[i] ?? 0;
    const end = start + (delta[i + 1] ?? 0);
    for (let at = start; at < end; at += 1) data[at] = data[at] ? 0 : 1;
    const [first, last] = [Math.floor(start / width), Math.floor((end - 1) / width)];
    const goesOn = last > first; // a run kept by an earlier version may go over the end of a row
    left = Math.min(left, goesOn ? 0 : start % width);
    right = Math.max(right, goesOn ? width : ((end - 1) % width) + 1);
    top = Math.min(top, first);
    bottom = Math.max(bottom, last + 1);
  }
  to.push(delta);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function flips(before: Uint8Array, { width, data: after }: Mask, where: Rect): MaskDelta {
  const runs: number[] = [];
  for (let y = where.y; y < where.y + where.height; y += 1) {
    const end = y * width + where.x + where.width;
    for (let at = y * width + where.x; at < end; at += 1) {
      if (before[at] === after[at]) continue;
      const start = at;
      while (at < end && before[at] !== after[at]) at += 1;
      runs.push(start, at - start);
    }
  }
  return Uint32Array.from(runs);
}
