import { beforeEach, describe, expect, it } from 'vitest';
import type { Mask } from '../../contracts/image';
import { emptyMask } from '../../core/mask/rle';
import { exampleStudio, type Example } from '../../testing/studio';
import type { Studio } from '../studio';

let example: Example;
let studio: Studio;

beforeEach(async () => {
  example = await exampleStudio();
  studio = example.studio;
});

function onePixel(width: number, height: number): Mask {
  const mask = emptyMask(width, height);
  mask.data[5] = 1;
  return mask;
}

describe('what is done to the whole mask', () => {
  it('is done in the order in which it was asked for, though its code comes later', async () => {
    example.paint();
    const { document } = studio.compose;
    const painted = document.toRle();
    const all = [
      studio.compose.reshape('grow'),
      studio.compose.transform({ flipX: true }),
      studio.compose.undo(),
      studio.compose.undo(),
    ];
    expect(document.toRle()).toEqual(painted); // nothing was taken back ahead of its turn
    await Promise.all(all);
    expect(document.toRle()).toEqual(painted);
    expect(document.canRedo).toBe(true);
    void studio.compose.undo();
    expect(document.isEmpty).toBe(true); // at once, where nothing waits
  });

  it('is done after the stroke under way, and not to another skin', async () => {
    example.paint();
    const { document } = studio.compose;
    const area = document.area;
    document.beginStroke();
    const growing = studio.compose.reshape('grow');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(document.area).toBe(area);
    document.endStroke();
    await growing;
    expect(document.area).toBeGreaterThan(area);
    const clearing = [studio.compose.reshape('invert'), studio.compose.clear()];
    document.open(64, 48, null);
    document.replace(onePixel(document.mask.width, document.mask.height));
    await Promise.all(clearing);
    expect(document.area).toBe(1);
  });
});
