import { describe, expect, it } from 'vitest';
import { COMPARISONS } from './compareStore';
import { exampleStudio } from './exampleStudio';

describe('comparing', () => {
  it('goes round by key, and is on only while a sample is shown', async () => {
    const here = await exampleStudio();
    const { compare, generation, compose } = here.studio;
    const seen = COMPARISONS.map(() => {
      compare.turn();
      return compare.store.getState().mode;
    });
    expect(seen).toEqual(['slider', 'side', 'difference', 'off']);
    compare.setMode('slider');
    expect(compare.isOn).toBe(false);
    here.paint();
    compose.set({ variants: 1 });
    await generation.generate();
    expect(compare.isOn).toBe(true);
  });

  it.each([
    [0.3, 0.3],
    [-2, 0],
    [7, 1],
    [NaN, 0.5],
  ])('divides the stage within itself: %f is %f', async (wanted, split) => {
    const { compare } = (await exampleStudio()).studio;
    compare.setSplit(wanted);
    expect(compare.store.getState().split).toBe(split);
  });
});
