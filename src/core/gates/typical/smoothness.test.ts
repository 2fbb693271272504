import { describe, expect, it } from 'vitest';
import golden from './golden/smoothness.json' with { type: 'json' };
import { fitSmoothness, smoothness } from './smoothness';

const queries = Array.from({ length: golden.queries.length / golden.dim }, (_, i) =>
  golden.queries.slice(i * golden.dim, (i + 1) * golden.dim),
);

describe('smoothness', () => {
  it.each(golden.cases.map((example) => [example.rows.length / golden.dim, example] as const))(
    'agrees with scikit-learn on %i rows',
    (_, { rows, scores }) => {
      const model = fitSmoothness({ dim: golden.dim, data: Float64Array.from(rows) }, golden.inside);
      queries.forEach((query, i) => {
        const wanted = scores[i] ?? NaN;
        expect(Math.abs(smoothness(model, query) - wanted)).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(wanted)));
      });
    },
  );

  it('is larger the plainer the inside, and no number where a feature is none', () => {
    const model = fitSmoothness({ dim: 3, data: Float64Array.of(1, 1, 1, 2, 2, 2, 3, 3, 3) }, 1);
    expect(smoothness(model, [0, 2, 2])).toBeGreaterThan(smoothness(model, [2, 2, 2]));
    expect(smoothness(model, [NaN, 2, 2])).toBeNaN();
  });

  it('of no images is the fineness alone', () => {
    expect(smoothness(fitSmoothness({ dim: 3, data: new Float64Array() }, 1), [-2, 5, 5])).toBe(2);
  });
});
