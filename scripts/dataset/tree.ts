/** A folder like ISIC 2019's training set: its own tables, and an image file for every row. */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { fromCsv } from '../../src/core/dataset/csv';

const TRUTH = 'ISIC_2019_Training_GroundTruth.csv';
const METADATA = 'ISIC_2019_Training_Metadata.csv';
/** So many different photographs are enlarged; the files are told apart by bytes after the end of the picture. */
const PHOTOGRAPHS = 400;
/** ISIC 2019's images are between 600 x 450 and 1024 x 1024. */
const SIZE = { width: 1024, height: 768 };

/** Makes the tree unless it is there. @param tables folder of ISIC 2019's tables @param photographs folder of JPEG files */
export async function isicTree(folder: string, tables: string, photographs: string): Promise<string> {
  const done = join(folder, 'done.txt');
  if (existsSync(done)) return folder;
  const images = join(folder, 'ISIC_2019_Training_Input');
  await mkdir(images, { recursive: true });
  for (const table of [TRUTH, METADATA]) await copyFile(join(tables, table), join(folder, table));
  const names = (await readdir(photographs)).filter((name) => name.endsWith('.jpg')).slice(0, PHOTOGRAPHS);
  const large = await Promise.all(
    names.map((name) => sharp(join(photographs, name)).resize(SIZE).jpeg({ quality: 90 }).toBuffer()),
  );
  const ids = fromCsv(await readFile(join(folder, TRUTH), 'utf8')).map(({ image }) => image ?? '');
  for (const [at, id] of ids.entries()) {
    const photograph = large[at % large.length] ?? Buffer.alloc(0);
    await writeFile(join(images, `${id}.jpg`), Buffer.concat([photograph, Buffer.from(id)]));
  }
  await writeFile(done, 'whole');
  return folder;
}
