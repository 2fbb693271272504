/** An outline from a file, for the mask: loaded when one is opened. */
import type { Rle } from '../../contracts/recipe';
import { t } from '../../messages';
import { messageOf } from '../../messages/failures';
import type { StudioDependencies } from '../base/dependencies';
import type { Notices } from '../base/noticeStore';
import { readOutside } from '../base/readOutside';

/** @returns the first outline, and what says how it was read; null where that failed, which is said */
export async function readMaskFile(
  dependencies: StudioDependencies,
  notices: Notices,
  file: Blob,
): Promise<{ readonly rle: Rle; tell(): void } | null> {
  const read = await readOutside(dependencies, notices, file, (reader, onRead) => reader.readMask(file, onRead));
  if (!read.ok) {
    notices.report(read.failure);
    return null;
  }
  const { rle, outlines, problems } = read.value;
  const more = outlines > 1 ? [t('state.moreOutlines', { n: outlines })] : [];
  const words = [...more, ...problems.map(messageOf)];
  return {
    rle,
    tell(): void {
      if (words.length > 0) notices.inform(words.join(' '), t('state.toLibrary'));
    },
  };
}
