/** What happened to masks that somebody has drawn, in words for the person. */
import { MASK_NOTES, type DatasetApi } from '../../contracts/dataset';
import { t } from '../../messages';

/** Since this was last asked, a sentence a kind. */
export async function maskNews(dataset: Pick<DatasetApi, 'maskNotes'>): Promise<readonly string[]> {
  const notes = await dataset.maskNotes();
  if (!notes.ok) return [];
  return MASK_NOTES.flatMap((note) => {
    const count = notes.value[note] ?? 0;
    return count > 0 ? [t(`state.masks.${note}`, { count })] : [];
  });
}
