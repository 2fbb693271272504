/** The one mask that is shown, painted on and used. Not in a store: pixels change many times a second. */
import type { Mask } from '../../contracts/image';
import type { Rle } from '../../contracts/recipe';
import type { MaskChange, SavedMask } from '../../contracts/strokes';
import { maskBounds, type Rect } from '../../core/image/region';
import { boundsOf, MaskHistory } from '../../core/mask/history';
import { copyRows, decodeRle, emptyMask, encodeRle, maskArea } from '../../core/mask/rle';
import { SoftStroke } from '../../core/mask/softBrush';
import { paintSegment, type Point } from '../../core/mask/stroke';
import type { MaskPart } from '../../core/mask/transformMask';

export type MaskListener = (changed: Rect) => void;
/** Told of each step that was made here: a finished stroke, or one that was taken back or made again. */
export type StepListener = (change: MaskChange) => void;

export class MaskDocument {
  private current: Mask = emptyMask(1, 1);
  private history = new MaskHistory();
  /** Of the stroke under way, where it is soft. */
  private soft: SoftStroke | null = null;
  /** Where the mask lies that the change under way shows. */
  private draft: Rect | null = null;
  /** What the change under way may have touched. */
  private touched: Rect | null = null;
  /** Steps of another tab that came while a stroke was under way here. */
  private waiting: MaskChange[] = [];
  private readonly waitingForRest: (() => void)[] = [];
  private readonly listeners = new Set<MaskListener>();
  private readonly stepListeners = new Set<StepListener>();

  get mask(): Mask {
    return this.current;
  }

  get isEmpty(): boolean {
    return !this.current.data.includes(1);
  }

  get area(): number {
    return maskArea(this.current);
  }

  /** Whether a stroke is under way. */
  get isPainting(): boolean {
    return this.history.isOpen;
  }

  get canUndo(): boolean {
    return this.history.canUndo;
  }

  get canRedo(): boolean {
    return this.history.canRedo;
  }

  /** Another background: its own mask and history. A mask of another size is not taken. */
  open(width: number, height: number, saved: SavedMask | null): void {
    const [savedHeight, savedWidth] = saved?.rle.size ?? [0, 0];
    const fits = saved && savedHeight === height && savedWidth === width;
    this.current = fits ? decodeRle(saved.rle) : emptyMask(width, height);
    this.history = new MaskHistory(fits ? saved : undefined);
    this.waiting = [];
    this.changedAll();
  }

  /** @param hardness 0..1, of the strokes that follow */
  beginStroke(hardness = 1): void {
    this.history.begin(this.current);
    this.soft = hardness < 1 ? new SoftStroke(this.current) : null;
    this.draft = null;
    this.touched = null;
  }

  paintSegment(from: Point, to: Point, diameterPx: number, value: 0 | 1, hardness = 1): void {
    const changed = this.soft
      ? this.soft.segment(from, to, diameterPx, hardness, value)
      : paintSegment(this.current, from, to, diameterPx, value);
    if (changed) this.touch(changed);
  }

  /** Shows another mask in the change under way: the one that was there is gone, and this part is painted. */
  showDraft(part: MaskPart | null): void {
    const before = this.draft ?? maskBounds(this.current);
    const { width } = this.current;
    if (before)
      for (let y = before.y; y < before.y + before.height; y += 1)
        this.current.data.fill(0, y * width + before.x, y * width + before.x + before.width);
    if (part) copyRows(part.mask, 0, 0, this.current, part.x, part.y, part.mask);
    this.draft = part && { x: part.x, y: part.y, width: part.mask.width, height: part.mask.height };
    this.touchBoth(before, this.draft);
  }

  /** Resolves when no stroke is under way. */
  rested(): Promise<void> {
    return this.isPainting ? new Promise((resolve) => this.waitingForRest.push(resolve)) : Promise.resolve();
  }

  endStroke(): void {
    this.soft = null;
    const change = this.history.commit(this.current, this.touched ?? { x: 0, y: 0, width: 0, height: 0 });
    if (change) {
      this.emit({ x: 0, y: 0, width: 0, height: 0 });
      this.tell(change);
    }
    this.takeWaiting();
    this.tellRest();
  }

  /** Takes the change under way back, as if it had not begun. */
  cancelStroke(): void {
    this.soft = null;
    const before = this.history.abandon();
    if (!before) return;
    this.current.data.set(before);
    this.changedAll();
    this.takeWaiting();
    this.tellRest();
  }

  /** A step that was made in another tab; during a stroke it waits for the end of it. */
  takeOver(change: MaskChange): void {
    this.waiting.push(change);
    if (!this.isPainting) this.takeWaiting();
  }

  /** Changes the mask as one step that can be undone; nothing while a stroke is under way. @param change returns what it may have touched */
  edit(change: (mask: Mask) => Rect | null): void {
    if (this.isPainting) return;
    this.beginStroke();
    try {
      const changed = change(this.current);
      if (changed) this.touch(changed);
    } finally {
      this.endStroke(); // whatever went wrong, what was changed is a step
    }
  }

  /** Replaces the mask as one step that can be undone. */
  replace(mask: Mask): void {
    this.edit(() => {
      this.put(mask);
      return null;
    });
  }

  clear(): void {
    this.replace(emptyMask(this.current.width, this.current.height));
  }

  /** As redo, nothing while a stroke is under way: its pixels are no step yet. */
  undo(): void {
    this.stepped(this.isPainting ? null : this.history.undo(this.current));
  }

  redo(): void {
    this.stepped(this.isPainting ? null : this.history.redo(this.current));
  }

  toRle(): Rle {
    return encodeRle(this.current);
  }

  /** @returns a function that ends the subscription */
  subscribe(listener: MaskListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** @returns a function that ends the subscription */
  subscribeSteps(listener: StepListener): () => void {
    this.stepListeners.add(listener);
    return () => this.stepListeners.delete(listener);
  }

  private get whole(): Rect {
    return { x: 0, y: 0, width: this.current.width, height: this.current.height };
  }

  /** Only where one of the two is painted can they differ. */
  private put(mask: Mask): void {
    const [before, after] = [maskBounds(this.current), maskBounds(mask)];
    this.current.data.set(mask.data);
    this.touchBoth(before, after);
  }

  /** As one where they lie over each other: what is drawn anew is drawn once. */
  private touchBoth(before: Rect | null, after: Rect | null): void {
    const both = before && after && union(before, after);
    if (both && areaOf(both) < areaOf(before) + areaOf(after)) this.touch(both);
    else for (const rect of [before, after]) if (rect) this.touch(rect);
  }

  private stepped(change: MaskChange | null): void {
    if (!change) return;
    this.emit(boundsOf(change, this.current.width));
    this.tell(change);
  }

  private takeWaiting(): void {
    for (const change of this.waiting.splice(0)) {
      this.history.take(this.current, change);
      this.emit(boundsOf(change, this.current.width));
    }
  }

  private tellRest(): void {
    this.waitingForRest.splice(0).forEach((resolve) => resolve());
  }

  private touch(changed: Rect): void {
    this.touched = this.touched ? union(this.touched, changed) : changed;
    this.emit(changed);
  }

  private changedAll(): void {
    this.emit(this.whole);
  }

  private emit(changed: Rect): void {
    for (const listener of this.listeners) listener(changed);
  }

  private tell(change: MaskChange): void {
    for (const listener of this.stepListeners) listener(change);
  }
}

function areaOf({ width, height }: Rect): number {
  return width * height;
}

function union(a: Rect, b: Rect): Rect {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}
