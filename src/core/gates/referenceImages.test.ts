import { describe, expect, it } from 'vitest';
import { ISIC_CODES } from '../../contracts/classes';
import { SafetensorsError } from '../tensor/safetensors';
import { MEASURED_NAMES } from '../description/describeRegion';
import { measuredNames } from '../description/versions';
import {
  OtherDescriptionError,
  readReferenceImages,
  writeReferenceImages,
  type ReferenceImages,
} from './referenceImages';

function table(dim: number, count = 3): { dim: number; data: Float32Array } {
  return { dim, data: Float32Array.from({ length: dim * count }, (_, i) => (i % 17) / 4) };
}

const images: ReferenceImages = {
  description: 1,
  ids: ['ISIC_1', 'ISIC_2', 'ISIC_3'],
  labels: [5, 0, 7],
  lesions: [0, 1, 1],
  splits: ['train', 'calibration', 'test'],
  hashes: Uint32Array.of(0, 0xffffffff, 1, 2, 0x80000000, 3),
  frames: null,
  depths: { texture: table(MEASURED_NAMES.length), mid: table(4), deep: table(6) },
  logits: table(8),
  classes: ISIC_CODES,
  encoderClasses: ISIC_CODES,
  encoderSha256: 'abc',
};

describe('reference images', () => {
  it('come back as they were', () => {
    const found = readReferenceImages(writeReferenceImages(images), 'abc');
    expect({ ...found, labels: [...Array.from(found.labels)], lesions: [...Array.from(found.lesions)] }).toEqual(
      images,
    );
  });

  it('say by which version they are described, and nothing where it is the first', () => {
    const text = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);
    expect(text(writeReferenceImages(images))).not.toContain('description');
    const texture = table(measuredNames(2).length);
    const frames = Uint32Array.of(1, 2, 3, 4, 5, 0xffffffff);
    const later = writeReferenceImages({ ...images, description: 2, frames, depths: { ...images.depths, texture } });
    const read = readReferenceImages(later, 'abc');
    expect(read).toMatchObject({ description: 2, frames });
    for (const name of ['mid', 'deep'] as const)
      read.depths[name].data.forEach((value, i) =>
        expect(Math.abs(value - (images.depths[name].data[i] ?? NaN))).toBeLessThanOrEqual(4 / 254 + 1e-6),
      );
    const unknown = writeReferenceImages({ ...images, description: 2 });
    expect(() => readReferenceImages(unknown, 'abc')).toThrow(OtherDescriptionError);
  });

  it('of no image are a file, too', () => {
    const none: ReferenceImages = {
      ...images,
      ids: [],
      labels: [],
      lesions: [],
      splits: [],
      hashes: new Uint32Array(),
      depths: { texture: table(MEASURED_NAMES.length, 0), mid: table(4, 0), deep: table(6, 0) },
      logits: table(8, 0),
    };
    expect(readReferenceImages(writeReferenceImages(none), 'abc').ids).toEqual([]);
  });

  it.each<[string, Partial<ReferenceImages>, RegExp]>([
    ['another encoder', { encoderSha256: 'def' }, /another encoder/],
    ['a class that is not known', { labels: [5, 0, 8] }, /does not list/],
    ['texture of another kind', { depths: { ...images.depths, texture: table(5) } }, /another way/],
  ])('of %s are refused', (_, change, message) => {
    const bytes = writeReferenceImages({ ...images, ...change });
    expect(() => readReferenceImages(bytes, 'abc')).toThrow(SafetensorsError);
    expect(() => readReferenceImages(bytes, 'abc')).toThrow(message);
  });

  it('of another version are told from broken ones', () => {
    const bytes = writeReferenceImages({ ...images, depths: { ...images.depths, texture: table(5) } });
    expect(() => readReferenceImages(bytes, 'abc')).toThrow(OtherDescriptionError);
  });

  it('that name more images than they hold are refused', () => {
    const bytes = writeReferenceImages(images);
    const text = new TextDecoder('latin1').decode(bytes).replace('ISIC_2', 'X","Y_');
    const broken = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    expect(() => readReferenceImages(broken, 'abc')).toThrow(SafetensorsError);
  });
});
