import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ISIC_2019, ISIC_CODES } from '../../contracts/classes';
import { sampleIdSchema } from '../../contracts/sample';
import { encodeRle } from '../mask/rle';
import { maskBounds } from '../image/region';
import type { SampleRecord } from '../../contracts/sample';
import { splitGroups } from './backgroundSplit';
import { bagInfoTxt, manifestTxt, parseBagInfo, parseManifest, type PayloadFile } from './bag';
import { exampleEvaluation } from '../../testing/evaluation';
import { datasetCard } from './card';
import { croissantJson } from './croissant';
import { csvLine, fromCsv } from '../dataset/csv';
import { exampleRecord, exampleSample } from '../../testing/samples';
import { gatherFacts, type ExportFacts } from './facts';
import { provJson } from './prov';
import { textOf, type ExportRow } from './rows';
import { skinSource, type SourceNames } from './sources';
import { cocoJson, decisionsCsv, groundTruthColumns, groundTruthCsv, metadataJsonl, recipesJson } from './tables';

const id = (n: number) => sampleIdSchema.parse(`SYN_${n.toString(16).padStart(12, '0')}`);

const rowsOf = (records: readonly SampleRecord[]): ExportRow[] =>
  records.map((record) => ({ record, recipe: exampleSample().recipe, split: 'train', source: record.background.id }));

describe('CSV', () => {
  const text = fc.string({ unit: fc.constantFrom(...Array.from('=+-@ ,;|"\'\t\r\n\0＝a1')) });
  const fourCells = fc.array(text, { minLength: 4, maxLength: 4 });

  it('returns every cell, but for the apostrophes that it puts before formulas', () => {
    fc.assert(
      fc.property(fourCells, (cells) => {
        const [row] = fromCsv(`a,b,c,d\r\n${csvLine(cells.map((cell) => `x${cell}`))}`);
        cells.forEach((cell, i) => {
          const read = (row?.['abcd'[i] ?? ''] ?? '').slice(1);
          expect(read.replaceAll("'", '')).toBe(cell.replaceAll("'", ''));
        });
      }),
    );
  });

  it.each([',', ';', '|', '\t'])('starts no cell like a formula for a program that separates by %j', (separator) => {
    fc.assert(
      fc.property(fourCells, (cells) => {
        const line = csvLine(cells);
        const found = separator === ',' ? fromCsvLine(line) : line.split(new RegExp(`[${separator}\\r\\n]`));
        for (const cell of found) expect(cell.replace(/^["\s\0]*/, '')).not.toMatch(/^[=+\-@＝]/);
      }),
    );
  });

  it('neutralises formulas and leaves numbers alone', () => {
    expect(csvLine(['=1+1', -2, 'a;=b', 'safe - and sound'])).toBe("'=1+1,-2,a;'=b,safe - and sound\r\n");
  });

  const fromCsvLine = (line: string): string[] => Object.values(fromCsv(`a,b,c,d\r\n${line}`)[0] ?? {}).flat();
});

describe('ground truth', () => {
  it('has one 1 a row, under the class, in the columns of ISIC 2019', () => {
    const records = [...ISIC_CODES, 'SKIN' as const].map((code, n) => exampleRecord({ id: id(n), class: code }));
    const rows = fromCsv(textOf(groundTruthCsv(ISIC_2019), rowsOf(records)));
    expect(Object.keys(rows[0] ?? {})).toEqual([...groundTruthColumns(ISIC_2019)]);
    rows.forEach((row, i) => {
      const hot = groundTruthColumns(ISIC_2019)
        .slice(1)
        .filter((column) => Number(row[column]) === 1);
      expect(hot).toEqual([records[i]?.class === 'SKIN' ? 'UNK' : records[i]?.class]);
    });
  });
});

describe('the other tables', () => {
  it('starts each metadata line with file_name, and has the tags as one text', () => {
    const [plain, tagged] = [exampleRecord(), exampleRecord({ tags: ['for the paper', 'sharp'] })].map((record) =>
      textOf(metadataJsonl, rowsOf([record])),
    );
    expect(plain).toMatch(/^\{"file_name":"images\/SYN_0123456789ab\.png"/);
    expect(JSON.parse(plain ?? '')).toMatchObject({ tags: '' });
    expect(JSON.parse(tagged ?? '')).toMatchObject({ tags: 'for the paper; sharp' });
  });

  it('lists rejections among the decisions and leaves out the undecided', () => {
    const rejected = exampleRecord({
      id: id(1),
      decision: { outcome: 'rejected', reason: '=cmd', when: '2026-01-01T00:00:00Z' },
    });
    const second = { outcome: 'accepted', reason: '', note: 'fine\n=cmd', when: '2026-01-02T00:00:00Z' } as const;
    const undecided = exampleRecord({ id: id(2), decision: null, secondReading: second });
    const rows = fromCsv(textOf(decisionsCsv, rowsOf([exampleRecord(), rejected, undecided])));
    expect(rows.map((row) => `${row['reader']} ${row['decision']}`)).toEqual([
      'first accepted',
      'first rejected',
      'second accepted',
    ]);
    expect(rows[1]?.['reason']).toBe("'=cmd");
    expect(rows[2]?.['note']).toBe("fine\n'=cmd");
  });

  it('gives COCO the area and the box of the mask', () => {
    const bits = fc.array(fc.constantFrom(0, 1), { minLength: 35, maxLength: 35 });
    fc.assert(
      fc.property(bits, (data) => {
        const mask = { width: 7, height: 5, data: Uint8Array.from(data) };
        const coco = JSON.parse(
          textOf(cocoJson(ISIC_2019, []), rowsOf([exampleRecord({ mask: encodeRle(mask) })])),
        ) as {
          annotations: { area: number; bbox: number[] }[];
        };
        const bounds = maskBounds(mask) ?? { x: 0, y: 0, width: 0, height: 0 };
        expect(coco.annotations[0]?.area).toBe(data.filter(Boolean).length);
        expect(coco.annotations[0]?.bbox).toEqual([bounds.x, bounds.y, bounds.width, bounds.height]);
      }),
    );
  });

  it('writes each recipe once', () => {
    const records = [0, 1].map((index) => exampleRecord({ recipe: { sha256: 'b'.repeat(64), index } }));
    const text = textOf(recipesJson(), rowsOf([...records, exampleRecord()]));
    const { recipes } = JSON.parse(text) as { recipes: { sha256: string }[] };
    expect(recipes.map((r) => r.sha256)).toEqual(['b'.repeat(64), exampleRecord().recipe.sha256]);
  });

  it('writes provenance whose relations name only what is there', () => {
    const records = [exampleRecord(), exampleRecord({ id: id(1), decision: null })];
    const prov = JSON.parse(textOf(provJson('1'), rowsOf(records))) as Record<string, Record<string, object>>;
    const things = new Set(['entity', 'activity', 'agent'].flatMap((kind) => Object.keys(prov[kind] ?? {})));
    const relations = Object.keys(prov).filter((kind) => kind.startsWith('was') || kind === 'used');
    expect(relations).toHaveLength(4);
    for (const kind of relations)
      for (const entity of Object.values(prov[kind] ?? {}))
        for (const name of Object.values(entity)) expect(things).toContain(name);
    expect(Object.keys(prov['used'] ?? {})).toHaveLength(2 * 3 + 1); // three things each, and one decision
  });
});

describe('the split', () => {
  it('keeps a background on one side, and comes near to its shares', async () => {
    const sizes = new Map(Array.from({ length: 60 }, (_, i) => [`skin-${i}`, 1 + (i % 7)]));
    const split = await splitGroups(sizes);
    const total = [...sizes.values()].reduce((a, b) => a + b);
    const share = (part: string): number =>
      [...sizes].reduce((sum, [group, size]) => sum + (split.get(group) === part ? size : 0), 0) / total;
    expect(share('train')).toBeCloseTo(0.75, 1);
    expect(share('validation')).toBeCloseTo(0.125, 1);
    expect(await splitGroups(new Map([...sizes].reverse()))).toEqual(split);
  });
});

describe('the card', () => {
  const from = ({ background: { id } }: SampleRecord) =>
    id.startsWith('lesion-') ? ({ origin: 'lesion', from: `own-${id.slice(-1)}` } as const) : undefined;

  function factsOf(
    records: readonly SampleRecord[],
    scope: 'accepted' | 'all' = 'accepted',
    sourceNames: SourceNames = {},
  ): ExportFacts {
    const gathered = gatherFacts({ name: 'set', appVersion: '0.1.0', scope }, sourceNames);
    for (const record of records) {
      gathered.decided(record);
      gathered.exported(record, record.background.sha256, skinSource(record.background, from(record)));
    }
    return gathered.facts(new Map(), ISIC_2019, false);
  }
  const own = { ...exampleRecord().background, licence: 'Own' };
  const reading = { outcome: 'rejected', reason: '', when: '2026-11-24T10:00:00Z' } as const;
  const two = [exampleRecord({ secondReading: reading }), exampleRecord({ id: id(3), background: own })];

  it('sums up the licences and says that the set is synthetic', () => {
    expect(factsOf(two).licences).toEqual(['CC-BY-NC-SA-4.0', 'Own']);
    expect(factsOf(two).imageLicences).toEqual(['CC-BY-NC-SA-4.0', 'CC-BY-NC-SA-4.0 and Own']);
    expect(datasetCard(factsOf(two))).toContain('**synthetic**');
    expect(datasetCard(factsOf(two))).toContain('| DF dermatofibroma | 2 | 2 | 0 | 0 |');
    expect(datasetCard(factsOf(two))).toContain('two readers, 1 sample, the same decision on 0 %');
  });

  it('tells decisions of a person and of a rule apart: in the counts, the tables and the agreement', () => {
    const byRule = { outcome: 'accepted', by: 'rule', reason: 'rule: gamma 0.4', when: reading.when } as const;
    const earlier = { ...byRule, by: undefined, reason: 'plan, rule: typical 0.05' };
    const ruled = [byRule, earlier].map((decision, n) =>
      exampleRecord({ id: id(10 + n), decision, secondReading: reading }),
    );
    const facts = factsOf([exampleRecord({ secondReading: reading }), ...ruled]);
    expect(facts.decided).toEqual({ person: { total: 1, rejected: 0 }, rule: { total: 2, rejected: 0 } });
    expect(facts.agreement.n).toBe(1); // a rule is no reader
    const card = datasetCard(facts);
    expect(datasetCard(factsOf([exampleRecord()]))).toContain('A person has looked at each of them and accepted it.');
    expect(card).toContain(
      'All were accepted: 1 by a person, 2 by a rule alone, so that no person has looked at them.',
    );
    expect(card).toContain(
      'decisions by a person: 1 (0 rejections); by a rule alone: 2 (0 rejections); two readers, 1',
    );
    const decided = fromCsv(textOf(decisionsCsv, rowsOf(ruled)));
    expect(decided.map((row) => row['decided_by'])).toEqual(['rule', 'person', 'rule', 'person']);
    expect(textOf(metadataJsonl, rowsOf(ruled))).toContain('"decision":"accepted","decided_by":"rule"');
    const prov = textOf(provJson('1'), rowsOf(ruled));
    expect(prov).toContain('"prov:agent":"inlay:rule"');
    expect(prov).not.toContain('"prov:agent":"inlay:first-reader"');
  });

  it('says of which classes the set holds counterparts, how many, and why', () => {
    const made = (n: number, code: 'DF' | 'NV' | 'MEL', own: { own?: number } = {}) =>
      exampleRecord({ id: id(n), class: code, plan: { sha256: 'a'.repeat(64), attempt: n, ...own } });
    const [none, own] = [{ own: 0 }, { own: 1 }];
    const rare = [made(1, 'DF'), made(2, 'DF')];
    const set = [...rare, made(3, 'NV', none), made(4, 'NV', none), made(5, 'MEL', own), made(6, 'MEL', own)];
    expect(factsOf(set).counterparts).toEqual([
      { class: 'MEL', samples: 1 },
      { class: 'NV', samples: 2 },
    ]);
    expect(datasetCard(factsOf(set))).toContain(
      'The set holds counterparts: 1 of MEL melanoma, 2 of NV melanocytic nevus. They are samples like the others, made so that every class has as many, because',
    );
    expect(datasetCard(factsOf(rare))).not.toContain('counterparts');
    const later = [...set, made(7, 'NV', { own: 3 })]; // the plan was changed: it wanted nevi for their own sake
    expect(factsOf(later).counterparts).toEqual([{ class: 'MEL', samples: 1 }]);
  });

  it('tells what was evaluated last, and of how many samples that speaks', () => {
    const card = datasetCard(factsOf(two), exampleEvaluation());
    expect(card).toContain("40 accepted samples of 64 against 120 real images of 90 lesions of the maker's data set.");
    expect(card).not.toContain('isic & co');
    expect(card).toContain('- Over real images alone: balanced accuracy +2.1 (-1.0 to +5.2) points: not shown yet');
    expect(card).toContain('share of real images with a sample near by: DF 0.45');
    expect(card).toContain('told from real images with AUROC DF 0.97');
    expect(datasetCard(factsOf(two))).toContain('spread over the real data not measured');
  });

  it('says whose skin is shown, from how many images and from which, by her ids or by hashes', () => {
    const standsIn = (n: number, background: string) =>
      exampleRecord({ id: id(20 + n), background: { ...own, id: background } });
    const all = ['lesion-a', 'lesion-a', 'lesion-b', 'skin-01', 'scene-0123456789ab'].map((skin, n) =>
      standsIn(n, skin),
    );
    const named = factsOf(all, 'all', { 'own-a': 'ISIC_0000001', 'own-b': 'P`7\n# no heading' });
    expect(named.sources).toEqual([
      { name: 'ISIC_0000001', samples: 2 },
      { name: 'P`7\n# no heading', samples: 1 },
      { name: 'skin-01', samples: 1 },
    ]);
    const card = datasetCard(named);
    expect(card).toContain("An image shows a real person's skin, except inside the mask");
    expect(card).toContain('4 of 5 images do, from 3 source images');
    expect(card).toContain('1 of 5 images stand in skin that a model made whole');
    expect(card).toContain("named by the maker's own ids, 1 of them by a hash");
    expect(card).toContain('\n- `ISIC_0000001`: 2\n- `P 7 # no heading`: 1\n');
    expect(card).not.toContain('No image shows a patient');
    const hashed = datasetCard(factsOf(all, 'all'));
    expect(hashed).toContain('\n- `own-a`: 2\n');
    expect(hashed).not.toContain('ISIC_0000001');
    const about = JSON.parse(croissantJson(named, 'f'.repeat(64))) as Record<string, string>;
    expect(about['rai:personalSensitiveInformation']).toContain('4 of 5 images do, from 3 source images');
    expect(about['description']).toContain("a real person's skin, except inside the mask");
    const made = [standsIn(9, 'scene-0123456789ab')];
    expect(datasetCard(factsOf(made))).not.toContain("a real person's skin");
    expect(datasetCard(factsOf(made))).not.toContain('## Source images');
  });

  it('warns where rejected samples are in the set', () => {
    const card = datasetCard(factsOf([...two, exampleRecord({ id: id(4), decision: reading })], 'all'));
    expect(card).toContain('2 accepted, 1 rejected, 0 undecided');
    expect(card).toContain('It holds samples that were rejected');
  });

  it('gives Croissant the hash of the metadata and a field a column', () => {
    const croissant = JSON.parse(croissantJson(factsOf(two), 'f'.repeat(64))) as {
      distribution: { sha256?: string }[];
      recordSet: { field: { name: string }[] }[];
    };
    expect(croissant.distribution[0]?.sha256).toBe('f'.repeat(64));
    const columns = Object.keys(JSON.parse(textOf(metadataJsonl, rowsOf(two)).split('\n')[0] ?? '') as object);
    expect(croissant.recordSet[0]?.field.map(({ name }) => name)).toEqual([...columns, 'image']);
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

  it('counts octets and streams, and reads its own labels', () => {
    const text = bagInfoTxt({ name: 'n', appVersion: '1', newest: '2026-11-23T10:00:00Z' }, files);
    expect(text).toContain('Payload-Oxum: 7.2');
    expect(parseBagInfo(`${text}Note: long\n  line\n`).get('Inlay-Export-Format')).toBe('2');
    expect(parseBagInfo(`${text}Note: long\n  line\n`).get('Note')).toBe('long line');
  });
});
