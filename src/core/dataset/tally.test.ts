import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ISIC_CODES } from '../../contracts/classes';
import { SCAN_STATES, SPLIT_NAMES, type DatasetImage } from '../../contracts/dataset';
import { exampleImage } from '../../testing/samples';
import { ALL_IMAGES, filterImages, scanOddities } from './filter';
import {
  countScanned,
  nothingScanned,
  tallyAges,
  tallyClasses,
  tallySites,
  tallyTones,
  UNKNOWN,
  withBatch,
  type ScanColumns,
} from './tally';

const UNREADABLE = SCAN_STATES.indexOf('unreadable');
const STATES = {
  'unreadable-image': 'unreadable',
  'image-over-limit': 'over-limit',
  'duplicate-image': 'duplicate',
} as const;

const imageArbitrary = fc
  .record({
    class: fc.option(fc.constantFrom(...ISIC_CODES)),
    lesion: fc.option(fc.constantFrom('L1', 'L2', 'L3')),
    ageYears: fc.option(fc.integer({ min: 0, max: 110 })),
    site: fc.option(fc.constantFrom('back', 'face')),
    split: fc.constantFrom(...SPLIT_NAMES),
  })
  .map((changes) => exampleImage('one', changes));

function scanOf(images: readonly DatasetImage[], kinds: readonly number[]): ScanColumns {
  const places = Int32Array.from(images.keys());
  const state = Uint8Array.from(images, (_, at) => kinds[at % kinds.length] ?? 0);
  return withBatch(nothingScanned(images.length), {
    images: places,
    state,
    itaDeg: Float32Array.from(images, (_, at) => (state[at] === 1 ? 20 * (at % 6) - 35 : NaN)),
    hairShare: Float32Array.from(images, (_, at) => (at % 2 === 0 ? NaN : at / 1_000)),
    diameter: Float32Array.from(images, (_, at) => (at % 3 === 0 ? NaN : at / 100)),
    duplicateOf: Int32Array.from(images, (_, at) => (at % 5 === 4 && state[at] === 1 ? at - 1 : -1)),
  });
}

const dataset = fc
  .tuple(
    fc.array(imageArbitrary, { maxLength: 40 }),
    fc.array(fc.constantFrom(0, 1, 2, 3), { minLength: 1, maxLength: 7 }),
  )
  .map(([images, kinds]): [DatasetImage[], ScanColumns] => [images, scanOf(images, kinds)]);

describe('what a data set holds', () => {
  it('adds up: classes, splits, tones, sites and ages count the same images', () => {
    fc.assert(
      fc.property(dataset, ([images, scan]) => {
        const counted = filterImages(images, scan, { ...ALL_IMAGES, state: 'counted' }).length;
        const classes = tallyClasses(images, scan, ISIC_CODES);
        const total = (shares: readonly { images: number }[]) => shares.reduce((sum, share) => sum + share.images, 0);
        expect(total(classes)).toBe(counted);
        for (const row of classes) {
          expect(row.bySplit.reduce((sum, n) => sum + n, 0)).toBe(row.images);
          expect(row.lesions).toBeLessThanOrEqual(row.images);
          expect(row.part === null).toBe(row.images === 0);
          const filter = { ...ALL_IMAGES, class: row.class, state: 'counted' as const };
          expect(filterImages(images, scan, filter)).toHaveLength(row.images);
        }
        for (const tally of [tallyTones, tallySites, tallyAges]) expect(total(tally(images, scan))).toBe(counted);
        for (const { name, images: count } of tallyTones(images, scan))
          expect(filterImages(images, scan, { ...ALL_IMAGES, tone: name, state: 'counted' })).toHaveLength(count);
      }),
    );
  });

  it('names head, medium and tail by the largest class', () => {
    const imagesOf = (code: (typeof ISIC_CODES)[number], count: number): DatasetImage[] =>
      Array.from({ length: count }, (_, at) => exampleImage(`${code}${at}`, { class: code }));
    const images = [
      ...imagesOf('NV', 90),
      ...imagesOf('MEL', 30),
      ...imagesOf('BKL', 29),
      ...imagesOf('BCC', 9),
      ...imagesOf('DF', 8),
    ];
    const parts = tallyClasses(images, nothingScanned(images.length), ISIC_CODES).map(({ class: code, part }) => [
      code,
      part,
    ]);
    expect(parts.slice(0, 5)).toEqual([
      ['NV', 'head'],
      ['MEL', 'head'],
      ['BKL', 'medium'],
      ['BCC', 'medium'],
      ['DF', 'tail'],
    ]);
    expect(parts.slice(5).every(([, part]) => part === null)).toBe(true);
  });

  it('leaves what was scanned before as it is when more is scanned', () => {
    const before = nothingScanned(3);
    const after = withBatch(before, {
      images: Int32Array.of(2),
      state: Uint8Array.of(UNREADABLE),
      itaDeg: Float32Array.of(NaN),
      hairShare: Float32Array.of(NaN),
      diameter: Float32Array.of(NaN),
      duplicateOf: Int32Array.of(-1),
    });
    expect([countScanned(before), countScanned(after)]).toEqual([0, 1]);
    expect([...after.state]).toEqual([0, 0, UNREADABLE]);
  });

  it('tells what turned out to be odd, with a few examples', () => {
    fc.assert(
      fc.property(dataset, ([images, scan]) => {
        for (const { kind, count, examples } of scanOddities(images, scan)) {
          const state = STATES[kind as keyof typeof STATES];
          expect(filterImages(images, scan, { ...ALL_IMAGES, state })).toHaveLength(count);
          expect(examples.length).toBe(Math.min(5, count));
        }
      }),
    );
  });

  it('knows no site where none is written', () => {
    expect(tallySites([exampleImage('one')], nothingScanned(1))).toEqual([{ name: UNKNOWN, images: 1 }]);
  });
});
