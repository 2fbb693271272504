import { describe, expect, it } from 'vitest';
import { byClass, ISIC_CODES } from '../../contracts/classes';
import type { GateFit } from './gateFit';
import { readGateFit, writeGateFit } from './gateFitFile';
import type { ReferenceImages } from './referenceImages';

const reference: ReferenceImages = {
  description: 1,
  ids: [],
  labels: [],
  lesions: [],
  splits: [],
  hashes: new Uint32Array(),
  frames: null,
  depths: { texture: none(), mid: none(), deep: none() },
  logits: none(),
  classes: ISIC_CODES,
  encoderClasses: ISIC_CODES,
  encoderSha256: 'b'.repeat(64),
};
const fit: GateFit = {
  calibration: 'held-out',
  fits: {
    typical: {
      parts: [{ method: 'knn', aspect: 'deep' }],
      typical: { DF: { scales: [{ mean: 0.1, sd: 2 }], scores: Float64Array.of(-1.5, 0.25) } },
    },
    label: byClass(ISIC_CODES, (code) => Float64Array.from(code === 'DF' ? [1, 2] : [])),
    novel: { features: Float64Array.of(0.1, 0.3), hashes: Float64Array.of(4, 8) },
  },
};
const SHA256 = 'a'.repeat(64);

function none() {
  return { dim: 0, data: new Float64Array() };
}

function changed(change: (file: Record<string, unknown>) => object): string {
  return JSON.stringify(change(JSON.parse(writeGateFit(fit, reference, SHA256)) as Record<string, unknown>));
}

describe('the file of a fit', () => {
  it('comes back as it was', () => {
    expect(readGateFit(writeGateFit(fit, reference, SHA256), SHA256)).toEqual(fit);
  });

  it('has the fields that bundles have always had', () => {
    expect(Object.keys(JSON.parse(writeGateFit(fit, reference, SHA256)) as object)).toEqual(
      ['schema', 'imagesSha256', 'calibration', 'together', 'parts', 'typical', 'margins', 'distances'], // prettier-ignore
    );
  });

  it('is refused where a part has no scale, a method is not known, or it is of other images', () => {
    const two = changed(({ parts, ...file }) => ({ ...file, parts: [parts, parts].flat() }));
    expect(() => readGateFit(two, SHA256)).toThrow(/a scale for each part/);
    const unknown = changed((file) => ({ ...file, parts: [{ method: 'magic', aspect: 'deep' }] }));
    expect(() => readGateFit(unknown, SHA256)).toThrow(/magic|method/);
    const half = changed(({ typical: _, ...file }) => file);
    expect(() => readGateFit(half, SHA256)).toThrow();
    expect(() => readGateFit(writeGateFit(fit, reference, SHA256), 'c'.repeat(64))).toThrow(/other images/);
  });

  it('of a version that had fewer gates opens without them', () => {
    const { fits } = readGateFit(
      changed(({ distances: _, ...file }) => file),
      SHA256,
    );
    expect(Object.keys(fits)).toEqual(['typical', 'label']);
  });
});
