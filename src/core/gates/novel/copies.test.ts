import { describe, expect, it } from 'vitest';
import { HASH_SOURCE_PX, symmetricHashes } from '../../image/perceptualHash';
import { gaussianNoise } from '../../random/gaussian';
import { copyLevelOf, measureCopyScale, openCopies, type CopyComparand, type CopyGallery } from './copies';

const COUNT = 240;
const DIMS = [6, 10] as const;
const rows = (seed: number): CopyGallery['depths'] =>
  DIMS.map((dim) => ({ dim, data: Float64Array.from(gaussianNoise(seed + dim, COUNT * dim)) }));
const forms = (seed: number): Uint32Array =>
  symmetricHashes(Float64Array.from(gaussianNoise(seed, HASH_SOURCE_PX ** 2)));
const upright = (hashed: readonly Uint32Array[]): Uint32Array =>
  Uint32Array.from(hashed.flatMap((all) => [...all.subarray(0, 2)])); // prettier-ignore

const hashes = Array.from({ length: COUNT }, (_, i) => forms(1000 + i));
const frames = Array.from({ length: COUNT }, (_, i) => forms(5000 + i));
const gallery: CopyGallery = {
  depths: rows(1),
  hashes: upright(hashes),
  frames: upright(frames),
  lesions: Array.from({ length: COUNT }, (_, i) => i),
};
const probes = hashes.map((own, row) => ({ row, hashes: own, frame: frames[row] ?? null }));
const scale = measureCopyScale(gallery, probes);
const find = openCopies(gallery, scale);

const fresh = forms(1);
const near = (row: number, by: number): CopyComparand => ({
  depths: gallery.depths.map(({ dim, data }) =>
    gaussianNoise(90 + dim, dim).map((v, i) => (data[row * dim + i] ?? 0) + by * v),
  ),
  hashes: fresh,
  frame: null,
});

describe('the novel gate by ratio', () => {
  it('measures real images against those of other lesions alone', () => {
    for (const values of [scale.ratios, scale.hashes, scale.frames]) {
      expect(values).toHaveLength(COUNT);
      expect(values[0]).toBeGreaterThan(0);
    }
    expect(scale.ratios.at(-1)).toBeLessThanOrEqual(1);
  });

  it('finds what is much nearer to one real image than to the next ones', () => {
    expect(find(near(7, 0.02)).p).toBeLessThanOrEqual(0.01);
    expect(find(near(7, 0.02)).nearest[0]?.row).toBe(7);
    expect(find(near(7, 3)).p).toBeGreaterThan(0.01);
  });

  it('finds a turned frame by its hash, and asks no frame of a sample', () => {
    const turned = Uint32Array.from([...(frames[3] ?? [])].slice(10, 12));
    const real = openCopies(
      { ...gallery, frames: Uint32Array.of(...turned, ...upright(frames).subarray(2)) },
      scale,
    )({
      ...near(7, 3),
      frame: forms(5003),
    });
    expect(real.p).toBeCloseTo(1 / (COUNT + 1), 9);
    expect(copyLevelOf(scale)).toBe(0.01);
    expect(copyLevelOf({ ...scale, ratios: scale.ratios.subarray(0, 9) })).toBeCloseTo(0.1, 9);
    expect(real.alike).toEqual({ row: 0, distance: 0 });
    expect(find(near(7, 3)).p).toBeGreaterThan(0.01);
  });

  it('lets new images pass', () => {
    const called = Array.from({ length: 60 }, (_, i) => {
      const depths = DIMS.map((dim) => gaussianNoise(7000 + 17 * i + dim, dim));
      return find({ depths, hashes: forms(9000 + i), frame: forms(9500 + i) }).p <= 0.01;
    });
    expect(called.filter(Boolean).length).toBeLessThanOrEqual(5);
  });

  it('says nothing by the ratio where there are too few lesions', () => {
    const few = openCopies({ ...gallery, lesions: new Array<number>(COUNT).fill(0) }, scale);
    expect(few(near(7, 0.02)).ratio).toBeNaN();
    expect(few(near(7, 0.02)).p).toBeGreaterThan(0.01);
  });
});
