/** The one mask that is shown, painted on and used. Not in a store: pixels change many times a second. */
import type { Mask } from '../contracts/image';
import type { Rle } from '../contracts/recipe';
import type { Rect } from '../core/image/region';
import { MaskHistory } from '../core/mask/history';
import { decodeRle, emptyMask, encodeRle, maskArea } from '../core/mask/rle';
import { paintSegment, type Point } from '../core/mask/stroke';

export type MaskListener = (changed: Rect) => void;

export class MaskDocument {
  private current: Mask = emptyMask(1, 1);
  private history = new MaskHistory();
  private readonly listeners = new Set<MaskListener>();

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

  /** Another background: its own mask, a fresh history. A mask of another size is not taken. */
  open(width: number, height: number, saved: Rle | undefined): void {
    const [savedHeight, savedWidth] = saved?.size ?? [0, 0];
    const fits = saved && savedHeight === height && savedWidth === width;
    this.current = fits ? decodeRle(saved) : emptyMask(width, height);
    this.history = new MaskHistory();
    this.changedAll();
  }

  beginStroke(): void {
    this.history.begin(this.current);
  }

  paint(from: Point, to: Point, diameterPx: number, value: 0 | 1): void {
    const changed = paintSegment(this.current, from, to, diameterPx, value);
    if (changed) this.emit(changed);
  }

  endStroke(): void {
    if (this.history.commit(this.current)) this.emit({ x: 0, y: 0, width: 0, height: 0 });
  }

  /** Replaces the mask as one step that can be undone. */
  replace(mask: Mask): void {
    this.history.begin(this.current);
    this.current.data.set(mask.data);
    this.history.commit(this.current);
    this.changedAll();
  }

  clear(): void {
    this.replace(emptyMask(this.current.width, this.current.height));
  }

  undo(): void {
    if (this.history.undo(this.current)) this.changedAll();
  }

  redo(): void {
    if (this.history.redo(this.current)) this.changedAll();
  }

  toRle(): Rle {
    return encodeRle(this.current);
  }

  /** @returns a function that ends the subscription */
  subscribe(listener: MaskListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private changedAll(): void {
    this.emit({ x: 0, y: 0, width: this.current.width, height: this.current.height });
  }

  private emit(changed: Rect): void {
    for (const listener of this.listeners) listener(changed);
  }
}
