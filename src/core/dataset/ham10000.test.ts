import { describe, expect, it } from 'vitest';
import { readHam10000 } from './ham10000';

const PATHS = [
  'images/ISIC_1.jpg',
  'images/ISIC_2.JPG',
  'masks/ISIC_1_segmentation.png',
  'README.md',
  'images/ISIC_9.jpg',
];
const METADATA = [
  'lesion_id,image_id,dx,dx_type,age,sex,localization',
  'HAM_1,ISIC_1,akiec,histo,80.0,male,scalp',
  'HAM_1,ISIC_2,akiec,histo,80.0,male,scalp',
  'HAM_3,ISIC_3,nv,histo,80.0,male,scalp',
].join('\n');

describe('readHam10000', () => {
  it('finds image, mask, lesion and class', () => {
    expect(readHam10000(PATHS, METADATA, null)).toEqual([
      {
        id: 'ISIC_1',
        lesion: 'HAM_1',
        class: 'AK',
        imagePath: 'images/ISIC_1.jpg',
        maskPath: 'masks/ISIC_1_segmentation.png',
      },
      { id: 'ISIC_2', lesion: 'HAM_1', class: 'AK', imagePath: 'images/ISIC_2.JPG', maskPath: null },
    ]);
  });

  it('takes the eight classes of a ground truth, and leaves out what it does not class', () => {
    const truth = 'image,MEL,NV,BCC,AK,BKL,DF,VASC,SCC,UNK\nISIC_1,0,0,0,0,0,0,0,1,0\nISIC_2,0,0,0,0,0,0,0,0,1\n';
    expect(readHam10000(PATHS, METADATA, truth).map(({ id, class: code }) => [id, code])).toEqual([['ISIC_1', 'SCC']]);
  });

  it('refuses a broken table', () => {
    expect(() => readHam10000(PATHS, 'lesion_id,image_id\n"HAM_1,ISIC_1', null)).toThrow(RangeError);
  });
});
