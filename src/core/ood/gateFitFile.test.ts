import { describe, expect, it } from 'vitest';
import { LESION_CODES } from '../../contracts/classes';
import { gateFitFile, gateFitFileSchema, gateFitOf } from './gateFitFile';
import type { GateFit } from './gates';

const fit: GateFit = {
  calibration: 'held-out',
  parts: [{ method: 'knn', aspect: 'deep' }],
  typical: { DF: { scales: [{ mean: 0.1, sd: 2 }], scores: Float64Array.of(-1.5, 0.25) } },
  together: Object.fromEntries(LESION_CODES.map((code) => [code, [code]])) as unknown as GateFit['together'],
  margins: Object.fromEntries(LESION_CODES.map((code) => [code, Float64Array.of()])) as unknown as GateFit['margins'],
  distances: { features: Float64Array.of(0.1, 0.3), hashes: Float64Array.of(4, 8) },
};

describe('the file of a fit', () => {
  it('comes back as it was', () => {
    const text = JSON.stringify(gateFitFile(fit, 'a'.repeat(64)));
    expect(gateFitOf(gateFitFileSchema.parse(JSON.parse(text)))).toEqual(fit);
  });

  it('is refused where a part has no scale, or a method is not known', () => {
    const file = gateFitFile(fit, 'a'.repeat(64));
    const two = { ...file, parts: [...file.parts, ...file.parts] };
    expect(gateFitFileSchema.safeParse(two).success).toBe(false);
    const unknown = { ...file, parts: [{ method: 'magic', aspect: 'deep' }] };
    expect(gateFitFileSchema.safeParse(unknown).success).toBe(false);
  });
});
