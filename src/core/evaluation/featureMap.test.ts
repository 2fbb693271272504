import { describe, expect, it } from 'vitest';
import { LIES, type MapRequest } from '../../contracts/evaluation';
import { gaussianNoise } from '../random/gaussian';
import { featureMap, mapRefusalOf } from './featureMap';
import { LEAST_OF_CLASS } from './mapLimits';

const DIM = 6;
const through = (): Promise<void> => Promise.resolve();

/** Two classes around corners of their own; `odd` samples of the first stand apart from everything. */
function request(real: number, made: number, odd = 0): MapRequest {
  const rows = (count: number, seed: number, oddFrom: number) => {
    const labels = Int32Array.from({ length: count }, (_, row) => row % 2);
    const noise = gaussianNoise(seed, count * DIM);
    const deep = Float32Array.from(noise, (value, at) => {
      const [row, column] = [Math.floor(at / DIM), at % DIM];
      const isOdd = row >= oddFrom && row % 2 === 0;
      return 0.2 * value + (column === (labels[row] ?? 0) + (isOdd ? 3 : 0) ? 4 : 0);
    });
    return { deep, dim: DIM, labels };
  };
  const lesions = Int32Array.from({ length: real }, (_, row) => row);
  return { real: { ...rows(real, 1, real), lesions }, made: rows(made, 2, made - odd) };
}

const liesOf = async (asked: MapRequest): Promise<string[]> =>
  Array.from((await featureMap(asked, through)).lies, (lie) => LIES[lie] ?? '');

describe('a map of features', () => {
  it('keeps real images where they are when samples are added', async () => {
    const few = await featureMap(request(80, 2), through);
    const many = await featureMap(request(80, 40), through);
    expect(many.axesOf).toBe('real');
    expect(many.places.length).toBe(2 * 120);
    expect([...many.places.subarray(0, 160)]).toEqual([...few.places.subarray(0, 160)]);
    expect(many.shares).toEqual(few.shares);
    expect(many.shares[0]).toBeGreaterThan(many.shares[1]);
  });

  it('is of the samples alone where there are no real images', async () => {
    const asked = request(0, 12);
    const map = await featureMap(asked, through);
    expect(map.axesOf).toBe('samples');
    expect(await liesOf(asked)).toEqual(new Array(12).fill('unknown'));
  });

  it('says which samples lie where no real image of their class does', async () => {
    const lies = await liesOf(request(120, 40, 10));
    expect(lies.filter((_, row) => row >= 30 && row % 2 === 0)).toEqual(new Array(5).fill('outside'));
    expect(lies.slice(0, 30).filter((lie) => lie === 'among').length).toBeGreaterThan(22);
  });

  it('does not say it by too few lesions, however many images they have', async () => {
    expect(await liesOf(request(2 * LEAST_OF_CLASS - 2, 4))).toEqual(new Array(4).fill('unknown'));
    expect((await liesOf(request(2 * LEAST_OF_CLASS, 4))).includes('unknown')).toBe(false);
    const same = request(200, 4);
    same.real.lesions.fill(7);
    expect(await liesOf(same)).toEqual(new Array(4).fill('unknown'));
  });

  it('compares a large class with some of its images, taken evenly', async () => {
    const lies = await liesOf(request(5000, 20, 4));
    expect(lies.filter((lie) => lie === 'outside').length).toBeGreaterThanOrEqual(2);
  });

  it('tells how far it is, and stops where it is told to', async () => {
    const told: number[][] = [];
    await featureMap(request(60, 10), (...far) => (told.push(far), through()));
    expect(told).toEqual([
      [0, 11],
      [1, 11],
      [6, 11],
    ]);
    const stop = (): Promise<void> => Promise.reject(new Error('stopped'));
    await expect(featureMap(request(60, 10), stop)).rejects.toThrow('stopped');
  });

  it('is refused where it would be no map', () => {
    expect(mapRefusalOf(request(3, 0))).toBeNull();
    expect(mapRefusalOf(request(2, 2))?.code).toBe('map-too-few');
    const other = request(9, 9);
    expect(mapRefusalOf({ ...other, made: { ...other.made, dim: 3 } })?.code).toBe('evaluate-other-encoder');
    other.made.deep[4] = NaN;
    expect(mapRefusalOf(other)?.code).toBe('map-damaged');
  });
});
