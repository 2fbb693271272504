import { beforeAll, describe, expect, it } from 'vitest';
import { ISIC_CODES, ofClass } from '../../contracts/classes';
import { COUNTS, exampleDescribed, exampleRealImages } from '../../testing/realImages';
import { MEASURED_NAMES } from '../description/describeRegion';
import { calibrationSet } from './calibrationSet';
import type { Described } from './gate';
import { fitOf } from './gateFit';
import { fitGates, openGates, type Gates } from './gates';
import { label } from './label';
import { isScored } from './scales';
import { typical } from './typical';
import { readGateFit, writeGateFit } from './gateFitFile';
import { readReferenceImages, writeReferenceImages, type ReferenceImages } from './referenceImages';
import { traitsAt } from './typical/typicality';

const { reference, hashes } = exampleRealImages();
let gates: Gates;

beforeAll(() => {
  gates = openGates(reference, fitGates(reference, hashes, 'held-out'));
});

const fresh = (change?: Partial<Described['depths']>, row?: number): Described =>
  exampleDescribed(reference, change, row);

describe('the gates', () => {
  it('find a usual sample credible, and name its nearest real image', () => {
    const made = gates.assess('DF', fresh());
    expect(made.verdict.reason).toMatch(/^Credible: \d+ % of held-out real DF images/);
    expect(Object.values(made.scores).every(({ pass }) => pass)).toBe(true);
    expect(made.nearestReal?.id).toMatch(/^ISIC_/);
    const near = [made.nearestReal, ...made.furtherReal];
    expect(near).toHaveLength(4);
    expect(new Set(near.map((neighbour) => neighbour?.id)).size).toBe(4);
    expect(near.map((neighbour) => neighbour?.distance)).toEqual(
      near.map((neighbour) => neighbour?.distance).toSorted(),
    );
  });

  it('show one real image of a lesion', () => {
    const twins = { ...reference, lesions: Array.from(reference.labels, (_, row) => Math.floor(row / 8)) };
    const opened = openGates(twins, fitGates(twins, hashes, 'held-out'));
    const { nearestReal, furtherReal } = opened.assess('DF', fresh());
    const shown = [nearestReal, ...furtherReal].map((near) => twins.lesions[twins.ids.indexOf(near?.id ?? '')]);
    expect(shown).toHaveLength(4);
    expect(new Set(shown).size).toBe(4);
  });

  it.each([
    ['texture, border or colours', /^step|^border/, 30],
    ['hue', /^(red - green|green - blue) around/, 3],
    ['pattern of compression', /^blocks/, 9],
    ['lack of fine detail', /^(fineness|edges) 1 px inside/, -4],
  ])('say what is odd: %s', (words, names, by) => {
    const { depths } = fresh();
    const far = Float64Array.from(depths.texture).map((v, i) => (names.test(MEASURED_NAMES[i] ?? '') ? v + by : v));
    const { verdict, scores } = gates.assess('DF', fresh({ texture: far }));
    expect(verdict).toMatchObject({ outcome: 'doubtful' });
    expect(verdict.reason).toContain(`its ${words} is odder than in`);
    expect(scores.typical?.pass).toBe(false);
  });

  it('say which class is read instead', () => {
    const { verdict } = gates.assess('DF', { ...fresh(), logits: [0, 6, 0, 0, 0, 0, 0, 0] });
    expect(verdict.reason).toBe('Doubtful: the classifier reads NV melanocytic nevus, not DF.');
    const unsure = gates.assess('DF', { ...fresh(), logits: [0, 2.9, 0, 0, 0, 3, 0, 0] });
    expect(unsure.verdict.reason).toBe('Doubtful: the classifier is less sure of DF than with almost any real one.');
  });

  it('name the real image of which a sample is a copy, by features or by picture', () => {
    const same = { ...traitsAt(reference, 5), hashes: fresh().hashes };
    expect(gates.assess('DF', same).verdict.reason).toBe('Doubtful: it is nearly a copy of the real image ISIC_5.');
    const picture = gates.assess('DF', { ...fresh(), hashes: hashes[9] ?? new Uint32Array() });
    expect(picture.verdict.reason).toContain('ISIC_9');
  });

  it('say where a class is too small for a promise', () => {
    const vasc = { ...fresh({}, COUNTS.DF + COUNTS.NV), logits: [0, 0, 0, 0, 0, 0, 3, 0] };
    const { verdict, scores } = gates.assess('VASC', vasc);
    expect(verdict.reason).toContain('Only 13 held-out NV and VASC images are there; 19 are needed');
    expect(scores.typical?.p).toBeGreaterThanOrEqual(1 / 14);
  });

  it('do not score what is no number, and are not fitted on it', () => {
    const broken = fresh({ mid: new Float64Array(reference.depths.mid.dim).fill(NaN) });
    const { verdict, scores } = gates.assess('DF', broken);
    expect(verdict).toEqual({
      outcome: 'unscored',
      reason: 'Not scored: the encoder gave no numbers for this sample.',
    });
    expect(scores).toEqual({});
    const logits = { dim: 8, data: reference.logits.data.slice() };
    logits.data[17] = Infinity;
    expect(() => fitGates({ ...reference, logits }, hashes, 'held-out')).toThrow(/image 2 /);
  });

  it('do not score healthy skin, nor a class without real images', () => {
    expect(gates.assess('SKIN', fresh()).verdict.outcome).toBe('unscored');
    const none = gates.assess('MEL', fresh());
    expect(none.verdict).toMatchObject({ outcome: 'unscored' });
    expect(none.verdict.reason).toContain('no held-out real images of MEL');
  });

  it('calibrated by leaving out, use every image and keep none aside', () => {
    const fit = fitGates(reference, hashes, 'leave-out');
    const byClass = fitOf(fit, typical)?.typical;
    expect(byClass?.['DF']?.scores).toHaveLength(COUNTS.DF);
    expect(fitOf(fit, label)?.DF).toHaveLength(COUNTS.DF);
    expect(openGates(reference, fit).assess('DF', fresh()).verdict.outcome).toBe('credible');
    expect(byClass?.MEL).toBeUndefined();
  });

  it('fitted on small classes too: what has enough is held out, what has not is left out, what is nearly nothing is said', () => {
    const sizes = { NV: 240, DF: 60, VASC: 5, SCC: 2, AK: 1 } as const;
    const labels = Object.entries(sizes).flatMap(([code, count]) =>
      new Array<number>(count).fill(ISIC_CODES.indexOf(code)),
    );
    const rows = labels.map((_, row) => row % reference.ids.length);
    const pick = ({ dim, data }: { dim: number; data: ArrayLike<number> }) => ({
      dim,
      data: Float64Array.from(rows.flatMap((row) => Array.from({ length: dim }, (_, i) => data[row * dim + i] ?? 0))),
    });
    const few: ReferenceImages = {
      ...reference,
      ids: rows.map((row) => `own-${row}`),
      labels,
      lesions: rows,
      splits: rows.map((row) => (row % 4 === 3 ? 'calibration' : 'train')),
      hashes: Uint32Array.from(rows.flatMap((row) => [...(hashes[row]?.subarray(0, 2) ?? [0, 0])])),
      depths: {
        texture: pick(reference.depths.texture),
        mid: pick(reference.depths.mid),
        deep: pick(reference.depths.deep),
      },
      logits: pick(reference.logits),
    };
    const forms = rows.map((row) => hashes[row] ?? new Uint32Array(16));
    const fit = fitGates(few, forms, 'small-leave-out');
    const byClass = fitOf(fit, typical)?.typical;
    expect(calibrationSet(few, 'small-leave-out').together.get('DF')).toEqual(['NV', 'AK', 'DF', 'VASC', 'SCC']); // all below 99 held-out images
    expect(byClass?.['DF']?.scores.length).toBe(60 + 60 + 5 + 2 + 1); // NV's calibration split, and every other image
    expect(fitOf(fit, label)?.['DF']?.length).toBe(60 + 60 + 5 + 2 + 1);
    expect(byClass?.MEL).toBeUndefined();
    const judged = openGates(few, fit);
    for (const code of ['NV', 'DF', 'VASC', 'SCC', 'AK'] as const)
      expect(judged.assess(code, fresh()).scores.typical?.p).toBeGreaterThan(0);
    expect(judged.assess('MEL', fresh()).verdict.outcome).toBe('unscored');
  });
});

describe('the gates of a project with a class that the classifier does not read', () => {
  const classes = ['constructor', 'NV', 'DF'];
  const [, nv, df] = classes;
  /** DF's images are called by the name of the other class; the classifier reads what it always read. */
  const other: ReferenceImages = {
    ...reference,
    classes,
    labels: Array.from(reference.labels, (label) => (ISIC_CODES[label] === df ? 0 : ISIC_CODES[label] === nv ? 1 : 2)),
  };

  it('judge it by the others, and say so', () => {
    const fit = fitGates(other, hashes, 'held-out');
    const text = writeGateFit(fit, other, 'a'.repeat(64));
    for (const found of [fit, readGateFit(text, 'a'.repeat(64))]) {
      const { scores, verdict } = openGates(other, found).assess('constructor', fresh());
      expect(Object.keys(scores)).toEqual(['typical', 'novel']);
      expect(verdict.outcome).toBe('credible');
      expect(verdict.reason).toContain('does not read constructor, so its label is not checked.');
    }
    const opened = openGates(other, fit);
    expect(ofClass(opened.reference, 'constructor')?.scales['label']).toBeNull();
    expect(['constructor', 'DF', 'toString'].map((code) => isScored(opened.reference, code))).toEqual([
      true,
      true,
      false,
    ]);
    expect(opened.assess('NV', fresh()).scores['label']?.p).toBeLessThan(0.2);
  });

  it('do not score a class that they have no image of', () => {
    for (const code of ['toString', 'MEL']) {
      const made = openGates(other, fitGates(other, hashes, 'held-out')).assess(code, fresh());
      expect(made.verdict).toEqual({
        outcome: 'unscored',
        reason: `Not scored: there are no held-out real images of ${code} to compare with.`,
      });
      expect(made.nearestReal?.id).toMatch(/^ISIC_/);
    }
  });

  it('are kept with the list that their labels are places in', () => {
    const read = readReferenceImages(writeReferenceImages(other), 'abc');
    expect([read.classes, read.encoderClasses]).toEqual([classes, ISIC_CODES]);
    expect(readReferenceImages(writeReferenceImages(reference), 'abc').classes).toEqual(ISIC_CODES);
  });
});
