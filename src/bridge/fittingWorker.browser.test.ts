/** The real fitting worker: descriptions and fits survive it, and what does not belong together is not used. */
import { beforeEach, describe, expect, it } from 'vitest';
import { ISIC_CODES } from '../contracts/classes';
import type { FitRequest } from '../contracts/fitting';
import { InlayError, type Outcome } from '../contracts/failure';
import type { RealDescription } from '../contracts/inference';
import { MEASURED_NAMES } from '../core/description/describeRegion';
import { gaussianNoise } from '../core/random/gaussian';
import { createFittingClient } from './clients';
import { emptyStorage } from './emptyStorage.browser';

const ENCODER = 'a'.repeat(64);
const COUNT = 130;

/** An image of one of two classes, around one of two points. */
function description(image: number): RealDescription {
  const around = (length: number, seed: number): Float32Array<ArrayBuffer> =>
    Float32Array.from(gaussianNoise(1000 * seed + image, length), (v) => v + 3 * (image % 2));
  return {
    texture: around(MEASURED_NAMES.length, 1),
    mid: around(6, 2),
    deep: around(9, 3),
    logits: Float32Array.from(ISIC_CODES, (_, i) => (i === image % 2 ? 2 : 0) + (image % 7) / 10),
    hashes: Uint32Array.from(
      { length: 16 },
      (_, i) => Math.imul(image + 1, 0x9e37_79b1) ^ Math.imul(i + 1, 0x85eb_ca6b),
    ),
  };
}

function request(images: number[], changes: Partial<FitRequest> = {}): FitRequest {
  return {
    dataset: 'mine',
    classes: ISIC_CODES,
    encoderClasses: ISIC_CODES,
    images: Int32Array.from(images),
    ids: images.map((image) => `own-${image}`),
    labels: Int32Array.from(images, (image) => image % 2),
    lesions: Int32Array.from(images),
    splits: images.map((image) => (image % 5 === 0 ? 'calibration' : 'train')),
    isKnownToEncoder: false,
    when: '2026-11-25T10:00:00Z',
    ...changes,
  };
}

function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw InlayError.of(outcome.failure);
  return outcome.value;
}

const all = Array.from({ length: COUNT }, (_, image) => image);

beforeEach(emptyStorage);

describe('a fit on a person’s own images', () => {
  it('goes on where a worker before it was ended, and is there in the next one', async () => {
    const first = createFittingClient('test');
    expect([...value(await first.begin('set', ENCODER, COUNT))].every((state) => state === 0)).toBe(true);
    value(await first.keep(0, null)); // before any length is known
    for (const image of all.slice(1, 60)) value(await first.keep(image, description(image)));
    first.end();

    const looking = createFittingClient('test');
    const atOnce = await Promise.all(Array.from({ length: 3 }, () => looking.look('set', ENCODER, COUNT)));
    expect(atOnce.map((looked) => value(looked)[1])).toEqual([1, 1, 1]);
    const other = value(await looking.look('set', 'b'.repeat(64), COUNT));
    expect(other.every((state) => state === 0)).toBe(true); // and what was described stays
    expect(value(await looking.look('set', ENCODER, COUNT))[1]).toBe(1);
    looking.end();

    const second = createFittingClient('test');
    const states = value(await second.begin('set', ENCODER, COUNT));
    expect([...states.subarray(0, 61)]).toEqual([2, ...new Array<number>(59).fill(1), 0]);
    for (const image of all.slice(60)) value(await second.keep(image, description(image)));
    const fitted = value(await second.fit(request(all)));
    expect(fitted).toMatchObject({ dataset: 'mine', images: COUNT - 1, calibration: 'small-leave-out' });
    expect(fitted.classes[0]).toEqual({ class: 'MEL', images: 64, countedAmong: 129, together: ['MEL', 'NV'] });
    second.end();

    const third = createFittingClient('test');
    const kept = value(await third.load(ENCODER));
    expect(kept?.about).toEqual(fitted);
    expect(kept?.files.images.byteLength).toBeGreaterThan(1000);
    expect(value(await third.load('b'.repeat(64)))).toBeNull();
    value(await third.forget());
    expect(value(await third.load(ENCODER))).toBeNull();
    value(await third.takeBack(fitted));
    value(await third.purge());
    expect(value(await third.load(ENCODER))?.about, 'nothing is removed of a fit that is kept').toEqual(fitted);
    value(await third.forget());
    value(await third.purge());
    expect(value(await third.load(ENCODER))).toBeNull();
    third.end();
  });

  it('is refused with too few images, and the fit before it stays', async () => {
    const client = createFittingClient('test');
    value(await client.begin('set', ENCODER, COUNT));
    for (const image of all) value(await client.keep(image, image < 30 ? description(image) : null));
    const fitted = value(await client.fit(request(all)));
    const few = await client.fit(request(all.slice(20)));
    expect(few.ok ? '' : few.failure.code).toBe('fit-too-few');
    expect(value(await client.load(ENCODER))?.about).toEqual(fitted);
    client.end();
  });

  it('says when a feature is no number, or of another length, and describes anew', async () => {
    const client = createFittingClient('test');
    value(await client.begin('set', ENCODER, COUNT));
    for (const image of all.slice(1)) value(await client.keep(image, description(image)));
    const longer = await client.keep(0, { ...description(0), deep: new Float32Array(10) });
    expect(longer.ok).toBe(false);
    value(await client.keep(0, { ...description(0), mid: new Float32Array(6).fill(NaN) }));
    const damaged = await client.fit(request(all));
    expect(damaged.ok ? '' : damaged.failure.code).toBe('fit-damaged');
    expect(value(await client.load(ENCODER))).toBeNull();
    const states = value(await client.begin('set', ENCODER, COUNT));
    expect([...states].every((state) => state === 0)).toBe(true);
    client.end();
  });
});
