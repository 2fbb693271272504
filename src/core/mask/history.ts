/** Undo and redo of strokes by deltas: only the runs of pixels that a stroke flipped are kept. */
import type { Mask } from '../../contracts/image';
import type { MaskChange, MaskDelta, MaskSteps } from '../../contracts/strokes';
import type { Rect } from '../image/region';

const MAX_STEPS = 500;

export class MaskHistory {
  private past: MaskDelta[];
  private future: MaskDelta[];
  private before: Uint8Array | null = null;

  constructor({ past, future }: MaskSteps = { past: [], future: [] }) {
    this.past = [...past];
    this.future = [...future];
  }

  get steps(): MaskSteps {
    return { past: [...this.past], future: [...this.future] };
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
   * @returns the step; null where there is none
   */
  commit(mask: Mask, where?: Rect): MaskChange | null {
    const before = this.before;
    this.before = null;
    if (!before) return null;
    const delta = flips(before, mask, where ?? { x: 0, y: 0, width: mask.width, height: mask.height });
    if (delta.length === 0) return null;
    this.push(delta);
    return changeOf('do', mask, delta);
  }

  /** The mask as it was before the change that is under way, which is forgotten; null when there is none. */
  abandon(): Uint8Array | null {
    const before = this.before;
    this.before = null;
    return before;
  }

  /** Takes the last change back, in place. Null where there was none. */
  undo(mask: Mask): MaskChange | null {
    const delta = move(mask, this.past, this.future);
    return delta && changeOf('undo', mask, delta);
  }

  /** Makes the last undone change again, in place. Returns as undo. */
  redo(mask: Mask): MaskChange | null {
    const delta = move(mask, this.future, this.past);
    return delta && changeOf('redo', mask, delta);
  }

  /**
   * Makes a change that was made on another copy of the mask, in place: its pixels get the values that they got there, so what was painted on
   * both copies is there whichever comes first.
   */
  take(mask: Mask, { kind, painted, cleared }: MaskChange): void {
    const flipped = [...set(mask, painted, 1), ...set(mask, cleared, 0)];
    const delta = Uint32Array.from(flipped);
    if (kind === 'do') {
      if (delta.length > 0) this.push(delta);
      return;
    }
    const [from, to] = kind === 'undo' ? [this.past, this.future] : [this.future, this.past];
    from.pop();
    to.push(delta);
  }

  private push(delta: MaskDelta): void {
    this.past.push(delta);
    if (this.past.length > MAX_STEPS) this.past.shift();
    this.future = [];
  }
}

/** The smallest rectangle in which a change lies. @param width of the mask */
export function boundsOf({ painted, cleared }: MaskChange, width: number): Rect {
  let [left, right, top, bottom] = [width, 0, Infinity, 0];
  for (const runs of [painted, cleared])
    for (const [start, end] of ends(runs)) {
      const [first, last] = [Math.floor(start / width), Math.floor((end - 1) / width)];
      const goesOn = last > first; // a run kept by an earlier version may go over the end of a row
      left = Math.min(left, goesOn ? 0 : start % width);
      right = Math.max(right, goesOn ? width : ((end - 1) % width) + 1);
      top = Math.min(top, first);
      bottom = Math.max(bottom, last + 1);
    }
  return right === 0
    ? { x: 0, y: 0, width: 0, height: 0 }
    : { x: left, y: top, width: right - left, height: bottom - top };
}

function move(mask: Mask, from: MaskDelta[], to: MaskDelta[]): MaskDelta | null {
  const delta = from.pop();
  if (!delta) return null;
  for (const [start, end] of ends(delta)) for (let at = start; at < end; at += 1) mask.data[at] = mask.data[at] ? 0 : 1;
  to.push(delta);
  return delta;
}

/** Gives runs one value. @returns starts and lengths of the runs that had the other one */
function set(mask: Mask, runs: MaskDelta, value: 0 | 1): number[] {
  const flipped: number[] = [];
  for (const [start, end] of ends(runs)) {
    const last = Math.min(end, mask.data.length);
    addRuns(flipped, start, last, (at) => mask.data[at] !== value);
    mask.data.fill(value, start, last);
  }
  return flipped;
}

/** What flipped, by the value that it has now. */
function changeOf(kind: MaskChange['kind'], mask: Mask, delta: MaskDelta): MaskChange {
  const byValue = ([0, 1] as const).map((value) => {
    const runs: number[] = [];
    for (const [start, end] of ends(delta)) addRuns(runs, start, end, (at) => mask.data[at] === value);
    return Uint32Array.from(runs);
  });
  const [cleared = new Uint32Array(), painted = new Uint32Array()] = byValue;
  return { kind, painted, cleared };
}

function flips(before: Uint8Array, { width, data: after }: Mask, where: Rect): MaskDelta {
  const runs: number[] = [];
  for (let y = where.y; y < where.y + where.height; y += 1) {
    const start = y * width + where.x;
    addRuns(runs, start, start + where.width, (at) => before[at] !== after[at]);
  }
  return Uint32Array.from(runs);
}

/** Adds start and length of each run of places in [start, end) of which something is true. */
function addRuns(runs: number[], start: number, end: number, isIn: (at: number) => boolean): void {
  for (let at = start; at < end; at += 1) {
    if (!isIn(at)) continue;
    const first = at;
    while (at < end && isIn(at)) at += 1;
    runs.push(first, at - first);
  }
}

/** Start and end of each run. */
function* ends(runs: MaskDelta): Generator<[number, number]> {
  for (let i = 0; i < runs.length; i += 2) {
    const start = runs[i] ?? 0;
    yield [start, start + (runs[i + 1] ?? 0)];
  }
}
