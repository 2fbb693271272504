import { describe, expect, it } from 'vitest';
import { agreementPage, agreements } from './judge';

const images = [
  { id: 'a', code: 'DF', passes: true },
  { id: 'b', code: 'DF', passes: true },
  { id: 'c', code: 'DF', passes: false },
  { id: 'unread', code: 'DF', passes: true },
  { id: 'd', code: 'NV', passes: false },
] as const;

describe('the label gate beside the judge', () => {
  const rows = agreements(images, { a: 'DF', b: 'NV', c: 'BKL', d: 'NV' });

  it('is counted a class at a time, over what the judge has read', () => {
    expect(rows).toEqual([
      { code: 'NV', images: 1, read: 1, passed: 0, readOfPassed: null, agree: 0 },
      { code: 'DF', images: 3, read: 1 / 3, passed: 2 / 3, readOfPassed: 1 / 2, agree: 2 / 3 },
    ]);
  });

  it('is a table', () => {
    expect(agreementPage([['real', rows]]).at(-1)).toBe('| real | DF | 3 | 0.33 | 0.67 | 0.50 | 0.67 |');
  });
});
