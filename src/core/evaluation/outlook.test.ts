import { describe, expect, it } from 'vitest';
import { evaluationOutlook } from './outlook';

const own = (code: string, images: number, lesions = images) => ({ class: code, images, lesions });

describe('what an evaluation cannot answer', () => {
  it('is said of each class, with what it has', () => {
    const real = [own('NV', 40), own('DF', 12, 4), own('VASC', 6)];
    const found = evaluationOutlook(
      real,
      new Map([
        ['DF', 40],
        ['VASC', 9],
        ['NV', 3],
        ['SCC', 5],
      ]),
    );
    expect(found.refusal).toBeNull();
    expect(found.unread).toEqual([own('DF', 12, 4)]);
    expect(found.uncompared).toEqual([
      { ...own('VASC', 6), accepted: 9 },
      { ...own('NV', 40), accepted: 3 },
      { ...own('SCC', 0), accepted: 5 },
    ]);
  });

  it('is everything where there is too little', () => {
    const accepted = new Map([['DF', 5]]);
    expect(evaluationOutlook([], accepted).refusal?.code).toBe('evaluate-no-labels');
    expect(evaluationOutlook([own('DF', 9)], accepted).refusal?.code).toBe('evaluate-one-class');
    expect(evaluationOutlook([own('DF', 9, 4), own('NV', 9)], accepted).refusal?.code).toBe('evaluate-few-lesions');
    expect(evaluationOutlook([own('MEL', 9), own('NV', 9)], accepted).refusal?.code).toBe('evaluate-no-samples');
    expect(evaluationOutlook([own('DF', 9), own('NV', 9)], accepted).refusal).toBeNull();
  });
});
