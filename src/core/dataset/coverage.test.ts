/** The table of coverage counts what the browser shows when a cell is pressed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleImage } from '../../testing/samples';
import { AXIS_NAMES, COVERAGE_AXES, coverageOf, type Likeness } from './coverage';
import { ALL_IMAGES, filterImages } from './filter';
import { nothingScanned, withBatch, type ScanColumns } from './tally';

const CLASSES = ['DF', 'NV', 'VASC'];

const dataset = fc
  .array(
    fc.record({
      class: fc.constantFrom(...CLASSES, null),
      itaDeg: fc.constantFrom(60, 45, 30, 20, 0, -40, NaN),
      hairShare: fc.constantFrom(0, 0.01, 0.1, NaN),
      diameter: fc.constantFrom(0.2, 0.5, 0.9, NaN),
      state: fc.constantFrom(0, 1, 1, 2),
      isCopy: fc.boolean(),
    }),
    { maxLength: 60 },
  )
  .map((rows) => {
    const images = rows.map((row, at) => exampleImage(String(at), { class: row.class }));
    const scan: ScanColumns = withBatch(nothingScanned(rows.length), {
      images: Int32Array.from(rows.keys()),
      state: Uint8Array.from(rows, ({ state }) => state),
      itaDeg: Float32Array.from(rows, ({ itaDeg }) => itaDeg),
      hairShare: Float32Array.from(rows, ({ hairShare }) => hairShare),
      diameter: Float32Array.from(rows, ({ diameter }) => diameter),
      duplicateOf: Int32Array.from(rows, ({ isCopy }, at) => (isCopy && at > 0 ? 0 : -1)),
    });
    return { images, scan };
  });

const likeness: fc.Arbitrary<Likeness> = fc.record({
  tone: fc.constantFrom('all', ...COVERAGE_AXES.tone),
  hair: fc.constantFrom('all', ...COVERAGE_AXES.hair),
  size: fc.constantFrom('all', ...COVERAGE_AXES.size),
});

describe('coverage', () => {
  it('has in each cell the images that the browser shows for it', () => {
    fc.assert(
      fc.property(dataset, likeness, fc.constantFrom(...AXIS_NAMES), ({ images, scan }, chosen, axis) => {
        for (const row of coverageOf(images, scan, CLASSES, axis, chosen))
          row.images.forEach((count, at) => {
            const value = COVERAGE_AXES[axis][at] ?? '';
            const filter = { ...ALL_IMAGES, ...chosen, class: row.class, state: 'counted' as const, [axis]: value };
            expect(count).toBe(filterImages(images, scan, filter).length);
          });
      }),
    );
  });

  it('loses no image: what is not known is counted apart', () => {
    fc.assert(
      fc.property(dataset, fc.constantFrom(...AXIS_NAMES), ({ images, scan }, axis) => {
        const all = coverageOf(images, scan, CLASSES, axis, { tone: 'all', hair: 'all', size: 'all' });
        const sum = all.reduce((total, row) => total + row.unknown + row.images.reduce((a, b) => a + b, 0), 0);
        const counted = filterImages(images, scan, { ...ALL_IMAGES, state: 'counted' });
        expect(sum).toBe(counted.length);
      }),
    );
  });
});
