import type { DatasetImage } from '../../contracts/dataset';

/** Names the lesion of an image; an image of which nobody says so is a lesion of its own. */
export function lesionOf({ lesion, patient, id }: Pick<DatasetImage, 'lesion' | 'patient' | 'id'>): string {
  return lesion ?? patient ?? `image ${id}`;
}
