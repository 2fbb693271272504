import { describe, expect, it } from 'vitest';
import type { DatasetImage } from '../contracts/dataset';
import { nothingSeen } from '../core/dataset/tally';
import { fitImages, requestOf } from './fittingStore';

const image = (id: string, changes: Partial<DatasetImage> = {}): DatasetImage => ({
  id,
  path: `people/Smith/${id}.jpg`,
  label: 'DF',
  class: 'DF',
  lesion: null,
  mask: null,
  ageYears: null,
  sex: null,
  site: null,
  skinType: null,
  split: 'train',
  ...changes,
});

describe('the images that the gates are fitted on', () => {
  const images = [
    image('a', { lesion: 'L1' }),
    image('b', { split: 'test' }),
    image('c', { class: null }),
    image('d', { split: 'calibration', class: 'NV' }),
    image('e', { lesion: 'L1' }),
    image('f'),
  ];
  const seen = { ...nothingSeen(6), duplicateOf: Int32Array.of(-1, -1, -1, -1, -1, 0) };

  it('are those that count, without the test split', () => {
    expect(fitImages({ images, seen })).toEqual([0, 3, 4]);
  });

  it('are named by what their files hold, not by their names', () => {
    const made = requestOf({ images }, [0, 3, 4], ['aa11', '', '', 'bb22', '', '']);
    expect(made.ids).toEqual(['own-aa11', 'own-bb22', 'own-4']);
    expect(JSON.stringify(made)).not.toContain('Smith');
    expect([...made.lesions]).toEqual([0, 1, 0]);
    expect([...made.labels]).toEqual([5, 1, 5]);
    expect(made.splits).toEqual(['train', 'calibration', 'train']);
  });
});
