import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { placedImages } from './realImages';

describe('a folder of frames', () => {
  let folder = '';
  const table = (...rows: string[]): Promise<void> =>
    writeFile(
      join(folder, 'frames.csv'),
      ['image_id,label,lesion_id,source,split,site,skin_tone', ...rows, ''].join('\n'),
    );
  const square = (sidePx: number, grey: number) =>
    sharp({ create: { width: sidePx, height: sidePx, channels: 3, background: { r: grey, g: grey, b: grey } } });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'frames-'));
    for (const name of ['images', 'masks']) await mkdir(join(folder, name));
    for (const id of ['A1', 'B2']) {
      await square(24, 180).toFile(join(folder, 'images', `${id}.jpg`));
      await square(24, 0)
        .composite([{ input: await square(10, 255).png().toBuffer(), left: 0, top: 4 }])
        .toFile(join(folder, 'masks', `${id}_segmentation.png`));
    }
  });
  afterEach(() => rm(folder, { recursive: true }));

  const read = async () => {
    const found = [];
    const source = { data: 'none', finer: 'none', frames: folder };
    for await (const { record, split } of placedImages(source, ['calibration', 'test'], 1.6)) {
      found.push({ id: record.id, class: record.class, lesion: record.lesion, source: record.source, split });
    }
    return found;
  };

  it('has the split and the source that its table says', async () => {
    await table('A1,DF,L1,HAM10000,calibration,back,', 'B2,SCC,L2,MILK10k,test,foot,3');
    expect(await read()).toEqual([
      { id: 'A1', class: 'DF', lesion: 'L1', source: 'HAM10000', split: 'calibration' },
      { id: 'B2', class: 'SCC', lesion: 'L2', source: 'MILK10k', split: 'test' },
    ]);
  });

  it('is refused where the table says no split', async () => {
    await table('A1,DF,L1,HAM10000,calibration,back,', 'B2,SCC,L2,MILK10k,,foot,3');
    await expect(read()).rejects.toThrow('no split of B2');
  });
});
