import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RgbaImage } from '../../contracts/image';
import { fillEllipse } from '../mask/fillPath';
import { emptyMask } from '../mask/rle';
import { exampleRecord } from '../../testing/samples';
import { canonicalJson, pixelDigest, sampleId, sha256Hex } from './digest';
import { DIGITAL_SOURCE_TYPE, embedRecord, readRecord, withoutFileHash } from './embed';
import { encodeMaskPng, encodePng, readTextChunks, withTextChunks } from './png';
import { decodePng } from './pngPixels';

const anyImage = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })).chain(([width, height]) =>
  fc.uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 }).map((rgb): RgbaImage => {
    const data = new Uint8ClampedArray(width * height * 4).fill(255);
    rgb.forEach((value, i) => (data[Math.floor(i / 3) * 4 + (i % 3)] = value));
    return { width, height, data };
  }),
);

describe('PNG', () => {
  it('returns every pixel, with and without text', () => {
    fc.assert(
      fc.property(anyImage, fc.string({ unit: 'grapheme' }), (image, text) => {
        const png = withTextChunks(encodePng(image), [{ keyword: 'note', kind: 'iTXt', text }]);
        expect(decodePng(png)).toEqual(image);
        expect(readTextChunks(png)['note']).toBe(text);
      }),
    );
  });

  it('gives the same bytes for the same pixels', () => {
    const image: RgbaImage = { width: 2, height: 2, data: new Uint8ClampedArray(16).fill(90) };
    expect(encodePng(image)).toEqual(encodePng({ ...image, data: image.data.slice() }));
  });

  it('gives the same bytes where it may use up the image', () => {
    fc.assert(
      fc.property(anyImage, (image) => {
        const spent = { ...image, data: image.data.slice() };
        expect(encodePng(spent, true)).toEqual(encodePng(image));
      }),
    );
  });

  it('writes masks as 0 and 255', () => {
    const read = decodePng(encodeMaskPng(2, 1, Uint8Array.of(0, 1)));
    expect([...read.data]).toEqual([0, 0, 0, 255, 255, 255, 255, 255]);
  });

  it('writes any mask so that it is read again', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(),
        (width, height, seed) => {
          const run = 1 + (seed % 300);
          const mask = Uint8Array.from(
            { length: width * height },
            (_, i) => ((Math.floor(i / run) * 2654435761 + seed) >>> 7) & 1,
          );
          const { data, ...size } = decodePng(encodeMaskPng(width, height, mask));
          expect(size).toEqual({ width, height });
          expect(Uint8Array.from(mask, (_, i) => ((data[4 * i] ?? 0) === 255 ? 1 : 0))).toEqual(mask);
        },
      ),
    );
  });

  it('packs a mask with an area in it small', () => {
    const mask = emptyMask(256, 256);
    fillEllipse(mask, { x: 60, y: 60 }, { x: 160, y: 150 }, 1);
    const png = encodeMaskPng(256, 256, mask.data);
    const { data } = decodePng(png);
    expect(mask.data.every((painted, i) => data[4 * i] === 255 * painted)).toBe(true);
    expect(png.length).toBeLessThan(3000);
  });

  it('refuses what is no PNG, and one that breaks off', () => {
    expect(() => readTextChunks(Uint8Array.of(1, 2, 3))).toThrow(RangeError);
    const png = encodePng({ width: 1, height: 1, data: new Uint8ClampedArray(4) });
    expect(() => readTextChunks(png.subarray(0, png.length - 20))).toThrow(RangeError);
  });
});

describe('the embedded record', () => {
  it('comes back as it went in, without the file hash, beside the IPTC mark', () => {
    const record = exampleRecord({
      sha256: 'a'.repeat(64),
      decision: { outcome: 'accepted', reason: 'gut – ja', when: '2026-01-01T00:00:00Z' },
    });
    const png = embedRecord(encodePng({ width: 1, height: 1, data: new Uint8ClampedArray(4) }), record);
    expect(readRecord(png)).toEqual(withoutFileHash(record));
    expect(readTextChunks(png)['XML:com.adobe.xmp']).toContain(DIGITAL_SOURCE_TYPE);
  });

  it('is missed when it is not there', () => {
    expect(() => readRecord(encodePng({ width: 1, height: 1, data: new Uint8ClampedArray(4) }))).toThrow(/no record/);
  });
});

describe('digests', () => {
  it('sorts keys at every depth and drops what is undefined', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: undefined })).toBe('{"b":[1,{"c":"x","d":null}]}');
    expect(() => canonicalJson({ a: Number.NaN })).toThrow(TypeError);
  });

  it('knows the SHA-256 of "abc"', async () => {
    expect(await sha256Hex(new TextEncoder().encode('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it('depends on size and colour, not on alpha', async () => {
    const wide = await pixelDigest({ width: 2, height: 1, data: Uint8ClampedArray.of(1, 2, 3, 0, 4, 5, 6, 0) });
    expect(await pixelDigest({ width: 2, height: 1, data: Uint8ClampedArray.of(1, 2, 3, 255, 4, 5, 6, 9) })).toBe(wide);
    expect(await pixelDigest({ width: 1, height: 2, data: Uint8ClampedArray.of(1, 2, 3, 0, 4, 5, 6, 0) })).not.toBe(
      wide,
    );
  });

  it('names samples SYN_ and 12 digits', async () => {
    expect(await sampleId('0'.repeat(64), 0)).toMatch(/^SYN_[0-9a-f]{12}$/);
    expect(await sampleId('0'.repeat(64), 0)).not.toBe(await sampleId('0'.repeat(64), 1));
  });
});
