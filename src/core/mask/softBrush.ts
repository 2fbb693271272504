/**
 * A brush that is softer towards its rim. A mask has no half painted pixels, so a stroke gathers paint, and a pixel is taken when it has half:
 * the first pass takes the core, and going over it again takes more, up to the whole brush.
 */
import type { Mask } from '../../contracts/image';
import type { Rect } from '../image/region';
import type { Point } from './stroke';

/** Dabs lie this share of the diameter apart. */
const SPACING = 0.1;
/** What the middle of one dab leaves. */
const FLOW = 0.25;

export class SoftStroke {
  /** Paint that each pixel has gathered, 0..1. */
  private readonly paint: Float32Array;
  private readonly mask: Mask;
  private sinceDabPx = Infinity;

  constructor(mask: Mask) {
    this.mask = mask;
    this.paint = new Float32Array(mask.data.length);
  }

  /**
   * @param hardness 0..1: the share of the radius within which a dab is at its full strength; below 1
   * @returns the rectangle that may have changed, or null
   */
  segment(from: Point, to: Point, diameterPx: number, hardness: number, value: 0 | 1): Rect | null {
    const radius = Math.max(0.5, diameterPx / 2);
    const spacing = Math.max(0.5, SPACING * diameterPx);
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    let at = Math.max(0, Math.min(spacing - this.sinceDabPx, length + 1));
    let changed = false;
    let last: number | null = null;
    for (; at <= length; at += spacing) {
      const share = length > 0 ? at / length : 0;
      this.dab(from.x + share * (to.x - from.x), from.y + share * (to.y - from.y), radius, hardness, value);
      changed = true;
      last = at;
    }
    this.sinceDabPx = last === null ? this.sinceDabPx + length : length - last;
    if (!changed) return null;
    const left = Math.max(0, Math.floor(Math.min(from.x, to.x) - radius));
    const top = Math.max(0, Math.floor(Math.min(from.y, to.y) - radius));
    const right = Math.min(this.mask.width, Math.ceil(Math.max(from.x, to.x) + radius));
    const bottom = Math.min(this.mask.height, Math.ceil(Math.max(from.y, to.y) + radius));
    return left < right && top < bottom ? { x: left, y: top, width: right - left, height: bottom - top } : null;
  }

  private dab(cx: number, cy: number, radius: number, hardness: number, value: 0 | 1): void {
    const { width, height, data } = this.mask;
    for (let y = Math.max(0, Math.floor(cy - radius)); y < Math.min(height, Math.ceil(cy + radius)); y += 1) {
      for (let x = Math.max(0, Math.floor(cx - radius)); x < Math.min(width, Math.ceil(cx + radius)); x += 1) {
        const away = Math.hypot(x + 0.5 - cx, y + 0.5 - cy) / radius;
        if (away > 1) continue;
        const strength = away <= hardness ? 1 : (1 - away) / (1 - hardness);
        const place = y * width + x;
        const gathered = 1 - (1 - (this.paint[place] ?? 0)) * (1 - FLOW * strength);
        this.paint[place] = gathered;
        if (gathered >= 0.5) data[place] = value;
      }
    }
  }
}
