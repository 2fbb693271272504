/** The pixels and the mask of a kept sample, for the stage. */
import { useEffect, useState } from 'react';
import type { Mask } from '../../contracts/image';
import type { SampleId } from '../../contracts/sample';
import { decodeRle } from '../../core/mask/rle';
import { useStudio } from '../../state/context';

/** The finished sample as a bitmap; null while it is read or when none is chosen. */
export function useSampleBitmap(id: SampleId | null): ImageBitmap | null {
  const studio = useStudio();
  return useRead(id, async (chosen) => {
    const png = await studio.readSamplePng(chosen);
    if (png.ok) return createImageBitmap(new Blob([png.value], { type: 'image/png' }));
    studio.notices.report(png.failure);
    return null;
  });
}

/** The mask that the sample was made with; null while it is read or when none is chosen. */
export function useSampleMask(id: SampleId | null): Mask | null {
  const studio = useStudio();
  return useRead(id, async (chosen) => {
    const record = await studio.readRecord(chosen);
    if (record.ok) return decodeRle(record.value.mask);
    studio.notices.report(record.failure);
    return null;
  });
}

/** @param read determined by `id` */
function useRead<T>(id: SampleId | null, read: (id: SampleId) => Promise<T | null>): T | null {
  const [found, setFound] = useState<{ readonly id: SampleId; readonly value: T | null } | null>(null);
  useEffect(() => {
    if (id === null) return undefined;
    let isWanted = true;
    void read(id).then((value) => isWanted && setFound({ id, value }));
    return () => {
      isWanted = false;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- see above
  }, [id]);
  return found?.id === id ? found.value : null;
}
