/** Every promise of an export, checked from its bytes: hashes, rows, records, marks, and the pixels outside the mask. */
import { expect } from '@playwright/test';
import { packRuns } from '../../src/core/mask/cocoRuns';
import { canonicalJson } from '../../src/core/provenance/digest';
import { lines, openBag, outsideMaxDiff, pixelSha256, sha256, textChunks, type Bag, type Pixels } from './bag';

const COLUMNS = 'image,MEL,NV,BCC,AK,BKL,DF,VASC,SCC,UNK';

/** @param backgroundOf pixels of a background by its id */
export async function checkBag(
  zip: Uint8Array<ArrayBuffer>,
  accepted: readonly string[],
  rejected: readonly string[],
  backgroundOf: (id: string) => Promise<Pixels>,
): Promise<Bag> {
  const bag = await openBag(zip);
  const { records } = bag;
  const ids = records.map(({ id }) => id as string);
  expect(ids).toEqual([...accepted].sort());

  expect(bag.text('bagit.txt')).toBe('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
  const manifest = lines(bag.text('manifest-sha256.txt')).map((line) => line.split('  ') as [string, string]);
  const payload = [...bag.files.keys()].filter((path) => path.startsWith('data/'));
  expect(manifest.map(([, path]) => path).sort()).toEqual(payload.sort());
  for (const [hash, path] of manifest) expect(sha256(bag.files.get(path) ?? new Uint8Array()), path).toBe(hash);
  const octets = payload.reduce((sum, path) => sum + (bag.files.get(path)?.byteLength ?? 0), 0);
  expect(bag.text('bag-info.txt')).toContain(`Payload-Oxum: ${octets}.${payload.length}`);

  const truth = lines(bag.text('data/GroundTruth.csv'));
  expect(truth[0]).toBe(COLUMNS);
  const metadata = lines(bag.text('data/metadata.jsonl')).map((line) => JSON.parse(line) as Record<string, unknown>);
  const coco = JSON.parse(bag.text('data/coco.json')) as {
    images: { id: number; file_name: string }[];
    annotations: { image_id: number; category_id: number; area: number; segmentation: unknown }[];
    categories: { id: number; name: string }[];
  };
  const decisions = lines(bag.text('data/decisions.csv')).slice(1);
  const decided = decisions.map((row) => row.split(','));
  expect(decided.filter((row) => row[2] === 'accepted').map((row) => row[0])).toEqual(ids);
  expect(decided.filter((row) => row[2] === 'rejected').map((row) => row[0])).toEqual([...rejected].sort());
  const recipes = JSON.parse(bag.text('data/recipe.json')) as { recipes: { sha256: string; recipe: unknown }[] };
  for (const { sha256: hash, recipe } of recipes.recipes) {
    expect(sha256(new TextEncoder().encode(canonicalJson(recipe)))).toBe(hash);
  }
  expect(JSON.parse(bag.text('data/croissant.json'))).toMatchObject({ '@type': 'sc:Dataset' });
  expect(bag.text('data/README.md')).toContain('**synthetic**');

  for (const [index, record] of records.entries()) {
    const path = `data/images/${record.id}.png`;
    const png = bag.files.get(path) ?? new Uint8Array();
    expect(record.sha256).toBe(sha256(png));
    expect(record.synthetic).toBe(true);
    expect(record.decision?.outcome).toBe('accepted');
    expect(recipes.recipes.map((entry) => entry.sha256)).toContain(record.recipe.sha256);

    const chunks = textChunks(png);
    const { sha256: _, ...withoutHash } = record;
    expect(JSON.parse(chunks.get('inlay') ?? '{}')).toEqual(withoutHash);
    expect(chunks.get('XML:com.adobe.xmp')).toContain('compositeWithTrainedAlgorithmicMedia');

    const image = bag.pixels(path);
    const mask = bag.pixels(`data/masks/${record.id}_segmentation.png`);
    expect(pixelSha256(image)).toBe(record.pixelSha256);
    expect([mask.height, mask.width]).toEqual(record.mask.size);
    const painted = Array.from(mask.data).filter((value) => value > 0).length / mask.channels;
    const runs = record.mask.counts.reduce((sum, count, i) => (i % 2 === 1 ? sum + count : sum), 0);
    expect(painted).toBe(runs);
    expect(record.outsideMaskMaxDiff).toBe(0);
    expect(outsideMaxDiff(image, await backgroundOf(record.background.id), mask)).toBe(0);

    const cells = (truth[index + 1] ?? '').split(',');
    expect(cells[0]).toBe(record.id);
    expect(cells.slice(1).filter((cell) => Number(cell) === 1)).toHaveLength(1);
    expect(Number(cells[COLUMNS.split(',').indexOf(record.class)])).toBe(1);
    expect(metadata[index]).toMatchObject({ file_name: `images/${record.id}.png`, label: record.class });
    const annotation = coco.annotations[index];
    expect(coco.images[index]?.file_name).toBe(`images/${record.id}.png`);
    expect(annotation?.image_id).toBe(coco.images[index]?.id);
    expect(annotation?.area).toBe(runs);
    expect(annotation?.segmentation).toEqual({ size: record.mask.size, counts: packRuns(record.mask.counts) });
    expect(coco.categories.find(({ id }) => id === annotation?.category_id)?.name).toBe(record.class);
  }
  expect(truth).toHaveLength(records.length + 1);
  expect(metadata).toHaveLength(records.length);
  return bag;
}
