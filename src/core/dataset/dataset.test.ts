import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LESION_CODES } from '../../contracts/classes';
import { sampleIdSchema } from '../../contracts/sample';
import { encodeRle } from '../mask/rle';
import { maskBounds } from '../image/region';
import { bagInfoTxt, manifestTxt, parseManifest, type PayloadFile } from './bag';
import { croissantJson, datasetCard, inheritedLicences, type CardFacts } from './card';
import { fromCsv, toCsv } from './csv';
import { exampleRecord, exampleSample } from './example';
import { cocoJson, decisionsCsv, GROUND_TRUTH_COLUMNS, groundTruthCsv, metadataJsonl, recipesJson } from './tables';

const id = (n: number) => sampleIdSchema.parse(`SYN_${n.toString(16).padStart(12, '0')}`);

describe('CSV', () => {
  it('returns every cell that is no formula, and never starts a cell like one', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string()), { minLength: 1, maxLength: 5 }), (cells) => {
        const rows = cells.map(([a, b]) => [`x${a}`, b]);
        const read = fromCsv(toCsv(['a', 'b'], rows));
        read.forEach((row, i) => {
          expect(row['a']).toBe(rows[i]?.[0]);
          expect(row['b']).not.toMatch(/^[=+\-@\t\r\0]/);
        });
      }),
    );
  });

  it('neutralises formulas and leaves numbers alone', () => {
    expect(toCsv(['a', 'b'], [['=1+1', -2]])).toBe("a,b\r\n'=1+1,-2\r\n");
  });
});

describe('ground truth', () => {
  it('has one 1 a row, under the class, in the columns of ISIC 2019', () => {
    const records = [...LESION_CODES, 'SKIN' as const].map((code, n) => exampleRecord({ id: id(n), class: code }));
    const rows = fromCsv(groundTruthCsv(records));
    expect(Object.keys(rows[0] ?? {})).toEqual([...GROUND_TRUTH_COLUMNS]);
    rows.forEach((row, i) => {
      const hot = GROUND_TRUTH_COLUMNS.slice(1).filter((column) => Number(row[column]) === 1);
      expect(hot).toEqual([records[i]?.class === 'SKIN' ? 'UNK' : records[i]?.class]);
    });
  });
});

describe('the other tables', () => {
  it('starts each metadata line with file_name', () => {
    expect(metadataJsonl([exampleRecord()])).toMatch(/^\{"file_name":"images\/SYN_0123456789ab\.png"/);
  });

  it('lists rejections among the decisions and leaves out the undecided', () => {
    const rejected = exampleRecord({
      id: id(1),
      decision: { outcome: 'rejected', reason: '=cmd', when: '2026-01-01T00:00:00Z' },
    });
    const rows = fromCsv(decisionsCsv([exampleRecord(), rejected, exampleRecord({ id: id(2), decision: null })]));
    expect(rows.map((row) => row['decision'])).toEqual(['accepted', 'rejected']);
    expect(rows[1]?.['reason']).toBe("'=cmd");
  });

  it('gives COCO the area and the box of the mask', () => {
    const bits = fc.array(fc.constantFrom(0, 1), { minLength: 35, maxLength: 35 });
    fc.assert(
      fc.property(bits, (data) => {
        const mask = { width: 7, height: 5, data: Uint8Array.from(data) };
        const coco = JSON.parse(cocoJson([exampleRecord({ mask: encodeRle(mask) })])) as {
          annotations: { area: number; bbox: number[] }[];
        };
        const bounds = maskBounds(mask) ?? { x: 0, y: 0, width: 0, height: 0 };
        expect(coco.annotations[0]?.area).toBe(data.filter(Boolean).length);
        expect(coco.annotations[0]?.bbox).toEqual([bounds.x, bounds.y, bounds.width, bounds.height]);
      }),
    );
  });

  it('writes recipes in the order of their hashes', () => {
    const { recipe } = exampleSample();
    const text = recipesJson(
      new Map([
        ['b', recipe],
        ['a', recipe],
      ]),
    );
    expect((JSON.parse(text) as { recipes: { sha256: string }[] }).recipes.map((r) => r.sha256)).toEqual(['a', 'b']);
  });
});

describe('the card', () => {
  const facts: CardFacts = {
    name: 'set',
    records: [
      exampleRecord(),
      exampleRecord({ id: id(3), background: { ...exampleRecord().background, licence: 'Own' } }),
    ],
    decisions: { total: 3, rejected: 1 },
  };

  it('sums up the licences and says that the set is synthetic', () => {
    expect(inheritedLicences(facts)).toEqual(['CC-BY-NC-SA-4.0', 'Own']);
    expect(datasetCard(facts)).toContain('**synthetic**');
    expect(datasetCard(facts)).toContain('| DF dermatofibroma | 2 |');
  });

  it('gives Croissant the hash of the metadata', () => {
    const croissant = JSON.parse(croissantJson(facts, 'f'.repeat(64))) as { distribution: { sha256?: string }[] };
    expect(croissant.distribution[0]?.sha256).toBe('f'.repeat(64));
  });
});

describe('the bag', () => {
  const files: PayloadFile[] = [
    { path: 'b.txt', bytes: 3, sha256: 'b'.repeat(64) },
    { path: 'a.txt', bytes: 4, sha256: 'a'.repeat(64) },
  ];

  it('lists hashes by path and reads them back', () => {
    const read = parseManifest(manifestTxt(files));
    expect([...read]).toEqual([
      ['data/a.txt', 'a'.repeat(64)],
      ['data/b.txt', 'b'.repeat(64)],
    ]);
    expect(() => parseManifest('nonsense')).toThrow(RangeError);
  });

  it('counts octets and streams', () => {
    expect(bagInfoTxt('n', files, '2026-11-23T10:00:00Z', '1')).toContain('Payload-Oxum: 7.2');
  });
});
