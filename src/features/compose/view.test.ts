import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitView, resized, toImage, zoomAt } from './view';

const size = fc.record({ width: fc.integer({ min: 64, max: 4000 }), height: fc.integer({ min: 64, max: 4000 }) });
const point = fc.record({ x: fc.integer({ min: -500, max: 2000 }), y: fc.integer({ min: -500, max: 2000 }) });

describe('the view', () => {
  it('shows the whole image inside the stage', () => {
    fc.assert(
      fc.property(size, size, (image, stage) => {
        const view = fitView(image, stage, 10);
        expect(view.x).toBeGreaterThanOrEqual(10 - 1e-6);
        expect(view.y).toBeGreaterThanOrEqual(10 - 1e-6);
        expect(view.x + image.width * view.scale).toBeLessThanOrEqual(stage.width - 10 + 1e-6);
      }),
    );
  });

  it('keeps the point under the pointer in place while it zooms, within its limits', () => {
    fc.assert(
      fc.property(size, size, point, fc.double({ min: 0.01, max: 100, noNaN: true }), (image, stage, at, factor) => {
        const before = fitView(image, stage);
        const after = zoomAt(before, at, factor);
        const [a, b] = [toImage(before, at), toImage(after, at)];
        expect(Math.abs(a.x - b.x)).toBeLessThan(1e-6 * (1 + Math.abs(a.x)));
        expect(Math.abs(a.y - b.y)).toBeLessThan(1e-6 * (1 + Math.abs(a.y)));
        expect(after.scale).toBeGreaterThanOrEqual(0.05);
        expect(after.scale).toBeLessThanOrEqual(40);
      }),
    );
  });

  it('keeps zoom and middle when the stage gets another size', () => {
    const before = { scale: 3, x: 10, y: -20 };
    const after = resized(before, { width: 400, height: 300 }, { width: 600, height: 200 });
    expect(after.scale).toBe(3);
    expect(toImage(after, { x: 300, y: 100 })).toEqual(toImage(before, { x: 200, y: 150 }));
    expect(resized(before, { width: 4, height: 3 }, { width: 4, height: 3 })).toBe(before);
  });
});
