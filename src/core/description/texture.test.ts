import { describe, expect, it } from 'vitest';
import golden from './golden/texture.json' with { type: 'json' };
import { TEXTURE_NAMES, textureFeatures } from './texture';

describe('textureFeatures', () => {
  it.each(golden.map((example, i) => [i, example] as const))(
    'agrees with SciPy, case %i',
    (_, { image, mask, features }) => {
      const found = textureFeatures(Float32Array.from(image), Float32Array.from(mask));
      expect(found).toHaveLength(TEXTURE_NAMES.length);
      features.forEach((wanted, i) => {
        expect(Math.abs((found[i] ?? NaN) - wanted), TEXTURE_NAMES[i]).toBeLessThanOrEqual(
          1e-5 * Math.max(1, Math.abs(wanted)),
        );
      });
    },
  );

  it('tells a hard seam from none by the step at the border', () => {
    const side = 32;
    const mask = Float32Array.from({ length: side * side }, (_, i) =>
      Math.hypot((i % side) - 16, i / side - 16) < 8 ? 1 : 0,
    );
    const plain = new Float32Array(3 * side * side).map((_, i) => 0.02 * Math.sin(i * 1.7));
    const pasted = plain.map((v, i) => v + 0.3 * (mask[i % mask.length] ?? 0));
    const at = TEXTURE_NAMES.indexOf('border over 2 px outside');
    expect((textureFeatures(pasted, mask)[at] ?? 0) - (textureFeatures(plain, mask)[at] ?? 0)).toBeGreaterThan(1);
  });

  it.each([
    ['empty', 0],
    ['full', 1],
  ])('gives numbers for a mask that is %s, and for a flat image', (_, value) => {
    const features = textureFeatures(new Float32Array(3 * 64), new Float32Array(64).fill(value));
    expect(features.every(Number.isFinite)).toBe(true);
  });
});
