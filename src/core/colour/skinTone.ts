/** Skin tone from the border of an image: the individual typology angle (Chardon et al. 1991; thresholds of Del Bino 2013). */
import type { RgbaImage } from '../../contracts/image';
import { lab } from './lab';

/** Very light to dark, with the angle above which each begins, in degrees. */
export const TONES = [
  { name: 'very light', aboveDeg: 55 },
  { name: 'light', aboveDeg: 41 },
  { name: 'intermediate', aboveDeg: 28 },
  { name: 'tan', aboveDeg: 10 },
  { name: 'brown', aboveDeg: -30 },
  { name: 'dark', aboveDeg: -Infinity },
] as const;
export type Tone = (typeof TONES)[number]['name'];

export function toneOf(itaDeg: number): Tone {
  return TONES.find(({ aboveDeg }) => itaDeg > aboveDeg)?.name ?? 'dark';
}

/** Width of the border that is measured, as a share of the side: lesions are mostly in the middle. */
const BORDER = 0.15;
/** Darker than this is the tube of the dermatoscope or hair; lighter is glare (L*, 0..100). */
const SKIN_LIGHTNESS = [25, 97] as const;
/** About as many pixels of the whole image as are sampled: medians need no more. */
const SAMPLED_PIXELS = 2_000;
/** Below this share of skin in the border nothing is said. */
const MIN_SKIN_SHARE = 0.2;

/**
 * ITA = atan((L* - 50) / b*) in degrees, of the medians of L* and b* over the border's pixels that may be skin. Light and camera shift
 * it: it sorts images roughly and is no measurement. Null where the border shows too little skin.
 */
export function estimateIta({ width, height, data }: RgbaImage): number | null {
  const marginX = Math.max(1, Math.round(width * BORDER));
  const marginY = Math.max(1, Math.round(height * BORDER));
  const step = Math.max(1, Math.round(Math.sqrt((width * height) / SAMPLED_PIXELS)));
  const lightness: number[] = [];
  const yellowness: number[] = [];
  let sampled = 0;
  for (let y = 0; y < height; y += step) {
    const inner = y >= marginY && y < height - marginY;
    for (let x = 0; x < width; x += step) {
      if (inner && x >= marginX && x < width - marginX) x = Math.max(x, width - marginX);
      const at = 4 * (y * width + x);
      const { l, b } = lab(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
      sampled += 1;
      if (l <= SKIN_LIGHTNESS[0] || l >= SKIN_LIGHTNESS[1]) continue;
      lightness.push(l);
      yellowness.push(b);
    }
  }
  if (lightness.length < MIN_SKIN_SHARE * sampled) return null;
  return (Math.atan2(median(lightness) - 50, Math.max(median(yellowness), 1e-6)) * 180) / Math.PI;
}

function median(values: number[]): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[half] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
}
