/** Training images as somebody might pass them off: as they are, cut, turned, recoloured, scaled, encoded again; the lesion is looked for, as `inlay score` does. */
import sharp, { type Sharp } from 'sharp';
import type { Mask, RgbaImage } from '../../src/contracts/image';
import { realRegion } from '../../src/core/description/describeRegion';
import { uniform } from '../../src/core/random/gaussian';
import type { PlacedImage } from '../realImages';
import type { PanelImage, PanelSet } from './sets';

export const CUT = 'cut to 80 to 95 %';
/** Share that is to be caught; the others are `AS_IT_IS`. */
export const CHANGED_BAR = 0.9;
export const AS_IT_IS = 'as it is';
export const AS_IT_IS_BAR = 0.97;

function opened({ data, width, height }: RgbaImage): Sharp {
  return sharp(data, { raw: { width, height, channels: 4 } }).removeAlpha();
}

async function finished(image: Sharp): Promise<RgbaImage> {
  const { data, info } = await image.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8ClampedArray(data) };
}

/** Draws are numbers of [0,1), the same for the same image. */
type Way = (image: RgbaImage, draws: readonly number[]) => Promise<RgbaImage>;
const at = (draws: readonly number[], i: number): number => draws[i] ?? 0;
const between = (low: number, high: number, share: number): number => low + (high - low) * share;

const cut: Way = (image, draws) => {
  const side = Math.round(between(0.8, 0.95, at(draws, 0)) * Math.min(image.width, image.height));
  const [left, top] = [image.width, image.height].map((size, i) => Math.floor(at(draws, 1 + i) * (size - side + 1)));
  return finished(
    opened(image)
      .extract({ left: left ?? 0, top: top ?? 0, width: side, height: side })
      .resize(image.width, image.height),
  );
};

/** One of the seven other symmetries of the square. */
const turned: Way = async (image, draws) => {
  const which = 1 + Math.floor(7 * at(draws, 0));
  const mirrored = opened(image).flip(which >= 4);
  const once = await finished(mirrored);
  return finished(opened(once).rotate(90 * (which % 4)));
};

/** By 5 to 15 degrees to either side; what is turned out of the frame is cut. */
const tilted: Way = async (image, draws) => {
  const angle = between(5, 15, at(draws, 0)) * (at(draws, 1) < 0.5 ? -1 : 1);
  const radians = (Math.abs(angle) * Math.PI) / 180;
  const round = await finished(opened(image).rotate(angle));
  const side = Math.floor(Math.min(image.width, image.height) / (Math.cos(radians) + Math.sin(radians)));
  const [left, top] = [Math.floor((round.width - side) / 2), Math.floor((round.height - side) / 2)];
  return finished(opened(round).extract({ left, top, width: side, height: side }).resize(image.width, image.height));
};

const recoloured: Way = (image, draws) =>
  finished(
    opened(image).linear(
      [0, 1, 2].map((i) => between(0.88, 1.12, at(draws, i))),
      [3, 4, 5].map((i) => between(-10, 10, at(draws, i))),
    ),
  );

const scaled: Way = (image, draws) => {
  const side = Math.round(between(0.5, 1.5, at(draws, 0)) * Math.min(image.width, image.height));
  return finished(opened(image).resize(side, side));
};

const encodedAgain: Way = async (image, draws) => {
  const jpeg = await opened(image)
    .jpeg({ quality: Math.round(between(70, 90, at(draws, 0))) })
    .toBuffer();
  return finished(sharp(jpeg));
};

const WAYS: Readonly<Record<string, Way>> = {
  [AS_IT_IS]: (image) => Promise.resolve(image),
  [CUT]: cut,
  'turned or mirrored': turned,
  'tilted by 5 to 15 degrees': tilted,
  recoloured,
  'scaled to 50 to 150 %': scaled,
  'JPEG, quality 70 to 90': encodedAgain,
  'cut, then JPEG': async (image, draws) => encodedAgain(await cut(image, draws), draws.slice(3)),
};

type LookFor = (image: RgbaImage) => Promise<Mask | null>;

async function* passedOff(sources: readonly PlacedImage[], way: Way, lookFor: LookFor): AsyncGenerator<PanelImage> {
  for (const [index, { record, image: original, mask: known, region: usual }] of sources.entries()) {
    const image = await way(original, [...uniform(4200 + index, 8)]);
    const found = await lookFor(image);
    const placed = found && realRegion(found, 1);
    // where no lesion is seen the gate still sees the frame
    const { mask, region } = placed ?? { mask: known, region: usual };
    if (mask.width === image.width) yield { code: record.class, image, mask, region };
  }
}

/**
 * @param sources images of any split
 * @param lookFor where an image shows a lesion
 */
export function passedOffSets(sources: readonly PlacedImage[], lookFor: LookFor): Map<string, PanelSet> {
  return new Map(Object.entries(WAYS).map(([name, way]) => [name, passedOff(sources, way, lookFor)]));
}
