import { describe, expect, it } from 'vitest';
import { ISIC_CODES } from '../../contracts/classes';
import { exampleImage } from '../../testing/samples';
import { nothingScanned } from '../../core/dataset/tally';
import { fitImages, requestOf } from './fittingStore';

describe('the images that the gates are fitted on', () => {
  const images = [
    exampleImage('a', { lesion: 'L1' }),
    exampleImage('b', { split: 'test' }),
    exampleImage('c', { class: null }),
    exampleImage('d', { split: 'calibration', class: 'NV' }),
    exampleImage('e', { lesion: 'L1' }),
    exampleImage('f'),
  ];
  const scan = { ...nothingScanned(6), duplicateOf: Int32Array.of(-1, -1, -1, -1, -1, 0) };

  it('are those that count, without the test split', () => {
    expect(fitImages({ images, scan }, ISIC_CODES)).toEqual([0, 3, 4]);
  });

  it('are named by what their files hold, not by their names', () => {
    const made = requestOf({ images }, ISIC_CODES, [0, 3, 4], ['aa11', '', '', 'bb22', 'cc33', '']);
    expect(made.ids).toEqual(['own-aa11', 'own-bb22', 'own-cc33']);
    expect(JSON.stringify(made)).not.toContain('Smith');
    expect([...made.lesions]).toEqual([0, 1, 0]);
    expect([...made.labels]).toEqual([5, 1, 5]);
    expect(made.splits).toEqual(['train', 'calibration', 'train']);
  });
});
