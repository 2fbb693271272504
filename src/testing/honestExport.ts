/** For tests and the bench of trust: an honest export in memory. */
import type { ExportRequest } from '../contracts/archive';
import { ISIC_2019 } from '../contracts/classes';
import type { RgbaImage } from '../contracts/image';
import type { SampleRecord } from '../contracts/sample';
import type { SavedSample } from '../contracts/storage';
import { skinSource } from '../core/export/sources';
import { encodeRle } from '../core/mask/rle';
import { pixelDigest } from '../core/provenance/digest';
import { encodePng } from '../core/provenance/png';
import { writeExport, type ExportSource } from '../data/exportZip';
import { exampleMadeSample } from './samples';

export interface Honest {
  readonly zip: Blob;
  readonly background: RgbaImage;
  readonly backgroundSha256: string;
}

/** @param count samples, the first of them accepted, the second rejected, the third undecided, and so on @param side of its images, in pixels */
export async function honestExport(
  count = 4,
  side = 16,
  options: Partial<ExportSource> & Partial<ExportRequest> = {},
): Promise<Honest> {
  const data = Uint8ClampedArray.from({ length: 4 * side * side }, (_, i) => (i % 4 === 3 ? 255 : (37 * i) % 251));
  const background = { width: side, height: side, data };
  const sha256 = await pixelDigest(background);
  const painted = Uint8Array.from({ length: side * side }, (_, i) => {
    const [x, y] = [i % side, Math.floor(i / side)];
    return (x - side / 2) ** 2 + (y - side / 2) ** 2 < (side / 4) ** 2 ? 1 : 0;
  });
  const mask = encodeRle({ width: side, height: side, data: painted });
  const pixelsOf = (seed: number): RgbaImage => {
    const own = data.slice();
    painted.forEach((value, i) => value && own.set([(seed * 7 + i) % 256, 40, 60, 255], 4 * i));
    return { width: side, height: side, data: own };
  };
  const decisions: SampleRecord['decision'][] = [
    {
      outcome: 'accepted',
      by: 'person',
      reason: '',
      note: 'first line\n\n"second", line',
      when: '2026-11-27T10:00:00Z',
    },
    { outcome: 'rejected', by: 'person', reason: 'visible seam', when: '2026-11-27T11:00:00Z' },
    null,
    { outcome: 'accepted', by: 'rule', reason: 'rule: typical 0.05', when: '2026-11-27T12:00:00Z' },
  ];
  const samples: SavedSample[] = [];
  for (let seed = 0; seed < count; seed += 1)
    samples.push(
      await exampleMadeSample({
        ...{ seed, mask, pixelSha256: await pixelDigest(pixelsOf(seed)), decision: decisions[seed % 4] ?? null },
        background: { id: 'skin-a', sha256, licence: 'CC-BY-4.0' },
      }),
    );
  samples.sort((a, b) => (a.record.id < b.record.id ? -1 : 1));
  const written: Uint8Array<ArrayBuffer>[] = [];
  const source: ExportSource = {
    async *samples() {
      for (const sample of samples) yield await Promise.resolve(sample);
    },
    readPng: ({ record }) => Promise.resolve(encodePng(pixelsOf(record.seed))),
    groupOf: ({ background: ref }) => ref.sha256,
    skinOf: ({ background: ref }) => skinSource(ref, undefined),
    evaluation: () => Promise.resolve(null),
    openSpool: () => {
      const rows: Uint8Array<ArrayBuffer>[] = [];
      const read = () => Promise.resolve(new Blob(rows).stream());
      return Promise.resolve({ write: (bytes) => void rows.push(bytes), close: () => undefined, read });
    },
    ...options,
  };
  const request = { name: 'set', appVersion: '1', scope: 'all', classes: ISIC_2019, ...options } as const;
  const sink = { write: (bytes: Uint8Array<ArrayBuffer>) => void written.push(bytes), close: () => undefined };
  await writeExport(sink, source, request, () => undefined, () => false); // prettier-ignore
  return { zip: new Blob(written), background, backgroundSha256: sha256 };
}
