import { describe, expect, it } from 'vitest';
import { exampleImage } from '../../testing/samples';
import { choosePictures } from './choosePictures';

const lesions = (count: number, each = 1, split: 'train' | 'calibration' | 'test' = 'train') =>
  Array.from({ length: count * each }, (_, i) =>
    exampleImage(`${split}-${i}`, { class: 'Spitz', split, lesion: `${split}-${i % count}` }),
  );
const chosenOf = (images: ReturnType<typeof lesions>, isTaught = true) =>
  choosePictures(images, [...images.keys()], 'Spitz', isTaught);

describe('pictures of a class', () => {
  it('leave the test split alone, and others’ classes and files that cannot be read', () => {
    const images = [...lesions(4), ...lesions(3, 1, 'test'), exampleImage('other', { class: 'NV' })];
    expect(choosePictures(images, [0, 1, 3, 4, 5, 6, 7], 'Spitz', false)).toEqual({
      learn: [0, 1, 3],
      heldOut: [],
      lesions: 3,
    });
  });

  it('hold whole lesions out while it is taught, those for calibration first', () => {
    const images = [...lesions(8, 2), ...lesions(2, 1, 'calibration')];
    const { learn, heldOut, lesions: learnt } = chosenOf(images);
    expect(heldOut).toEqual([16, 17]);
    expect(learnt).toBe(8);
    expect([...learn].sort((a, b) => a - b)).toEqual([...images.keys()].slice(0, 16));
  });

  it('take lesions by turns: many pictures of one do not crowd out the others', () => {
    const images = [...lesions(1, 200), ...lesions(5, 1, 'calibration')];
    const { learn, lesions: learnt } = chosenOf(images, false);
    expect(learnt).toBe(6);
    expect(learn).toHaveLength(100);
    expect(learn.slice(0, 6).map((at) => images[at]?.lesion)).toEqual([
      ...Array.from({ length: 5 }, (_, i) => `calibration-${i}`),
      'train-0',
    ]);
    expect(chosenOf(lesions(1, 20)).lesions).toBe(0); // one lesion is held out, and nothing is left
  });

  it('hold out a fifth, two at least and eight at most', () => {
    expect(chosenOf(lesions(10)).heldOut).toHaveLength(2);
    expect(chosenOf(lesions(25)).heldOut).toHaveLength(5);
    expect(chosenOf(lesions(90)).heldOut).toHaveLength(8);
  });
});
