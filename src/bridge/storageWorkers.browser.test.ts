/** The real storage worker: what is written comes back, what is damaged is set aside, nothing else is touched. */
import { createStore, set } from 'idb-keyval';
import { beforeEach, describe, expect, it } from 'vitest';
import { fail, type Failure, failureOf, InlayError } from '../contracts/failure';
import { createStorageClient } from './clients';
import { emptyStorage } from './emptyStorage.browser';
import type { Background, MaskShape } from '../contracts/library';
import type { SavedQueue } from '../contracts/queue';
import type { ComposeState, SavedSample, SavedWork, StorageApi } from '../contracts/storage';
import { encodeRle } from '../core/mask/rle';
import { exampleSample } from '../testing/samples';
import { pixelDigest } from '../core/provenance/digest';
import { decodePng, encodePng } from '../core/provenance/png';
import { sampleIdSchema, summaryOf, type SampleSummary } from '../contracts/sample';

const database = createStore('inlay', 'keyval');
const image = { width: 8, height: 6, data: new Uint8ClampedArray(8 * 6 * 4).map((_, i) => (i % 4 === 3 ? 255 : i)) };
const mask = { width: 8, height: 6, data: Uint8Array.from({ length: 48 }, (_, i) => (i % 8 > 3 ? 1 : 0)) };

async function sample(digit: string, outcome: 'accepted' | 'rejected' | null = null): Promise<SavedSample> {
  const decision = outcome && { outcome, reason: '', when: '2026-11-23T10:00:00Z' };
  const id = sampleIdSchema.parse(`SYN_${digit.repeat(12)}`);
  return exampleSample({ id, decision, mask: encodeRle(mask), pixelSha256: await pixelDigest(image) });
}

async function load(storage: StorageApi): Promise<SavedWork> {
  const loaded = await storage.load(new URL('/nowhere/', window.location.href).href);
  if (!loaded.ok) throw InlayError.of(loaded.failure);
  return loaded.value;
}

async function samplesOf(storage: StorageApi): Promise<{ samples: SampleSummary[]; warnings: readonly Failure[] }> {
  const samples: SampleSummary[] = [];
  const loaded = await storage.loadSamples((batch) => void samples.push(...batch));
  if (!loaded.ok) throw InlayError.of(loaded.failure);
  return { samples, warnings: loaded.value };
}

async function fixture(name: string): Promise<Blob> {
  return (await fetch(`/e2e/fixtures/images/${name}`)).blob();
}

beforeEach(emptyStorage);

describe('the rule of selection', () => {
  it('comes back, and one that cannot be read is replaced with a sentence', async () => {
    const storage = createStorageClient();
    const rule = { levels: { typical: 0.1 }, gamma: 0.4, mostTypicalP: null };
    expect((await storage.saveSelection({ schema: 1, rule, controlSeed: 7 })).ok).toBe(true);
    expect((await load(createStorageClient())).selection).toEqual({ schema: 1, rule, controlSeed: 7 });
    await set('selection', { schema: 1, rule: { levels: { typical: 7 } } }, database);
    const { selection, warnings } = await load(createStorageClient());
    expect(selection).toBeNull();
    expect(warnings).toContainEqual(failureOf('kept-selection-unreadable'));
  });
});

describe('samples', () => {
  it('come back in another worker with their pixels and decisions', async () => {
    const first = createStorageClient();
    const saved = await sample('a');
    expect((await first.saveSample(saved, encodePng(image))).ok).toBe(true);
    const decision = { outcome: 'accepted' as const, reason: 'sharp', when: '2026-11-23T11:00:00Z' };
    expect((await first.saveDecisions([{ id: saved.record.id, reader: 'first', decision }])).ok).toBe(true);

    const second = createStorageClient();
    expect(await samplesOf(second)).toEqual({ samples: [{ ...summaryOf(saved.record), decision }], warnings: [] });
    const png = await second.readSamplePng(saved.record.id);
    expect(png.ok && decodePng(png.value).data).toEqual(image.data);
  });

  it('that are damaged are set aside with a sentence; the others stay', async () => {
    const storage = createStorageClient();
    const [good, gone] = [await sample('a'), await sample('b')];
    await storage.saveSample(good, encodePng(image));
    await storage.saveSample(gone, encodePng(image));
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('samples');
    await folder.removeEntry(`${gone.record.id}.png`);
    await set('sample:SYN_cccccccccccc', { record: 'half' }, database);
    const { samples, warnings } = await samplesOf(createStorageClient());
    expect(samples.map(({ id }) => id)).toEqual([good.record.id]);
    expect(warnings).toContainEqual(failureOf('kept-pixels-gone', { id: gone.record.id }));
    expect(warnings).toContainEqual(failureOf('kept-record-unreadable', { id: 'SYN_cccccccccccc' }));
  });

  it('are decided together or not at all', async () => {
    const storage = createStorageClient();
    const saved = await sample('a');
    await storage.saveSample(saved, encodePng(image));
    const decision = { outcome: 'rejected' as const, reason: '', when: '2026-11-23T11:00:00Z' };
    const unknown = (await sample('b')).record.id;
    const refused = await storage.saveDecisions([
      { id: saved.record.id, reader: 'first', decision },
      { id: unknown, reader: 'first', decision },
    ]);
    expect(refused.ok).toBe(false);
    expect((await samplesOf(storage)).samples[0]?.decision).toBeNull();
  });

  it('that are removed are gone, pixels too', async () => {
    const storage = createStorageClient();
    const saved = await sample('a');
    await storage.saveSample(saved, encodePng(image));
    expect((await storage.removeSample(saved.record.id)).ok).toBe(true);
    expect((await samplesOf(storage)).samples).toEqual([]);
    expect((await storage.readSamplePng(saved.record.id)).ok).toBe(false);
  });
});

describe('the Compose screen', () => {
  it('comes back with its masks, or starts afresh with a sentence when it is damaged', async () => {
    const storage = createStorageClient();
    const state: ComposeState = {
      schema: 1,
      backgroundId: 'skin-03',
      class: 'VASC',
      seed: 9,
      steps: 16,
      guidance: 2,
      sampler: 'fast',
      variants: 4,
      featherPx: 6,
      brushSizePx: 32,
      tool: 'eraser',
      hardness: 0.5,
      usesPressure: false,
      areaMode: 'remove',
      wandTolerance: 20,
      reshapePx: 7,
      outlineSize: 'small',
      outlinePlace: 'centre',
      outlineOfClass: true,
      live: true,
      nearStrength: 0.2,
      gridAxis: 'guidance',
      gridGuidance: [1, 4],
      grids: [
        {
          backgroundId: 'skin-03',
          axis: 'guidance',
          rows: [{ value: 4, recipeSha256: 'a'.repeat(64) }],
          seeds: [9, 10],
        },
      ],
      pinned: [(await sample('a')).record.id],
      masks: { 'skin-03': encodeRle(mask) },
    };
    const steps = { past: [Uint32Array.of(3, 4)], future: [Uint32Array.of(9, 1)] };
    expect(await storage.saveCompose(state, steps)).toEqual({ ok: true, value: null });
    const kept = await load(createStorageClient());
    expect(kept.warnings.slice(1)).toEqual([]);
    expect(kept.compose).toEqual(state);
    expect(await storage.readSteps('skin-03')).toEqual({ ok: true, value: steps });
    expect(await storage.readSteps('skin-04')).toEqual({ ok: true, value: null });
    await set('compose', { schema: 99 }, database);
    const after = await load(createStorageClient());
    expect(after.compose).toBeNull();
    expect(after.warnings).toContainEqual(failureOf('kept-compose-unreadable'));
  });
});

describe('backgrounds of the person', () => {
  it.each([
    [600, 300, 256, 128],
    [200, 90, 200, 90],
  ])('of %d x %d have a thumbnail of %d x %d', async (width, height, ...size) => {
    const storage = createStorageClient();
    const data = new Uint8ClampedArray(4 * width * height).map((_, i) => (i % 4 === 3 ? 255 : 150 + (i % 50)));
    const imported = await storage.importBackground(new Blob([encodePng({ width, height, data })]), 'skin.png');
    if (!imported.ok) throw InlayError.of(imported.failure);
    const thumbnail = await storage.readThumbnail(imported.value.id);
    if (!thumbnail.ok) throw InlayError.of(thumbnail.failure);
    const small = decodePng(thumbnail.value);
    expect([small.width, small.height]).toEqual(size);
    expect((await storage.readThumbnail('nobody')).ok).toBe(false);
  });

  it.each([
    ['plain.png', 128, 96, null],
    ['cmyk.jpg', 128, 96, 'CMYK'],
    ['sixteen-bit.png', 128, 96, '16 to 8 bits'],
    ['exif-orientation-6.jpg', 96, 128, 'upright'],
  ])('%s is kept as it is seen', async (name, width, height, notice) => {
    const storage = createStorageClient();
    const imported = await storage.importBackground(await fixture(name), name);
    if (!imported.ok) throw InlayError.of(imported.failure);
    expect([imported.value.width, imported.value.height]).toEqual([width, height]);
    if (notice === null) expect(imported.value.notices).toEqual([]);
    else expect(imported.value.notices.join(' ')).toContain(notice);
    const pixels = await createStorageClient().readBackground(imported.value.id);
    if (!pixels.ok) throw InlayError.of(pixels.failure);
    expect(await pixelDigest(pixels.value)).toBe(imported.value.sha256);
    if (name.startsWith('exif')) {
      const at = (x: number, y: number): number[] => [
        ...pixels.value.data.slice(4 * (y * width + x), 4 * (y * width + x) + 3),
      ];
      expect(at(width - 6, 6)[1]).toBeLessThan(90); // the red mark, turned from the upper left to the upper right
      expect(at(6, 6)[1]).toBeGreaterThan(120);
    }
  });

  it.each([
    ['not-an-image.png', 'image-not-an-image'],
    ['truncated.png', 'image-damaged'],
    ['one-pixel.png', 'image-too-small'],
    ['huge.png', 'image-too-large'],
  ])('%s is refused and nothing is kept', async (name, code) => {
    const storage = createStorageClient();
    const imported = await storage.importBackground(await fixture(name), name);
    expect(imported.ok ? 'kept' : imported.failure.code).toBe(code);
    expect((await load(storage)).backgrounds).toEqual([]);
  });
});

describe('the library', () => {
  const facts = { itaDeg: 40, hairShare: 0, grade: 'good' as const, reason: 'Even.' };
  const skin: Background = {
    id: 'skin-abc',
    sha256: 'a'.repeat(64),
    licence: 'CC-BY-NC-4.0',
    name: 'Skin beside a lesion',
    origin: 'region',
    width: 8,
    height: 6,
    notices: [],
    facts,
    class: 'DF',
    from: 'own-1',
  };

  it('keeps skin with what is known of it, and what the person says of it', async () => {
    const storage = createStorageClient();
    expect((await storage.keepBackground(skin, encodePng(image))).ok).toBe(true);
    expect((await storage.keepBackground({ ...skin, excluded: true }, null)).ok).toBe(true);
    const { backgrounds, warnings } = await load(createStorageClient());
    expect(backgrounds).toEqual([{ ...skin, excluded: true }]);
    expect(warnings.filter(({ code }) => code.startsWith('kept-'))).toEqual([]);
    const read = await storage.readBackground(skin.id);
    expect(read.ok && read.value.data).toEqual(image.data);
  });

  it('keeps outlines, and sets damaged ones aside', async () => {
    const storage = createStorageClient();
    const shape: MaskShape = { id: 'outline-1', rle: encodeRle(mask), origin: 'file', class: null, excluded: false };
    expect((await storage.keepShapes([shape, { ...shape, id: 'outline-2' }])).ok).toBe(true);
    await set('shape:outline-3', { id: 'half' }, database);
    expect((await storage.removeShapes(['outline-2'])).ok).toBe(true);
    const { shapes, warnings } = await load(createStorageClient());
    expect(shapes).toEqual([shape]);
    expect(warnings).toContainEqual(failureOf('kept-outline-unreadable', { id: 'outline-3' }));
  });

  it('reads outlines from COCO and from images of masks, and says what it cannot read', async () => {
    const storage = createStorageClient();
    const coco = {
      images: [{ id: 1, file_name: 'a.jpg', width: 400, height: 300 }],
      annotations: [
        { id: 1, image_id: 1, segmentation: [[100, 100, 300, 100, 300, 200, 100, 200]] },
        { id: 2, image_id: 9, segmentation: [[0, 0, 9, 0, 9, 9]] },
      ],
    };
    const read = await storage.readShapes(new Blob([JSON.stringify(coco)]));
    if (!read.ok) throw InlayError.of(read.failure);
    expect(read.value.shapes).toHaveLength(1);
    expect(Math.max(...(read.value.shapes[0]?.rle.size ?? []))).toBe(256);
    expect(read.value.problems).toHaveLength(1);

    const drawn = { width: 96, height: 64, data: new Uint8ClampedArray(96 * 64 * 4).fill(255) };
    for (let i = 0; i < 96 * 64; i += 1) if (i % 96 < 30 || i % 96 > 60) drawn.data.set([0, 0, 0, 255], 4 * i);
    const fromPng = await storage.readShapes(new Blob([encodePng(drawn)]));
    expect(fromPng.ok && fromPng.value.shapes).toHaveLength(1);
    const wholeSize = await storage.readMask(new Blob([JSON.stringify(coco)]));
    expect(wholeSize).toMatchObject({ ok: true, value: { outlines: 1, rle: { size: [300, 400] } } });

    const refused = (content: BlobPart) => storage.readShapes(new Blob([content]));
    expect(await refused('{"images": [')).toMatchObject({ failure: { code: 'outlines-not-json' } });
    expect(await refused('{"images": [], "annotations": []}')).toEqual(fail('outlines-none', { problems: [] }));
    expect(await refused('hello')).toEqual(fail('image-not-an-image'));
    drawn.data.fill(255);
    const flat = [failureOf('outline-image-flat')];
    expect(await refused(encodePng(drawn))).toEqual(fail('outlines-none', { problems: flat }));
  });

  it('keeps the queue and the draft of a plan, and gives nothing where they are damaged', async () => {
    const storage = createStorageClient();
    const queue: SavedQueue = { schema: 1, series: {}, entries: [], running: true };
    expect((await storage.saveQueue(queue)).ok).toBe(true);
    expect(await createStorageClient().loadQueue()).toEqual({ ok: true, value: queue });
    await set('queue', { schema: 1, entries: 'x' }, database);
    const damaged = await createStorageClient().loadQueue();
    expect(damaged.ok ? 'read' : damaged.failure.code).toBe('storage-failed');
    await set('plan-draft', { schema: 7 }, database);
    expect((await load(createStorageClient())).draft).toBeNull();
  });
});
