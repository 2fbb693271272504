/**
 * How much stronger brightness steps are along one line in eight than along the others: the blocks of a JPEG, of 8 x 8 pixels
 * (ITU-T T.81). Measured on the image's own pixels, for resampling takes the grid away.
 */
import type { RgbaImage, SquareRegion } from '../../contracts/image';

export const BLOCK_NAMES: readonly string[] = ['blocks across', 'blocks down'];

const BLOCK_PX = 8;
/** Grey levels that every line has at least: a flat image has no grid. */
const FLOOR = 0.02;

/**
 * @param region what lies outside of the image is left out
 * @returns for steps to the right and downwards, ln of the mean step at the strongest of eight phases over the mean step at the
 *   others; 0 where the region is too small to have two phases
 */
export function blockSteps({ width, height, data }: RgbaImage, region: SquareRegion): number[] {
  const left = Math.max(0, Math.round(region.x));
  const top = Math.max(0, Math.round(region.y));
  const right = Math.min(width, Math.round(region.x + region.sidePx));
  const bottom = Math.min(height, Math.round(region.y + region.sidePx));
  const brightness = (x: number, y: number): number => {
    const at = 4 * (y * width + x);
    return ((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / 3;
  };
  const [across, down] = [new Phases(), new Phases()];
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      const level = brightness(x, y);
      if (x + 1 < right) across.add(x + 1, Math.abs(brightness(x + 1, y) - level));
      if (y + 1 < bottom) down.add(y + 1, Math.abs(brightness(x, y + 1) - level));
    }
  }
  return [across.strongest(), down.strongest()];
}

/** Steps by the place of their line in a grid of blocks. */
class Phases {
  private readonly sums = new Float64Array(BLOCK_PX);
  private readonly counts = new Uint32Array(BLOCK_PX);

  add(line: number, step: number): void {
    const phase = line % BLOCK_PX;
    this.sums[phase] = (this.sums[phase] ?? 0) + step;
    this.counts[phase] = (this.counts[phase] ?? 0) + 1;
  }

  strongest(): number {
    const means = Array.from(this.sums, (sum, i) => sum / (this.counts[i] ?? 0)).filter(Number.isFinite);
    const total = means.reduce((a, b) => a + b, 0);
    const others = means.length - 1;
    if (others < 1) return 0;
    return Math.max(...means.map((mean) => Math.log((mean + FLOOR) / ((total - mean) / others + FLOOR))));
  }
}
