/** The real archive worker, on what the real storage worker keeps. */
import { unzipSync } from 'fflate';
import { beforeEach, describe, expect, it } from 'vitest';
import { ISIC_2019 } from '../contracts/classes';
import { failureOf, InlayError, succeed } from '../contracts/failure';
import type { SavedSample } from '../contracts/storage';
import { exampleMadeSample } from '../testing/samples';
import { encodeRle } from '../core/mask/rle';
import { pixelDigest } from '../core/provenance/digest';
import { encodePng } from '../core/provenance/png';
import { decodePng } from '../core/provenance/pngPixels';
import { createArchiveClient, createStorageClient } from './clients';
import { emptyStorage } from './emptyStorage.browser';

const image = { width: 8, height: 6, data: new Uint8ClampedArray(8 * 6 * 4).map((_, i) => (i % 4 === 3 ? 255 : i)) };
const mask = { width: 8, height: 6, data: Uint8Array.from({ length: 48 }, (_, i) => (i % 8 > 3 ? 1 : 0)) };

async function made(seed: number, outcome: 'accepted' | 'rejected'): Promise<SavedSample> {
  return exampleMadeSample({
    ...{ seed, mask: encodeRle(mask), pixelSha256: await pixelDigest(image) },
    decision: { outcome, reason: '', when: '2026-11-23T10:00:00Z' },
  });
}

const none = (): void => undefined;

beforeEach(emptyStorage);

describe('the export', () => {
  it('holds the accepted samples only, and is checked', async () => {
    const storage = createStorageClient('test');
    await storage.saveSample(await made(1, 'accepted'), encodePng(image));
    await storage.saveSample(await made(2, 'rejected'), encodePng(image));
    const phases = new Set<string>();
    const request = { name: 'set', appVersion: 'test', scope: 'accepted', classes: ISIC_2019 } as const;
    const zip = await createArchiveClient('test').exportSamples(request, null, ({ phase }) => phases.add(phase));
    if (!zip.ok) throw InlayError.of(zip.failure);
    expect(zip.value.samples).toBe(1);
    expect(zip.value.checkedFiles).toBe(11);
    expect([...phases]).toEqual(['writing', 'checking']);
    expect(await zip.value.file?.slice(0, 2).text()).toBe('PK');
  });

  it('in a layout with real images holds those for training, and no sample on the skin of others', async () => {
    const storage = createStorageClient('test');
    const [first, second] = [await made(1, 'accepted'), await made(2, 'accepted')];
    const onTest = {
      ...second,
      record: { ...second.record, background: { ...second.record.background, id: 'own-test' } },
    };
    await storage.saveSample(first, encodePng(image));
    await storage.saveSample(onTest, encodePng(image));
    const real = { id: 'IMG_1', class: 'NV', lesion: 'L1', patient: null };
    const images = [
      { ...real, place: 3, path: 'a/IMG_1.jpg' },
      { ...real, place: 5, path: 'b/IMG_1.jpg', id: 'b/IMG_1' },
    ];
    const request = {
      ...({ name: 'set', appVersion: 'test', scope: 'accepted', classes: ISIC_2019, preset: 'merged' } as const),
      real: { images, skins: [first.record.background.id] },
    };
    const zip = await createArchiveClient('test').exportSamples(request, null, none, (place) =>
      Promise.resolve(succeed(new Blob([`file ${place}`]))),
    );
    if (!zip.ok) throw InlayError.of(zip.failure);
    expect(zip.value).toMatchObject({ samples: 1, checkedFiles: null, signedWith: null });
    expect(zip.value.leftOut).toEqual([failureOf('sample-on-held-out', { id: onTest.record.id })]);
    const files = unzipSync(new Uint8Array((await zip.value.file?.arrayBuffer()) ?? new ArrayBuffer()));
    const { id, class: code } = first.record;
    expect(Object.keys(files).sort()).toEqual([
      'README.md',
      'train.csv',
      ...[`train/${code}/${id}.png`, 'train/NV/IMG_1-2.jpg', 'train/NV/IMG_1.jpg'].sort(),
    ]);
    const text = (path: string): string => new TextDecoder().decode(files[path]);
    expect(text('train/NV/IMG_1-2.jpg')).toBe('file 5');
    expect(text('train.csv').split('\r\n').slice(0, 4)).toEqual([
      'file,label,synthetic,image_id,lesion_id,patient_id,source_id',
      'train/NV/IMG_1.jpg,NV,False,IMG_1,L1,,',
      'train/NV/IMG_1-2.jpg,NV,False,b/IMG_1,L1,,',
      `train/${code}/${id}.png,${code},True,${id},${id},,${first.record.background.id}`,
    ]);
    const gone = await createArchiveClient('test').exportSamples(request, null, none);
    expect(gone).toMatchObject({ ok: false, failure: failureOf('dataset-not-reached') });
  });

  it('that is cancelled leaves nothing behind, and can be made again', async () => {
    const storage = createStorageClient('test');
    for (let seed = 0; seed < 80; seed += 1) await storage.saveSample(await made(seed, 'accepted'), encodePng(image));
    const archive = createArchiveClient('test');
    const request = { name: 'set', appVersion: 'test', scope: 'all', classes: ISIC_2019 } as const;
    const stopped = await archive.exportSamples(request, null, () => archive.cancel());
    expect(stopped.ok ? 'made' : stopped.failure.code).toBe('export-cancelled');
    const root = await navigator.storage.getDirectory();
    const project = await (await root.getDirectoryHandle('projects')).getDirectoryHandle('test');
    await expect(project.getDirectoryHandle('export')).rejects.toThrow();
    const again = await archive.exportSamples(request, null, () => undefined);
    expect(again.ok && again.value.samples).toBe(80);
  });

  it('says so when nothing is accepted, and when pixels are not those of the record', async () => {
    const storage = createStorageClient('test');
    const request = { name: 'set', appVersion: 'test', scope: 'accepted', classes: ISIC_2019 } as const;
    const empty = await createArchiveClient('test').exportSamples(request, null, () => undefined);
    expect(empty.ok ? 'made' : empty.failure.code).toBe('export-empty');
    const other = { ...image, data: image.data.map((v, i) => (i % 4 === 3 ? 255 : 255 - v)) };
    const wrongPixels = await made(1, 'accepted');
    await storage.saveSample(wrongPixels, encodePng(other));
    const wrong = await createArchiveClient('test').exportSamples(request, null, () => undefined);
    expect(wrong.ok ? 'made' : wrong.failure.code).toBe('export-verification-failed');
    const kept = await storage.readSamplePng(wrongPixels.record.id);
    expect(kept.ok && decodePng(kept.value).data).toEqual(other.data);
  });
});
