import { describe, expect, it } from 'vitest';
import { HASH_SOURCE_PX, perceptualHash, symmetricHashes } from '../../image/perceptualHash';
import { gaussianNoise } from '../../random/gaussian';
import { COPY_LEVEL, copyLevelFor, measureRealDistances, openNovelty } from './novelty';

const DIM = 12;
const PIXELS = HASH_SOURCE_PX ** 2;
const COUNT = 260;

/** Smooth random pictures and vectors; picture i is that of (seed, i). */
function picture(seed: number): Float64Array {
  const coarse = gaussianNoise(seed, 36);
  return Float64Array.from({ length: PIXELS }, (_, at) => {
    const [x, y] = [(at % HASH_SOURCE_PX) / 6.4, Math.floor(at / HASH_SOURCE_PX) / 6.4];
    const [i, j] = [Math.floor(x), Math.floor(y)];
    const get = (u: number, v: number): number => coarse[(v % 6) * 6 + (u % 6)] ?? 0;
    const top = get(i, j) * (1 - (x - i)) + get(i + 1, j) * (x - i);
    const bottom = get(i, j + 1) * (1 - (x - i)) + get(i + 1, j + 1) * (x - i);
    return top * (1 - (y - j)) + bottom * (y - j);
  });
}

const features = { dim: DIM, data: Float64Array.from(gaussianNoise(1, COUNT * DIM)) };
const pictures = Array.from({ length: COUNT }, (_, i) => picture(1000 + i));
const lesions = pictures.map((_, i) => i);
const gallery = { features, hashes: Uint32Array.from(pictures.flatMap((grey) => [...perceptualHash(grey)])), lesions };
const real = measureRealDistances(gallery, { features, hashes: pictures.map(symmetricHashes), lesions });
const novelty = openNovelty(gallery, real);

function vector(row: number): Float64Array {
  return features.data.slice(row * DIM, (row + 1) * DIM);
}

describe('the novel gate', () => {
  it('measures real images against those of other lesions alone', () => {
    expect(real.features).toHaveLength(COUNT);
    expect(real.features[0]).toBeGreaterThan(0);
    expect(real.hashes[0]).toBeGreaterThan(0);
  });

  it('catches an exact copy, one with other features, and a mirrored picture, and names it', () => {
    const mirrored = (pictures[7] ?? new Float64Array()).map((_, at, all) => {
      const x = at % HASH_SOURCE_PX;
      return all[at - x + HASH_SOURCE_PX - 1 - x] ?? 0;
    });
    const fresh = gaussianNoise(99, DIM);
    for (const copy of [
      { features: vector(7), hashes: symmetricHashes(picture(5)) },
      { features: fresh, hashes: symmetricHashes(pictures[7] ?? new Float64Array()) },
      { features: fresh, hashes: symmetricHashes(mirrored) },
    ]) {
      const { p, nearest, alike } = novelty(copy);
      expect(p).toBeLessThan(COPY_LEVEL);
      expect([nearest[0]?.row, alike?.row]).toContain(7);
    }
  });

  it('lets new images pass, and gives as many neighbours as are asked for', () => {
    const scores = Array.from({ length: 100 }, (_, i) =>
      novelty({ features: gaussianNoise(200 + i, DIM), hashes: symmetricHashes(picture(5000 + i)) }, 3),
    );
    expect(scores.filter(({ p }) => p < COPY_LEVEL).length).toBeLessThanOrEqual(5);
    expect(scores[0]?.nearest).toHaveLength(3);
  });

  it('calls a copy what is nearer than all, where real images are too few for a percentile', () => {
    expect(copyLevelFor(real)).toBe(COPY_LEVEL);
    const few = { features: real.features.slice(0, 20), hashes: real.hashes.slice(0, 30) };
    expect(copyLevelFor(few)).toBeCloseTo(2 / 21, 9);
  });

  it('has nothing to hold against a sample where there are no real images', () => {
    const empty = { features: { dim: DIM, data: new Float64Array() }, hashes: new Uint32Array(), lesions: [] };
    const none = openNovelty(empty, measureRealDistances(empty, { ...empty, hashes: [] }));
    expect(none({ features: vector(0), hashes: symmetricHashes(picture(1)) })).toEqual({
      p: 1,
      nearest: [],
      alike: null,
    });
  });
});
