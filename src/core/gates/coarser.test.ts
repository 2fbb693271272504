import { describe, expect, it } from 'vitest';
import { coarserClasses } from './coarser';

describe('a fit', () => {
  it('is coarser where it counts among fewer images than the bundle', () => {
    const scale = (images: number) => ({
      among: [],
      scales: { typical: { real: new Float64Array(images), odd: 'high', share: 1 } as const },
    });
    const fitted = (['NV', 'DF', 'VASC', 'SCC'] as const).map((code, n) => ({
      ...{ class: code, images: 30, together: [code] },
      countedAmong: [400, 30, 14, 9][n] ?? 0,
    }));
    const bundle = { NV: scale(176), DF: scale(30), VASC: scale(16) }; // it knows nothing of SCC
    expect(coarserClasses({ classes: fitted }, bundle)).toEqual([{ class: 'VASC', own: 14, bundle: 16 }]);
    expect(coarserClasses({ classes: fitted }, null)).toEqual([]);
  });
});
