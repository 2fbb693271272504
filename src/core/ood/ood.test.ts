import { describe, expect, it } from 'vitest';
import { LESION_CODES, type LesionCode } from '../../contracts/classes';
import { SafetensorsError } from '../tensor/safetensors';
import golden from './golden/neighbours.json' with { type: 'json' };
import { readReference, type Reference } from './reference';
import { knnScore, neighbours, normalise } from './neighbours';
import { assess } from './verdict';

describe('neighbours', () => {
  it('agrees with scikit-learn', () => {
    const bank = Float32Array.from(golden.bank);
    golden.knn.forEach((expected, i) => {
      const query = normalise(Float32Array.from(golden.queries.slice(i * golden.dim, (i + 1) * golden.dim)));
      const found = neighbours(query, bank);
      expect(found[0]?.row).toBe(golden.nearest[i]);
      expect(found[0]?.distance).toBeCloseTo(golden.nearestDistance[i] ?? NaN, 5);
      expect(knnScore(found, 5)).toBeCloseTo(expected, 5);
    });
  });

  it('is infinitely far from an empty bank', () => {
    expect(knnScore([], 5)).toBe(Infinity);
  });

  it('keeps a zero vector', () => {
    expect([...normalise(Float32Array.of(0, 0))]).toEqual([0, 0]);
  });
});

/** Two real images of DF near (1,0), one NV at (0,1). */
function reference(): Reference {
  const none = <T>(value: T): Record<LesionCode, T> =>
    Object.fromEntries(LESION_CODES.map((c) => [c, value])) as Record<LesionCode, T>;
  const calibrated = Float32Array.from({ length: 40 }, (_, i) => i / 100);
  return {
    k: 2,
    dim: 2,
    bank: Float32Array.of(1, 0, 0.995, 0.0998, 0, 1),
    ids: ['ISIC_1', 'ISIC_2', 'ISIC_3'],
    rowsOf: { ...none<readonly number[]>([]), DF: [0, 1], NV: [2] },
    typical: { ...none(new Float32Array()), DF: calibrated },
    margin: { ...none(new Float32Array()), DF: Float32Array.from({ length: 40 }, (_, i) => i / 10) },
  };
}

function logits(code: LesionCode, value: number): Float32Array {
  return Float32Array.from(LESION_CODES, (other) => (other === code ? value : 0));
}

describe('assess', () => {
  it('finds a typical, well-labelled sample credible and names its nearest real image', () => {
    const made = assess('DF', Float32Array.of(2, 0.1), logits('DF', 3), reference());
    expect(made.verdict.outcome).toBe('credible');
    expect(made.verdict.reason).toMatch(/held-out real DF/);
    expect(made.nearestReal?.id).toBe('ISIC_1');
  });

  it('doubts a sample that lies among another class', () => {
    const made = assess('DF', Float32Array.of(0, 1), logits('DF', 3), reference());
    expect(made.scores.typical?.pass).toBe(false);
    expect(made.verdict.outcome).toBe('doubtful');
    expect(made.verdict.reason).toContain('further from real DF');
  });

  it('doubts a sample that the classifier reads as another class, and says which', () => {
    const made = assess('DF', Float32Array.of(1, 0), logits('NV', 2), reference());
    expect(made.verdict.reason).toBe('Doubtful: the classifier reads NV melanocytic nevus, not DF.');
  });

  it('does not score healthy skin, nor a class without held-out images', () => {
    expect(assess('SKIN', Float32Array.of(1, 0), logits('DF', 1), reference()).verdict.outcome).toBe('unscored');
    expect(assess('NV', Float32Array.of(1, 0), logits('NV', 1), reference()).verdict.outcome).toBe('unscored');
  });
});

describe('readReference', () => {
  function file(encoder: string): Uint8Array {
    const header = {
      __metadata__: { k: '1', ids: '["ISIC_1"]', encoder_sha256: encoder },
      bank: { dtype: 'F32', shape: [1, 2], data_offsets: [0, 8] },
      bank_class: { dtype: 'I32', shape: [1], data_offsets: [8, 12] },
    };
    const json = new TextEncoder().encode(JSON.stringify(header));
    const bytes = new Uint8Array(8 + json.length + 12);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
    bytes.set(json, 8);
    bytes[8 + json.length + 8] = 5;
    return bytes;
  }

  it('sorts the bank by class', () => {
    expect(readReference(file('abc'), 'abc').rowsOf.DF).toEqual([0]);
  });

  it('refuses statistics of another encoder', () => {
    expect(() => readReference(file('abc'), 'def')).toThrow(SafetensorsError);
  });
});
