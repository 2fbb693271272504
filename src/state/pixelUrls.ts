/** Object URLs of kept pixels, by id, for `img` elements; made once, revoked when many others came after. */
import { useEffect, useState } from 'react';
import { fail, succeed, type Outcome } from '../contracts/failure';
import type { RgbaImage } from '../contracts/image';
import type { SampleId } from '../contracts/sample';
import type { Background } from '../contracts/library';
import { useStudio } from './context';

const MAX_URLS = 400;
const NOT_MADE: Outcome<never> = fail('thumbnail-missing');
const urls = new Map<string, Promise<string | null>>();

/** Of a project that is closed. */
export function dropUrls(): void {
  for (const made of urls.values()) void made.then((url) => url !== null && URL.revokeObjectURL(url));
  urls.clear();
}

function cached(key: string, read: () => Promise<Outcome<Uint8Array<ArrayBuffer>>>): Promise<string | null> {
  const known = urls.get(key);
  if (known) return known;
  const made = read().then((png) => (png.ok ? URL.createObjectURL(new Blob([png.value])) : null));
  urls.set(key, made);
  void made.then((url) => url === null && urls.delete(key)); // read again when it is next shown
  const [oldest] = urls.keys();
  if (urls.size > MAX_URLS && oldest !== undefined) {
    void urls.get(oldest)?.then((url) => url !== null && URL.revokeObjectURL(url));
    urls.delete(oldest);
  }
  return made;
}

function useUrl(key: string, read: () => Promise<Outcome<Uint8Array<ArrayBuffer>>>): string | null {
  const [found, setFound] = useState<{ key: string; url: string | null } | null>(null);
  useEffect(() => {
    let current = true;
    void cached(key, read).then((url) => {
      if (current) setFound({ key, url });
    });
    return () => {
      current = false;
    };
    // `read` is determined by `key`
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);
  return found?.key === key ? found.url : null;
}

/** URL of a sample's PNG; null while it is read or when it is damaged. */
export function useSampleUrl(id: SampleId): string | null {
  const studio = useStudio();
  const { mended } = studio.samples.store.getState();
  return useUrl(`sample:${id}:${mended}`, () => studio.readSamplePng(id));
}

/** URL of the thumbnail of an image of the data set; null while it is read or not made yet. */
export function useThumbnailUrl(image: number, isScanned: boolean): string | null {
  const studio = useStudio();
  const { edition } = studio.dataset.store.getState();
  const none = (): Promise<Outcome<Uint8Array<ArrayBuffer>>> => Promise.resolve(NOT_MADE);
  return useUrl(`dataset:${edition}:${image}:${isScanned}`, isScanned ? () => studio.dataset.thumbnail(image) : none);
}

/** URL of a background's thumbnail. */
export function useBackgroundUrl({ id }: Background): string | null {
  const studio = useStudio();
  return useUrl(`background:${id}`, () => studio.readThumbnail(id));
}

/** URL of a background as it is, whole; null while it is read, or where none is wanted. */
export function useSkinUrl(background: Background | undefined): string | null {
  const studio = useStudio();
  const none = (): Promise<Outcome<Uint8Array<ArrayBuffer>>> => Promise.resolve(NOT_MADE);
  return useUrl(`skin:${background?.id ?? ''}`, background ? () => asPng(studio.readBackground(background.id)) : none);
}

async function asPng(reading: Promise<Outcome<RgbaImage>>): Promise<Outcome<Uint8Array<ArrayBuffer>>> {
  const read = await reading;
  if (!read.ok) return read;
  const { width, height, data } = read.value;
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(data), width, height), 0, 0);
  return succeed(new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer()));
}
