import { describe, expect, it } from 'vitest';
import { ISIC_CODES, lesionCodeSchema } from '../../contracts/classes';
import type { Mask, RgbaImage } from '../../contracts/image';
import { emptyMask } from '../mask/rle';
import { fitScenes, type DescribedScene } from './fitScenes';
import golden from './golden/scenes.json' with { type: 'json' };
import { readSceneReader, sceneFeatures, sceneFits, sceneLogOdds } from './sceneReader';
import { frameOf, sceneTensor } from './sceneTensor';

const SHA256 = 'e'.repeat(64);
const scenes = golden.scenes.map(({ class: code, split, features }) => ({
  class: lesionCodeSchema.parse(code),
  split: split as DescribedScene['split'],
  features: Float64Array.from(features),
}));
const reader = { ...fitScenes(scenes, SHA256, ISIC_CODES, golden.penalty), classes: ISIC_CODES };
const tested = scenes.filter(({ split }) => split === 'test');

describe('the reader of scenes', () => {
  it('gives the odds of scikit-learn’s regression', () => {
    tested.forEach(({ features }, row) => {
      const odds = sceneLogOdds(reader, features);
      golden.odds[row]?.forEach((wanted, at) => expect(odds[at]).toBeCloseTo(wanted, 2));
    });
  });

  it('says what share of calibration scenes fits no better, and how well the scene tells each class', () => {
    const off = tested.flatMap(({ features }, row) => {
      const fits = sceneFits(reader, features);
      return ISIC_CODES.filter((code, at) => Math.abs((fits[code] ?? 0) - (golden.fits[row]?.[at] ?? 1)) > 1e-9);
    });
    expect(off).toEqual([]);
    for (const code of ISIC_CODES)
      expect(reader.measured?.auroc[code]).toBeCloseTo(golden.auroc[code as keyof typeof golden.auroc], 4);
    expect(reader.measured?.calibration).toMatchObject({ MEL: 5, NV: 6, BCC: 7 });
  });

  it('comes back from its file, and is refused for another encoder or where numbers are missing', () => {
    const text = JSON.stringify({ ...reader, classes: undefined });
    expect(readSceneReader(text, SHA256)).toEqual(reader);
    expect(() => readSceneReader(text, 'f'.repeat(64))).toThrow('another encoder');
    expect(() => readSceneReader(JSON.stringify({ ...reader, mean: reader.mean.slice(1) }), SHA256)).toThrow();
    expect(() => readSceneReader(JSON.stringify({ ...reader, weights: reader.weights.slice(1) }), SHA256)).toThrow();
    expect(() => readSceneReader('{', SHA256)).toThrow();
    expect(() => sceneLogOdds(reader, new Float64Array(3))).toThrow(RangeError);
  });

  it('says nothing of a class without calibration scenes, and cannot be fitted without training scenes of each', () => {
    const { DF: _, ...fits } = sceneFits(
      { ...reader, calibration: { ...reader.calibration, DF: [] } },
      tested[0]?.features ?? new Float64Array(),
    );
    expect(Object.keys(fits)).toHaveLength(7);
    expect(() =>
      fitScenes(
        scenes.filter((scene) => scene.class !== 'DF'),
        SHA256,
        ISIC_CODES,
      ),
    ).toThrow('no training scene of DF');
  });

  it('sees both depths at one length', () => {
    expect(sceneFeatures([3, 4], [0, 5])).toEqual(Float64Array.of(0.6, 0.8, 0, 1));
    expect(sceneFeatures([0, 0], [1])).toEqual(Float64Array.of(0, 0, 1));
  });
});

describe('a scene without its lesion', () => {
  const size = { width: 60, height: 40 };
  const image = (inside: number): RgbaImage => {
    const data = new Uint8ClampedArray(60 * 40 * 4).fill(255);
    for (let at = 0; at < 60 * 40; at += 1) {
      const [x, y] = [at % 60, Math.floor(at / 60)];
      data.fill(spot.data[at] === 1 ? inside : 100 + x + y, 4 * at, 4 * at + 3);
    }
    return { ...size, data };
  };
  const spot: Mask = emptyMask(size.width, size.height);
  for (let y = 15; y < 25; y += 1) spot.data.fill(1, y * 60 + 40, y * 60 + 52);

  it('is the largest square about the mask, inside the image', () => {
    expect(frameOf(image(0), spot)).toEqual({ x: 20, y: 0, sidePx: 40 });
    expect(frameOf(image(0), null)).toEqual({ x: 10, y: 0, sidePx: 40 });
    expect(frameOf(image(0), emptyMask(60, 40))).toEqual({ x: 10, y: 0, sidePx: 40 });
  });

  it('shows nothing of the lesion, nor how large one of ordinary size is', () => {
    const seen = sceneTensor(image(0), spot, 40);
    expect(sceneTensor(image(250), spot, 40)).toEqual(seen);
    const smaller = emptyMask(60, 40);
    for (let y = 18; y < 22; y += 1) smaller.data.fill(1, y * 60 + 44, y * 60 + 48);
    expect(sceneTensor(image(0), smaller, 40)).toEqual(seen);
    expect(seen?.every((value) => value >= -1 && value <= 1)).toBe(true);
  });

  it('is not read where hardly any of it is left', () => {
    const all = emptyMask(60, 40);
    all.data.fill(1);
    expect(sceneTensor(image(0), all, 40)).toBeNull();
    expect(sceneTensor(image(0), null, 40)).not.toBeNull();
  });
});
