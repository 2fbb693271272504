import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uniform } from '../random/gaussian';
import { boundsOf, isInside, pointGrid, type Points } from './pointGrid';

/** Every point looked at. */
function nearestOf(points: Points, x: number, y: number, reach: number): number | null {
  let found: number | null = null;
  let least = reach * reach;
  for (let point = 0; point < points.length / 2; point += 1) {
    const distance = ((points[2 * point] ?? 0) - x) ** 2 + ((points[2 * point + 1] ?? 0) - y) ** 2;
    if (distance > least) continue;
    least = distance;
    found = point;
  }
  return found;
}

const places = fc.array(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -3, max: 3 })), {
  maxLength: 60,
});
const place = fc.tuple(fc.integer({ min: -25, max: 25 }), fc.integer({ min: -8, max: 8 }));

describe('a grid of points', () => {
  it('finds what a look at every point finds', () => {
    fc.assert(
      fc.property(places, place, fc.integer({ min: 0, max: 60 }), (all, [x, y], reach) => {
        const points = all.flat();
        expect(pointGrid(points).nearest(x, y, reach)).toBe(nearestOf(points, x, y, reach));
      }),
    );
  });

  it('passes over what does not count', () => {
    const grid = pointGrid([0, 0, 1, 0, 2, 0]);
    expect(grid.nearest(0, 0, 5, (point) => point !== 0)).toBe(1);
    expect(grid.nearest(0, 0, 5, () => false)).toBeNull();
  });

  it('holds a crowd and one far away, and points on one line', () => {
    const crowd = pointGrid([...new Array<number>(200).fill(0), 1e6, 1e6]);
    expect(crowd.nearest(1e6, 1e6, 1)).toBe(100);
    expect(crowd.nearest(0, 0, 1)).toBe(99);
    expect(pointGrid([0, 5, 1, 5, 9, 5]).nearest(8, 5, 2)).toBe(2);
  });

  it('looks a point of ten thousand up in a small part of the time of a look at all', () => {
    const points = uniform(1, 20_000);
    const grid = pointGrid(points);
    const asked = uniform(2, 400);
    const time = (look: (x: number, y: number) => unknown): number => {
      const start = performance.now();
      for (let at = 0; at < asked.length; at += 2) look(asked[at] ?? 0, asked[at + 1] ?? 0);
      return performance.now() - start;
    };
    const [byGrid, byAll] = [time((x, y) => grid.nearest(x, y, 0.01)), time((x, y) => nearestOf(points, x, y, 0.01))];
    expect(byGrid / byAll).toBeLessThan(0.2);
  });
});

describe('a line around points', () => {
  it('holds what lies in the square that it draws', () => {
    fc.assert(
      fc.property(place, ([x, y]) => {
        const square = [-5.5, -5.5, 5.5, -5.5, 5.5, 5.5, -5.5, 5.5];
        expect(isInside(x, y, square)).toBe(Math.abs(x) < 5.5 && Math.abs(y) < 5.5);
      }),
    );
  });

  it('says the same wherever it begins, and whichever way round it goes', () => {
    const corner = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }));
    fc.assert(
      fc.property(fc.array(corner, { minLength: 3, maxLength: 9 }), place, (corners, [px, py]) => {
        const [x, y] = [px + 0.5, py + 0.37];
        const inside = isInside(x, y, corners.flat());
        expect(isInside(x, y, [...corners.slice(1), ...corners.slice(0, 1)].flat())).toBe(inside);
        expect(isInside(x, y, corners.toReversed().flat())).toBe(inside);
      }),
    );
  });

  it('around nothing holds nothing, and a bay is outside', () => {
    expect(isInside(0, 0, [])).toBe(false);
    const bay = [0, 0, 10, 0, 10, 10, 5, 2, 0, 10];
    expect(isInside(5, 6, bay)).toBe(false);
    expect(isInside(1, 4, bay)).toBe(true);
  });
});

describe('bounds', () => {
  it('hold every point', () => {
    expect(boundsOf([3, -1, -2, 4])).toEqual({ left: -2, top: -1, width: 5, height: 5 });
    expect(boundsOf([])).toEqual({ left: 0, top: 0, width: 0, height: 0 });
  });
});
