/** An image file of the person's becomes a background; loaded when there is one. */
import type { Background } from '../../contracts/library';
import type { StudioDependencies } from '../base/dependencies';
import type { Notices } from '../base/noticeStore';
import { readOutside } from '../base/readOutside';

/** Null where it cannot be read or kept, which is told. @param more what is kept of it besides, where it is known already */
export async function keepImage(
  dependencies: StudioDependencies,
  notices: Notices,
  { file, name }: { readonly file: Blob; readonly name: string },
  more: (read: Background) => Partial<Background>,
): Promise<Background | null> {
  const read = await readOutside(dependencies, notices, file, (reader) => reader.readImage(file, name));
  if (!read.ok) {
    notices.report(read.failure);
    return null;
  }
  const background = { ...read.value.background, ...more(read.value.background) };
  const kept = await dependencies.storage.keepBackground(background, read.value.png);
  if (kept.ok) return background;
  notices.report(kept.failure);
  return null;
}
