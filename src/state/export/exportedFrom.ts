/** What an export needs of the open data set: ids of the person's own, and the training images. */
import type { ExportRequest, RealPart } from '../../contracts/archive';
import type { DatasetApi } from '../../contracts/dataset';
import { fail, succeed, type Outcome } from '../../contracts/failure';
import { ownId } from '../../core/dataset/ownId';
import { counts } from '../../core/dataset/tally';
import type { ExportNeeds } from './exportStore';

type Worker = Pick<DatasetApi, 'fingerprints'>;
type Dataset = ExportNeeds['dataset'];

/** What the person calls the source images of her skin: as it was taken, as a file was named, and as the open data set has it. */
export async function ownIds(
  compose: ExportNeeds['compose'],
  dataset: Dataset,
  worker: Worker,
): Promise<Record<string, string>> {
  const names: Record<string, string> = {};
  for (const { id, name, origin, from, fromOwnId } of compose.store.getState().backgrounds) {
    if (origin === 'file') names[id] = stemOf(name);
    if (from !== undefined && fromOwnId !== undefined) names[from] = fromOwnId;
  }
  const { opened, content } = dataset.store.getState();
  const fingerprints = opened ? await worker.fingerprints() : null;
  if (fingerprints?.ok)
    content.images.forEach(({ id }, at) => {
      const fingerprint = fingerprints.value[at] ?? '';
      if (fingerprint !== '') names[ownId(fingerprint)] = id;
    });
  return names;
}

/** Fails where the images of the data set cannot be told apart. @param preset null: the bag */
export async function layoutOf(
  preset: string | null,
  compose: ExportNeeds['compose'],
  dataset: Dataset,
  worker: Worker,
): Promise<Outcome<Pick<ExportRequest, 'preset' | 'real'>>> {
  if (preset === null) return succeed({});
  const { presetOf } = await import('../../core/export/presets/list');
  if (!presetOf(preset)?.realPlaces) return succeed({ preset });
  const real = await realPart(compose, dataset, worker);
  return real.ok ? succeed({ preset, real: real.value }) : real;
}

const stemOf = (path: string): string => path.replace(/^.*\//, '').replace(/\.[^.]+$/, '');

/** The training part of the open data set, and skin that comes from none of its other images. */
async function realPart(compose: ExportNeeds['compose'], dataset: Dataset, worker: Worker): Promise<Outcome<RealPart>> {
  const { content, scannedCount } = dataset.store.getState();
  const fingerprints = await worker.fingerprints();
  if (!fingerprints.ok) return fingerprints;
  // an image that nobody has looked at yet could be the source of any skin
  if (scannedCount < content.images.length) return fail('dataset-not-reached');
  const images: RealPart['images'][number][] = [];
  const heldOut = { keys: new Set<string>(), stems: new Set<string>() };
  content.images.forEach((image, place) => {
    const { id, path, class: code, lesion, patient, split } = image;
    if (split !== 'train') {
      heldOut.keys.add(ownId(fingerprints.value[place] ?? ''));
      heldOut.stems.add(stemOf(path));
    } else if (code !== null && counts(image, place, content.scan))
      images.push({ place, id, path, class: code, lesion, patient });
  });
  const skins = compose.store.getState().backgrounds.flatMap(({ id, from, name, origin }) => {
    const key = from ?? id;
    // a file that was opened by itself is known by its name alone
    const isHeldOut = heldOut.keys.has(key) || (origin === 'file' && heldOut.stems.has(stemOf(name)));
    return isHeldOut ? [] : [key];
  });
  return succeed({ images, skins });
}
