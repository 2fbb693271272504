import { describe, expect, it } from 'vitest';
import type { Mask, RgbaImage } from '../../contracts/image';
import { maskArea } from '../mask/rle';
import { paintSegment } from '../mask/stroke';
import { describeRegion, realRegion } from './describeRegion';
import { DESCRIPTION_VERSIONS, measuredNames } from './versions';

const image: RgbaImage = {
  width: 120,
  height: 90,
  data: Uint8ClampedArray.from({ length: 120 * 90 * 4 }, (_, i) => (i % 4 === 3 ? 255 : (i * 37) % 251)),
};

describe('what needs no model', () => {
  it.each(DESCRIPTION_VERSIONS)(
    'is measured on the region around an outline with a painted rim, version %i',
    (version) => {
      const outline: Mask = {
        width: image.width,
        height: image.height,
        data: new Uint8Array(image.width * image.height),
      };
      paintSegment(outline, { x: 60, y: 45 }, { x: 60, y: 45 }, 54, 1);
      const placed = realRegion(outline, 1.6);
      if (!placed) throw new Error('There is an outline.');
      expect(maskArea(placed.mask)).toBeGreaterThan(maskArea(outline));
      expect(placed.region.sidePx).toBeGreaterThanOrEqual(54);
      const { texture, hashes, pixels } = describeRegion({ version, sizePx: 96 }, image, placed.mask, placed.region);
      expect(texture).toHaveLength(measuredNames(version === 3 ? 2 : version).length); // the last one of 3 needs an outliner
      expect(pixels).toHaveLength(3 * 96 * 96);
      expect(texture.every(Number.isFinite)).toBe(true);
      expect(hashes).toHaveLength(16);
    },
  );

  it('has no region without an outline', () => {
    expect(realRegion({ width: 4, height: 4, data: new Uint8Array(16) }, 1.6)).toBeNull();
  });
});
