import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  byClass,
  CLASS_LIMITS,
  classCodeSchema,
  classLabel,
  classListSchema,
  ISIC_2019,
  ISIC_CODES,
  lesionCodeSchema,
  ofClass,
} from './classes';

const INHERITED = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf'];

describe('a code', () => {
  it.each(['MEL', 'Spitz nevus', 'Merkel-Zell', '7', 'naevus_2.1', 'Ödem', '痣', 'x'.repeat(40), ...INHERITED])(
    'can be %s, kept as it is',
    (code) => {
      expect(lesionCodeSchema.parse(code)).toBe(code);
    },
  );

  it.each(['', ' DF', '-DF', '_proto', '__proto__', 'a/b', 'a,b', 'a"b', 'a\nb', '=1', 'x'.repeat(41), 'UNK', 'image'])(
    'cannot be %j',
    (code) => {
      expect(classCodeSchema.safeParse(code).success).toBe(false);
    },
  );

  it('SKIN is a class and no lesion', () => {
    expect(classCodeSchema.safeParse('SKIN').success).toBe(true);
    expect(lesionCodeSchema.safeParse('SKIN').success).toBe(false);
  });
});

describe('what is kept by class', () => {
  const codes = fc.uniqueArray(
    fc.oneof(
      fc.constantFrom(...INHERITED),
      fc.string({ minLength: 1, maxLength: 12 }).filter((code) => lesionCodeSchema.safeParse(code).success),
    ),
    { minLength: 1 },
  );

  it('comes back under each code, and nothing under another', () => {
    fc.assert(
      fc.property(codes, codes, (known, asked) => {
        const values = byClass(known, (_, place) => place);
        const copied = JSON.parse(JSON.stringify(values)) as typeof values;
        for (const code of [...known, ...asked]) {
          const place = known.indexOf(code);
          expect(ofClass(values, code)).toBe(place < 0 ? undefined : place);
          expect(ofClass(copied, code)).toBe(place < 0 ? undefined : place);
        }
      }),
    );
  });
});

describe('a list', () => {
  it('of ISIC 2019 is the usual one, and a list as any', () => {
    expect(classListSchema.parse(ISIC_2019)).toEqual(ISIC_2019);
    expect(ISIC_CODES).toEqual(['MEL', 'NV', 'BCC', 'AK', 'BKL', 'DF', 'VASC', 'SCC']);
  });

  it('has no class twice, no SKIN, and not too many', () => {
    const [first] = ISIC_2019.classes;
    const listOf = (...classes: unknown[]) => classListSchema.safeParse({ id: 'mine', classes }).success;
    expect(listOf(first)).toBe(true);
    expect(listOf(first, first)).toBe(false);
    expect(listOf({ ...first, code: 'SKIN' })).toBe(false);
    const many = Array.from({ length: CLASS_LIMITS.classes + 1 }, (_, n) => ({ ...first, code: `c${n}` }));
    expect(listOf(...many)).toBe(false);
    expect(listOf(...many.slice(1))).toBe(true);
  });

  it('gives the name of a class, and its code alone where that is all there is', () => {
    expect(classLabel('DF')).toBe('DF dermatofibroma');
    expect(classLabel('SKIN')).toBe('SKIN healthy skin');
    expect(classLabel('constructor')).toBe('constructor');
    const spitz = { code: 'SPITZ', name: 'Spitz nevus', colour: 'olive', source: 'project' } as const;
    expect(classLabel('SPITZ', [spitz])).toBe('SPITZ Spitz nevus');
  });
});
