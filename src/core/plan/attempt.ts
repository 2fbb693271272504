/**
 * Candidate number k of a class, as a recipe. Skin, mask and noise depend on k and not on the class: a classifier that is trained
 * on the set cannot tell a class by anything but the lesion (skin and masks of the class's own, if asked for, are the exception).
 */
import type { MaskModel } from '../../contracts/bundle';
import { ofClass, type ClassCode } from '../../contracts/classes';
import type { Mask } from '../../contracts/image';
import type { PlanShape, PlanSkin, Series } from '../../contracts/plan';
import type { Recipe, Sampler } from '../../contracts/recipe';
import { sampleOutline } from '../mask/outline';
import { placeMask, type Turn } from '../mask/placeMask';
import { decodeRle, encodeRle } from '../mask/rle';
import { canonicalJson, sha256Hex } from '../provenance/digest';
import { philox4x32, philoxWords } from '../random/philox';
import { livesIn } from './livesIn';

/** Apart from the noise of samples, and from each other. */
const STREAM = { candidate: 0x706c616e, order: 0x6f726472 } as const;
const WORD = 2 ** 32;

export interface Candidate {
  readonly recipe: Recipe;
  readonly mask: Mask;
}

/** Names a series: the SHA-256 of its canonical JSON. */
export function seriesDigest(series: Series): Promise<string> {
  return sha256Hex(new TextEncoder().encode(canonicalJson(series)));
}

/**
 * @param attempt 0, 1, 2, …
 * @param model the bundle's outlines. Throws TypeError where the series draws from them and there are none, and RangeError where it paints
 * over lesions and there are none of the class.
 */
export function candidate(series: Series, code: ClassCode, attempt: number, model: MaskModel | null): Candidate {
  const words = [0, 1].flatMap((block) => [
    ...philox4x32(Uint32Array.of(attempt, block, 0, 0), Uint32Array.of(series.seed, STREAM.candidate)),
  ]);
  const skin = inTurn(skinFor(series, code), attempt, series.seed);
  const mask = maskFor(series, code, words, skin, model);
  const { id, sha256, licence } = skin;
  const ownClass = ofClass(series.ownClasses ?? {}, code);
  return {
    mask,
    recipe: {
      schema: 1,
      bundle: series.bundle,
      class: code,
      ...(ownClass && { ownClass }),
      background: { id, sha256, licence },
      mask: encodeRle(mask),
      sampler: samplerFor(series, code, attempt),
      seed: words[0] ?? 0,
      variants: 1,
    },
  };
}

/** Over lesions, how much of them is made anew may fall from round to round. */
function samplerFor(series: Series, code: ClassCode, attempt: number): Sampler {
  const { sampler, repaint } = series;
  if (!repaint) return sampler;
  const round = Math.floor(attempt / skinFor(series, code).length);
  const share = repaint.rounds === 1 ? 0 : Math.min(1, round / (repaint.rounds - 1));
  const strength = repaint.first + share * (repaint.last - repaint.first);
  return strength < 1 ? { ...sampler, strength: Math.round(100 * strength) / 100 } : sampler;
}

/** All skin is used equally often: one shuffled round after another. */
function inTurn(skins: readonly PlanSkin[], attempt: number, seed: number): PlanSkin {
  const round = Math.floor(attempt / skins.length);
  const words = philoxWords(seed, skins.length, (STREAM.order + round) >>> 0);
  const order = [...skins.keys()].sort((a, b) => (words[a] ?? 0) - (words[b] ?? 0) || a - b);
  const skin = skins[order[attempt % skins.length] ?? 0];
  if (!skin) throw new RangeError('A series has at least one background.');
  return skin;
}

function skinFor({ skin, skinOfClass, masks }: Series, code: ClassCode): readonly PlanSkin[] {
  if (masks.from === 'lesions') return skin.filter((background) => background.class === code);
  const own = skinOfClass ? skin.filter((background) => livesIn(background, code)) : [];
  return own.length > 0 ? own : skin;
}

function maskFor(
  { masks }: Series,
  code: ClassCode,
  words: readonly number[],
  { width, height, lesion }: PlanSkin,
  model: MaskModel | null,
): Mask {
  if (masks.from === 'lesions') {
    if (!lesion) throw new RangeError('A background has no lesion to paint over.');
    return decodeRle(lesion);
  }
  const [, outlineSeed = 0, which = 0, turn = 0, u = 0, v = 0] = words;
  if (masks.from === 'model') {
    if (!model) throw new TypeError('The bundle has no outline model.');
    const { size, place, ofClass } = masks;
    return sampleOutline(model, width, height, outlineSeed, { size, place, ofClass: ofClass ? code : null });
  }
  const shapes = shapesFor(masks.shapes, masks.ofClass, code);
  const shape = shapes[Math.floor((which / WORD) * shapes.length)];
  if (!shape) throw new RangeError('A series has at least one outline.');
  return placeMask(decodeRle(shape.rle), width, height, {
    turn: (turn % 8) as Turn,
    u: u / WORD,
    v: v / WORD,
    place: masks.place,
  });
}

function shapesFor(shapes: readonly PlanShape[], ofClass: boolean, code: ClassCode): readonly PlanShape[] {
  const own = ofClass ? shapes.filter((shape) => shape.class === code) : [];
  return own.length > 0 ? own : shapes;
}
