/** The mask that is shown is the mask that is used: from a press on the screen to the tensor that the model gets. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { decodeRle } from '../../core/mask/rle';
import { exampleStudio, type Example } from '../../testing/studio';
import { broughtIn, canvasMatrix, toImage, zoomAt, ZOOM_LIMITS, type View } from './view';
import { runs } from '../../testing/propertyRuns';

const anyView: fc.Arbitrary<View> = fc.record({
  scale: fc.double({ min: ZOOM_LIMITS.min, max: ZOOM_LIMITS.max, noNaN: true }),
  x: fc.double({ min: -800, max: 800, noNaN: true }),
  y: fc.double({ min: -800, max: 800, noNaN: true }),
});
/** A pixel of the example's background, 64 x 48. */
const anyPixel = fc.record({ x: fc.integer({ min: 0, max: 63 }), y: fc.integer({ min: 0, max: 47 }) });
const anyRatio = fc.constantFrom(1, 1.25, 1.5, 2, 3);

/** Where the stage draws an image point, in CSS pixels. */
function drawnAt(view: View, point: { x: number; y: number }, ratio: number) {
  const [a, b, c, d, e, f] = canvasMatrix(view, ratio);
  return { x: (a * point.x + c * point.y + e) / ratio, y: (b * point.x + d * point.y + f) / ratio };
}

let example: Example;
beforeEach(async () => {
  example = await exampleStudio();
});

describe('the mask that is shown', () => {
  it('lies under the pointer at every zoom and device pixel ratio', () => {
    fc.assert(
      fc.property(anyView, anyPixel, anyRatio, (view, pixel, ratio) => {
        const middle = { x: pixel.x + 0.5, y: pixel.y + 0.5 };
        const screen = drawnAt(view, middle, ratio);
        const { painter, compose } = example.studio;
        compose.document.clear();
        compose.setPainting('brushSizePx', 1);
        painter.press({ at: toImage(view, screen) });
        painter.release();
        const { width, data } = compose.document.mask;
        expect(data[pixel.y * width + pixel.x]).toBe(1);
        expect(compose.document.area).toBe(1);
      }),
    );
  });

  it('is what the model gets', async () => {
    const { painter, compose, generation } = example.studio;
    compose.set({ variants: 1 });
    await fc.assert(
      fc.asyncProperty(
        anyView,
        fc.array(anyPixel, { minLength: 2, maxLength: 6 }),
        anyRatio,
        async (view, path, ratio) => {
          compose.document.clear();
          compose.setPainting('brushSizePx', 5);
          path.forEach(({ x, y }, i) => {
            const at = toImage(view, drawnAt(view, { x: x + 0.5, y: y + 0.5 }, ratio));
            if (i === 0) painter.press({ at });
            else painter.move({ at });
          });
          painter.release();
          const shown = { ...compose.document.mask, data: compose.document.mask.data.slice() };
          const before = example.jobs.length;
          await generation.generate();
          const job = example.jobs[before];
          expect(job?.mask).toEqual(shown);
          const record = example.kept.samples.find(({ record: { id } }) => id === job?.jobId)?.record;
          expect(record && decodeRle(record.mask)).toEqual(shown);
        },
      ),
      { numRuns: runs(25) },
    );
  });
});

describe('a view that follows the crosshair', () => {
  it('brings every point into the stage, and stays where it is for one that is there', () => {
    const stage = { width: 500, height: 400 };
    fc.assert(
      fc.property(anyView, anyPixel, (view, at) => {
        const moved = broughtIn(view, at, stage);
        const { x, y } = drawnAt(moved, at, 1);
        expect(x).toBeGreaterThanOrEqual(32 - 1e-6);
        expect(x).toBeLessThanOrEqual(468 + 1e-6);
        expect(y).toBeGreaterThanOrEqual(32 - 1e-6);
        expect(y).toBeLessThanOrEqual(368 + 1e-6);
        const again = broughtIn(moved, at, stage);
        expect(Math.hypot(again.x - moved.x, again.y - moved.y)).toBeLessThan(1e-6);
      }),
    );
  });

  it('keeps the image point under the pointer while it zooms at its limits', () => {
    const view = { scale: ZOOM_LIMITS.max, x: -300, y: 20 };
    expect(zoomAt(view, { x: 10, y: 10 }, 2)).toEqual(view);
  });
});
