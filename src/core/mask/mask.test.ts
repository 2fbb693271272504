import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskModelSchema } from '../../contracts/bundle';
import type { Mask } from '../../contracts/image';
import { MaskHistory } from './history';
import { ANY_OUTLINE, sampleOutline, type OutlineWishes } from './outline';
import { decodeRle, emptyMask, encodeRle, maskArea, RleError } from './rle';
import { paintSegment } from './stroke';
import { runs } from '../../testing/propertyRuns';

const anyMask = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
  .chain(([width, height]) =>
    fc
      .array(fc.constantFrom(0, 1), { minLength: width * height, maxLength: width * height })
      .map((bits): Mask => ({ width, height, data: Uint8Array.from(bits) })),
  );

const anyPoint = fc.record({
  x: fc.double({ min: -50, max: 90, noNaN: true }),
  y: fc.double({ min: -50, max: 90, noNaN: true }),
});
const anyStroke = fc.tuple(
  anyPoint,
  anyPoint,
  fc.double({ min: 0.1, max: 40, noNaN: true }),
  fc.constantFrom<0 | 1>(0, 1),
);

describe('run-length encoding', () => {
  it('writes columns, zeros first, as COCO does', () => {
    expect(encodeRle({ width: 2, height: 2, data: Uint8Array.of(1, 0, 1, 0) })).toEqual({
      size: [2, 2],
      counts: [0, 2, 2],
    });
  });

  it('returns every mask', () => {
    fc.assert(
      fc.property(anyMask, (mask) => {
        expect(decodeRle(encodeRle(mask))).toEqual(mask);
      }),
    );
  });

  it('refuses runs that do not add up', () => {
    expect(() => decodeRle({ size: [2, 2], counts: [1, 2] })).toThrow(RleError);
  });
});

describe('painting', () => {
  it('never leaves the image and changes only the rectangle that it reports', () => {
    fc.assert(
      fc.property(anyStroke, ([from, to, diameter, value]) => {
        const mask = emptyMask(40, 30);
        mask.data.fill(value === 1 ? 0 : 1);
        const rect = paintSegment(mask, from, to, diameter, value);
        expect(mask.data.length).toBe(1200);
        mask.data.forEach((pixel, i) => {
          if (pixel !== value) return;
          expect(rect).not.toBeNull();
          const [x, y] = [i % 40, Math.floor(i / 40)];
          expect(x >= (rect?.x ?? 0) && x < (rect?.x ?? 0) + (rect?.width ?? 0)).toBe(true);
          expect(y >= (rect?.y ?? 0) && y < (rect?.y ?? 0) + (rect?.height ?? 0)).toBe(true);
        });
      }),
    );
  });

  it('paints a disc of the right area', () => {
    const mask = emptyMask(100, 100);
    paintSegment(mask, { x: 50, y: 50 }, { x: 50, y: 50 }, 40, 1);
    expect(Math.abs(maskArea(mask) - Math.PI * 400)).toBeLessThan(30);
  });
});

describe('MaskHistory', () => {
  it('restores every state bit for bit, back and forth', () => {
    fc.assert(
      fc.property(fc.array(anyStroke, { minLength: 1, maxLength: 12 }), (strokes) => {
        const mask = emptyMask(40, 30);
        const history = new MaskHistory();
        const states = [mask.data.slice()];
        for (const [from, to, diameter, value] of strokes) {
          history.begin(mask);
          paintSegment(mask, from, to, diameter, value);
          if (history.commit(mask)) states.push(mask.data.slice());
        }
        for (let i = states.length - 2; i >= 0; i -= 1) {
          expect(history.undo(mask)).not.toBeNull();
          expect(mask.data).toEqual(states[i]);
        }
        expect(history.undo(mask)).toBeNull();
        for (let i = 1; i < states.length; i += 1) {
          expect(history.redo(mask)).not.toBeNull();
          expect(mask.data).toEqual(states[i]);
        }
        expect(history.canRedo).toBe(false);
      }),
    );
  });

  it('forgets the undone once something new is painted', () => {
    const mask = emptyMask(10, 10);
    const history = new MaskHistory();
    for (const x of [2, 8]) {
      history.begin(mask);
      paintSegment(mask, { x, y: 5 }, { x, y: 5 }, 2, 1);
      history.commit(mask);
      if (x === 2) history.undo(mask);
    }
    expect(history.canRedo).toBe(false);
  });

  it('keeps at least 200 steps', () => {
    const mask = emptyMask(64, 64);
    const history = new MaskHistory();
    for (let i = 0; i < 250; i += 1) {
      history.begin(mask);
      mask.data[i * 16] = 1;
      history.commit(mask);
    }
    let undone = 0;
    while (history.undo(mask)) undone += 1;
    expect(undone).toBeGreaterThanOrEqual(200);
    expect(maskArea(mask)).toBe(0);
  });
});

describe('sampleOutline', () => {
  const model = maskModelSchema.parse({
    schema: 2,
    mean: [0, 0, 0.15, 0, 0.02, 0, 0, 0],
    components: [
      [0, 0, 0.15, 0, 0, 0.05, 0, 0],
      [0.12, 0, 0, 0, 0, 0, 0.05, 0],
      [0, 0.1, 0, 0, 0.08, 0, 0, 0.03],
    ],
    logDiameter: { mean: -0.7, sd: 0.4 },
    byClass: { DF: { mean: [0, 0, 0], sd: [0.1, 0.1, 0.1], logDiameter: { mean: -1.6, sd: 0.05 } } },
  });

  it('gives one connected shape inside the image, for every seed and size', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 64, max: 160 }),
        fc.integer({ min: 64, max: 160 }),
        (seed, width, height) => {
          const mask = sampleOutline(model, width, height, seed);
          expect(maskArea(mask)).toBeGreaterThan(30);
          for (let x = 0; x < width; x += 1)
            expect((mask.data[x] ?? 0) + (mask.data[(height - 1) * width + x] ?? 0)).toBe(0);
          for (let y = 0; y < height; y += 1)
            expect((mask.data[y * width] ?? 0) + (mask.data[y * width + width - 1] ?? 0)).toBe(0);
          expect(connectedParts(mask)).toBe(1);
        },
      ),
      { numRuns: runs(40) },
    );
  });

  it('is a function of the seed', () => {
    expect(sampleOutline(model, 80, 80, 5)).toEqual(sampleOutline(model, 80, 80, 5));
    expect(sampleOutline(model, 80, 80, 5)).not.toEqual(sampleOutline(model, 80, 80, 6));
  });

  it('is of the size, at the place and of the class that was asked for', () => {
    const seeds = Array.from({ length: 30 }, (_, seed) => seed);
    const areas = (wishes: Partial<OutlineWishes>): number[] =>
      seeds.map((seed) => maskArea(sampleOutline(model, 128, 128, seed, { ...ANY_OUTLINE, ...wishes })));
    const mean = (values: number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
    expect(Math.max(...areas({ size: 'small' }))).toBeLessThan(Math.min(...areas({ size: 'large' })));
    expect(mean(areas({ size: 'small' }))).toBeLessThan(mean(areas({ size: 'medium' })));
    expect(mean(areas({ ofClass: 'DF' }))).toBeLessThan(0.5 * mean(areas({})));
    expect(areas({ ofClass: 'MEL' })).toEqual(areas({})); // a class without outlines of its own
    for (const seed of seeds.slice(0, 8)) {
      const mask = sampleOutline(model, 128, 128, seed, { ...ANY_OUTLINE, place: 'centre' });
      const columns = Array.from(mask.data, (v, i) => (v ? i % 128 : -1)).filter((x) => x >= 0);
      expect(Math.abs((Math.min(...columns) + Math.max(...columns)) / 2 - 63.5)).toBeLessThan(2);
    }
  });

  it('reads the independent harmonics of older bundles', () => {
    const older = maskModelSchema.parse({ schema: 1, harmonicSd: [0.1, 0.2], logDiameter: { mean: -0.7, sd: 0.4 } });
    expect(older.components).toEqual([
      [0.1, 0, 0, 0],
      [0, 0.1, 0, 0],
      [0, 0, 0.2, 0],
      [0, 0, 0, 0.2],
    ]);
  });
});

function connectedParts(mask: Mask): number {
  const open = mask.data.slice();
  let parts = 0;
  for (let start = open.indexOf(1); start >= 0; start = open.indexOf(1)) {
    parts += 1;
    const stack = [start];
    while (stack.length > 0) {
      const at = stack.pop() ?? 0;
      if (open[at] !== 1) continue;
      open[at] = 0;
      for (const step of [
        -1,
        1,
        -mask.width,
        mask.width,
        -mask.width - 1,
        mask.width + 1,
        1 - mask.width,
        mask.width - 1,
      ])
        stack.push(at + step);
    }
  }
  return parts;
}
