/** What an export needs of the open data set: ids of the person's own, and the training images. */
import type { ExportRequest, RealPart } from '../../contracts/archive';
import type { DatasetApi } from '../../contracts/dataset';
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
    if (origin === 'file') names[id] = name.replace(/\.[^.]+$/, '');
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

/** @param preset null: the bag */
export async function layoutOf(
  preset: string | null,
  dataset: Dataset,
  worker: Worker,
): Promise<Pick<ExportRequest, 'preset' | 'real'>> {
  if (preset === null) return {};
  const { presetOf } = await import('../../core/export/presets/list');
  return presetOf(preset)?.realPlaces ? { preset, real: await realPart(dataset, worker) } : { preset };
}

/** The training part of the open data set. */
async function realPart(dataset: Dataset, worker: Worker): Promise<RealPart> {
  const { content } = dataset.store.getState();
  const fingerprints = await worker.fingerprints();
  const [images, heldOut]: [RealPart['images'][number][], string[]] = [[], []];
  content.images.forEach((image, place) => {
    const { id, path, class: code, lesion, patient, split } = image;
    const fingerprint = fingerprints.ok ? (fingerprints.value[place] ?? '') : '';
    if (split !== 'train' && fingerprint !== '') heldOut.push(ownId(fingerprint));
    if (split === 'train' && code !== null && counts(image, place, content.scan))
      images.push({ place, id, path, class: code, lesion, patient });
  });
  return { images, heldOut };
}
