/** What the real dataset worker takes from an image as a place for lesions. */
import { beforeEach, describe, expect, it } from 'vitest';
import { fail } from '../contracts/failure';
import type { Rle } from '../contracts/recipe';
import { decodeRle, emptyMask, maskArea } from '../core/mask/rle';
import { createDatasetClient } from './clients';
import { emptyStorage } from './emptyStorage.browser';
import { opened, picked, value } from './pickedDataset.browser';

beforeEach(emptyStorage);

/** Skin with a dark disc, as an image, and the disc as a mask. */
async function withLesion(): Promise<{ image: Uint8Array<ArrayBuffer>; mask: Uint8Array<ArrayBuffer> }> {
  const [width, height] = [600, 400];
  const draw = async (mask: boolean): Promise<Uint8Array<ArrayBuffer>> => {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no context');
    context.fillStyle = mask ? '#000' : '#d9a893';
    context.fillRect(0, 0, width, height);
    context.fillStyle = mask ? '#fff' : '#6b4030';
    context.beginPath();
    context.arc(140, 200, 80, 0, 2 * Math.PI);
    context.fill();
    return new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
  };
  return { image: await draw(false), mask: await draw(true) };
}

describe('skin and outlines', () => {
  it('are taken from an image beside its lesion, small enough to keep', async () => {
    const dataset = createDatasetClient('test');
    const { image, mask } = await withLesion();
    await opened(
      dataset,
      picked({
        'images/ISIC_1.png': image,
        'masks/ISIC_1_segmentation.png': mask,
        'images/ISIC_2.png': new Uint8Array(0),
        'HAM10000_metadata.csv': 'lesion_id,image_id,dx\nL1,ISIC_1,df\nL2,ISIC_2,df\n',
      }),
    );
    const skin = value(await dataset.skin(0));
    expect(skin.length).toBeGreaterThan(0);
    for (const { width, height, facts } of skin) {
      expect(width).toBe(height);
      expect(width).toBeLessThanOrEqual(400);
      expect(facts.itaDeg).not.toBeNull();
    }
    const scene = value(await dataset.scene(0));
    expect(scene).toMatchObject({
      isDrawn: true,
      image: { width: 512, height: 341 },
      lesion: { width: 512, height: 341 },
    });
    const over = value(await dataset.lesion(0));
    expect(over).toMatchObject({ width: 512, height: 341, lesion: { size: [341, 512] } });
    const area = (rle: Rle | undefined): number => (rle ? maskArea(decodeRle(rle)) : NaN);
    expect(area(over?.lesion), 'with a rim').toBeGreaterThan(maskArea(scene?.lesion ?? emptyMask(1, 1)));
    expect(value(await dataset.lesion(1))).toBeNull();
    const outline = value(await dataset.outline(0));
    expect(outline?.size).toEqual([171, 256]);
    expect(value(await dataset.skin(1))).toEqual([]);
    expect(value(await dataset.scene(1))).toBeNull();
    expect(value(await dataset.outline(1))).toBeNull();
  });

  it('are of the drawn mask or of none: what does not fit is named, and no rule takes its place', async () => {
    const dataset = createDatasetClient('masks');
    const { image, mask } = await withLesion();
    const bitmap = await createImageBitmap(new Blob([mask]));
    const drawn = async (width: number, height: number): Promise<Uint8Array<ArrayBuffer>> => {
      const canvas = new OffscreenCanvas(width, height);
      canvas.getContext('2d')?.drawImage(bitmap, 0, 0, width, height);
      return new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
    };
    await opened(
      dataset,
      picked({
        'images/ISIC_1.png': image,
        'masks/ISIC_1_segmentation.png': await drawn(60, 40),
        'images/ISIC_2.png': image.slice(),
        'masks/ISIC_2_segmentation.png': await drawn(400, 400),
        'images/ISIC_3.png': image.slice(),
        'masks/ISIC_3_segmentation.png': new Uint8Array(9),
      }),
    );
    const paths = value(await dataset.images(0, 3)).map(({ mask: path }) => path ?? '');
    expect(value(await dataset.scene(0))).toMatchObject({ isDrawn: true, lesion: { width: 512, height: 341 } });
    expect(await dataset.scene(1)).toEqual(fail('mask-size', { path: paths[1] ?? '' }));
    expect(await dataset.lesion(2)).toEqual(fail('mask-unreadable', { path: paths[2] ?? '' }));
    expect(value(await dataset.maskNotes())).toEqual({ scaled: 1, size: 1, unreadable: 1 });
    expect(value(await dataset.maskNotes())).toEqual({});
  });
});
