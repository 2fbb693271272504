import { beforeEach, describe, expect, it, vi } from 'vitest';
import { maskModelSchema } from '../../contracts/bundle';
import { maskBounds } from '../../core/image/region';
import { command } from '../commands';
import { exampleStudio, type Example } from '../../testing/studio';
import { gripAt } from './tools/move';
import type { Studio } from '../studio';

let example: Example;
let studio: Studio;

beforeEach(async () => {
  example = await exampleStudio();
  studio = example.studio;
  studio.compose.set({ brushSizePx: 6 });
});

const area = (): number => studio.compose.document.area;
const take = (tool: string): void => command(tool).run(studio);

/** Presses at the first point, goes through the others, lifts. */
function draw(...points: readonly (readonly [number, number])[]): void {
  points.forEach(([x, y], i) =>
    i === 0 ? studio.painter.press({ at: { x, y } }) : studio.painter.move({ at: { x, y } }),
  );
  studio.painter.release();
}

describe('the brush', () => {
  it('paints a stroke as one step, and the eraser takes it away', () => {
    draw([10, 10], [30, 10], [30, 30]);
    const painted = area();
    expect(painted).toBeGreaterThan(200);
    take('eraser');
    draw([10, 10], [30, 10]);
    expect(area()).toBeLessThan(painted);
    studio.compose.document.undo();
    expect(area()).toBe(painted);
    studio.compose.document.undo();
    expect(area()).toBe(0);
  });

  it('takes away while the other way round is held', () => {
    draw([10, 10], [40, 10]);
    studio.painter.press({ at: { x: 10, y: 10 }, isInverse: true });
    studio.painter.move({ at: { x: 40, y: 10 }, isInverse: true });
    studio.painter.release();
    expect(area()).toBe(0);
  });

  it('is wider under more pressure, unless that is turned off', () => {
    const at = { x: 20, y: 20 };
    const areaOf = (pressure: number): number => {
      studio.painter.press({ at, pressure });
      studio.painter.release();
      const found = area();
      studio.compose.document.clear();
      return found;
    };
    expect(areaOf(0.2)).toBeLessThan(areaOf(1));
    studio.compose.set({ usesPressure: false });
    expect(areaOf(0.2)).toBe(areaOf(1));
  });

  it('that is cancelled leaves nothing, and nothing to undo', () => {
    studio.painter.press({ at: { x: 20, y: 20 } });
    studio.painter.move({ at: { x: 40, y: 20 } });
    command('cancel').run(studio);
    expect(area()).toBe(0);
    expect(studio.compose.document.canUndo).toBe(false);
    expect(studio.painter.isBusy).toBe(false);
  });

  it('is not disturbed by commands in the middle of a stroke', () => {
    draw([10, 10], [20, 10]);
    const first = area();
    studio.painter.press({ at: { x: 30, y: 30 } });
    studio.painter.move({ at: { x: 40, y: 30 } });
    for (const id of ['undo', 'redo', 'grow', 'clear-mask', 'sample-mask'] as const) command(id).run(studio);
    studio.painter.release();
    expect(area()).toBeGreaterThan(first);
    studio.compose.document.undo();
    expect(area()).toBe(first);
    studio.compose.document.undo();
    expect(area()).toBe(0);
  });

  it('does not go on on another background, and is kept as far as it was drawn', async () => {
    studio.painter.press({ at: { x: 10, y: 10 } });
    const drawn = area();
    await studio.compose.openBackground('skin-01');
    expect(studio.painter.isBusy).toBe(false);
    const before = area();
    expect(before).toBe(drawn);
    studio.painter.move({ at: { x: 50, y: 40 } });
    studio.painter.release();
    expect(area()).toBe(before);
  });

  it('outside of the image changes nothing', () => {
    draw([-50, -50], [-20, 900]);
    expect(area()).toBe(0);
    expect(studio.compose.document.canUndo).toBe(false);
  });
});

describe('areas', () => {
  it('are filled by the lasso when it is lifted', () => {
    take('lasso');
    draw([10, 10], [30, 10], [30, 30], [10, 30]);
    expect(area()).toBe(400);
  });

  it('are filled by the polygon when its first corner is pressed again; a corner can be taken back', () => {
    take('polygon');
    const click = (x: number, y: number): void => draw([x, y]);
    click(10, 10);
    click(30, 10);
    click(60, 40);
    expect(studio.painter.stepBack()).toBe(true);
    click(30, 30);
    click(10, 30);
    expect(area()).toBe(0);
    expect(studio.painter.sketch()).toMatchObject({ kind: 'path' });
    studio.painter.press({ at: { x: 10.5, y: 10 }, reachPx: 4 });
    expect(area()).toBe(400);
    expect(studio.painter.isBusy).toBe(false);
  });

  it('are taken away where the settings say so', async () => {
    await studio.compose.reshape('invert');
    studio.compose.set({ areaMode: 'remove' });
    take('ellipse');
    draw([10, 10], [30, 30]);
    expect(Math.abs(64 * 48 - area() - Math.PI * 100)).toBeLessThan(12);
  });

  it('that are begun end when another tool is taken', () => {
    take('polygon');
    for (const at of [
      { x: 10, y: 10 },
      { x: 30, y: 10 },
      { x: 30, y: 30 },
    ])
      studio.painter.press({ at });
    take('brush');
    expect(studio.painter.isBusy).toBe(false);
    expect(area()).toBeGreaterThan(150);
  });

  it('are taken by the wand with a tolerance that it finds at its first press, and that the person may set', () => {
    take('wand');
    const tolerance = (): number => studio.compose.store.getState().wandTolerance;
    studio.painter.press({ at: { x: 10, y: 10 } });
    studio.painter.release();
    const found = tolerance();
    studio.compose.setPainting('wandTolerance', 40);
    studio.painter.press({ at: { x: 20, y: 20 } });
    studio.painter.release();
    expect(tolerance()).toBe(40);
    expect(found).toBeLessThanOrEqual(18);
  });

  it('are taken by the wand where the colour is alike', () => {
    take('wand');
    draw([5, 5]);
    expect(area()).toBe(64 * 48); // the example's skin is of one colour
    expect(studio.painter.isBusy).toBe(false);
  });
});

describe('the move tool', () => {
  beforeEach(() => {
    take('ellipse');
    draw([20, 14], [40, 34]);
    take('move');
  });
  const bounds = () => maskBounds(studio.compose.document.mask);

  it('moves the mask as one step', () => {
    draw([30, 24], [33, 22], [35, 20]);
    expect(bounds()).toEqual({ x: 25, y: 10, width: 20, height: 20 });
    studio.compose.document.undo();
    expect(bounds()).toEqual({ x: 20, y: 14, width: 20, height: 20 });
  });

  it('scales at a corner and turns at the handle above', () => {
    const frame = { x: 20, y: 14, width: 20, height: 20 };
    expect(gripAt(frame, { x: 40, y: 34 }, 2)).toBe('scale');
    expect(gripAt(frame, { x: 30, y: 8 }, 2)).toBe('turn');
    expect(gripAt(frame, { x: 30, y: 24 }, 2)).toBe('move');
    const before = area();
    studio.painter.press({ at: { x: 40, y: 34 }, reachPx: 2 });
    studio.painter.move({ at: { x: 35, y: 29 } });
    studio.painter.release();
    expect(area() / before).toBeCloseTo(0.25, 1);
  });

  it('that is left puts the mask back', () => {
    const before = bounds();
    studio.painter.press({ at: { x: 30, y: 24 } });
    studio.painter.move({ at: { x: 50, y: 24 } });
    studio.painter.cancel();
    expect(bounds()).toEqual(before);
  });

  it('shows its frame, and none without a mask', () => {
    expect(studio.painter.sketch()).toMatchObject({ kind: 'frame' });
    studio.compose.document.clear();
    expect(studio.painter.sketch()).toBeNull();
    draw([30, 24], [50, 24]);
    expect(area()).toBe(0);
  });
});

describe('strokes', () => {
  it('can be undone and done again after a reload, 200 of them and across tools', async () => {
    const areas = [0];
    for (let i = 0; i < 200; i += 1) {
      take((['brush', 'ellipse', 'eraser', 'lasso'] as const)[i % 4] ?? 'brush');
      const [x, y] = [(i * 7) % 60, (i * 5) % 44];
      draw([x, y], [x + 9, y + 3], [x + 4, y + 9]);
      areas.push(area());
    }
    studio.compose.document.undo();
    await studio.writing.settled();
    example = await example.reopened();
    studio = example.studio;
    const { document } = studio.compose;
    expect(area()).toBe(areas[199]);
    document.redo();
    expect(area()).toBe(areas[200]);
    const distinct = areas.filter((value, i) => i === 0 || value !== areas[i - 1]);
    for (let i = 0; i < 300 && document.canUndo; i += 1) document.undo();
    expect(area()).toBe(0);
    expect(distinct.length).toBeGreaterThan(100);
  });

  it('of a mask of another size are not taken', async () => {
    draw([10, 10], [20, 10]);
    await studio.writing.settled();
    const mask = example.kept.masks['skin-01'];
    if (mask) example.kept.masks['skin-01'] = { ...mask, rle: { size: [5, 5], counts: [25] } };
    example = await example.reopened();
    expect(example.studio.compose.document.canUndo).toBe(false);
    expect(example.studio.compose.document.isEmpty).toBe(true);
  });
});

describe('the whole mask', () => {
  it.each([
    ['grow', 1],
    ['shrink', -1],
  ] as const)('is changed by %s, as one step', async (how, sign) => {
    take('ellipse');
    draw([20, 14], [40, 34]);
    const before = area();
    studio.compose.setPainting('reshapePx', 3);
    command(how).run(studio);
    await vi.waitFor(() => expect(Math.sign(area() - before)).toBe(sign));
    studio.compose.document.undo();
    expect(area()).toBe(before);
  });

  it('that is sampled first is as large as lesions usually are; after that it is any size, or the one that is asked for', async () => {
    const maskModel = maskModelSchema.parse({ schema: 1, harmonicSd: [0.001], logDiameter: { mean: -0.9, sd: 0.5 } });
    const diameterOf = async (): Promise<number> => {
      await studio.compose.sampleMask();
      const { width, height } = studio.compose.document.mask;
      return Math.log((2 * Math.sqrt(area() / Math.PI)) / Math.min(width, height)) + 0.9;
    };
    studio.session.store.setState({ maskModel });
    expect(Math.abs(await diameterOf())).toBeLessThan(0.5 * 0.43 + 0.1);
    const others: number[] = [];
    for (let n = 0; n < 40; n += 1) others.push(await diameterOf());
    expect(Math.max(...others.map(Math.abs))).toBeGreaterThan(0.4);
  });

  it('keeps settings within their limits', () => {
    studio.compose.setPainting('reshapePx', 900);
    studio.compose.setPainting('hardness', -3);
    studio.compose.setPainting('wandTolerance', NaN);
    expect(studio.compose.store.getState()).toMatchObject({ reshapePx: 64, hardness: 0, wandTolerance: 12 });
  });
});

describe('yielding to input', () => {
  it('asks what is being made to wait while a gesture lasts, not at every move', () => {
    studio.painter.press({ at: { x: 10, y: 10 } });
    studio.painter.move({ at: { x: 20, y: 10 } });
    studio.painter.release();
    studio.painter.move({ at: { x: 30, y: 10 } });
    expect(example.yields).toEqual([500]);
  });
});
