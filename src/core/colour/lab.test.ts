import { describe, expect, it } from 'vitest';
import golden from './golden/lab.json' with { type: 'json' };
import { deltaE, lab } from './lab';

describe('CIELAB', () => {
  it('is that of scikit-image', () => {
    for (const { rgb, lab: wanted } of golden) {
      const [red = 0, green = 0, blue = 0] = rgb;
      const { l, a, b } = lab(red, green, blue);
      [l, a, b].forEach((value, i) => expect(Math.abs(value - (wanted[i] ?? NaN)), rgb.join()).toBeLessThan(0.01));
    }
  });

  it('has a distance of 0 to itself, the same both ways', () => {
    const [red, skin] = [lab(200, 60, 50), lab(220, 170, 150)];
    expect(deltaE(red, red)).toBe(0);
    expect(deltaE(red, skin)).toBe(deltaE(skin, red));
  });
});
