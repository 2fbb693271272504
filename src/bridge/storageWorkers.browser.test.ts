/** The real storage worker: what is written comes back, what is damaged is set aside, nothing else is touched. */
import { createStore, set } from 'idb-keyval';
import { beforeEach, describe, expect, it } from 'vitest';
import { failureOf, InlayError, succeed, type Outcome } from '../contracts/failure';
import { createStorageClient } from './clients';
import { emptyStorage } from './emptyStorage.browser';
import { createReadingClient } from './readingClient';
import type { ClassChange } from '../contracts/classes';
import type { Background, MaskShape } from '../contracts/library';
import type { SavedQueue } from '../contracts/queue';
import type { ComposeState, SavedWork, StorageApi } from '../contracts/storage';
import { encodeRle } from '../core/mask/rle';
import { pixelDigest } from '../core/provenance/digest';
import { encodePng } from '../core/provenance/png';
import { decodePng } from '../core/provenance/pngPixels';
import { sampleIdSchema } from '../contracts/sample';

const database = createStore('inlay-project-test', 'keyval');
const image = { width: 8, height: 6, data: new Uint8ClampedArray(8 * 6 * 4).map((_, i) => (i % 4 === 3 ? 255 : i)) };
const mask = { width: 8, height: 6, data: Uint8Array.from({ length: 48 }, (_, i) => (i % 8 > 3 ? 1 : 0)) };

async function load(storage: StorageApi): Promise<SavedWork> {
  const loaded = await storage.load(new URL('/nowhere/', window.location.href).href);
  if (!loaded.ok) throw InlayError.of(loaded.failure);
  return loaded.value;
}

async function fixture(name: string): Promise<Blob> {
  return (await fetch(`/e2e/fixtures/images/${name}`)).blob();
}

beforeEach(emptyStorage);

describe('the rule of selection', () => {
  it('comes back, and one that cannot be read is replaced with a sentence', async () => {
    const storage = createStorageClient('test');
    const rule = { levels: { typical: 0.1 }, gamma: 0.4, mostTypicalP: null };
    expect((await storage.saveSelection({ schema: 1, rule, controlSeed: 7 })).ok).toBe(true);
    expect((await load(createStorageClient('test'))).selection).toEqual({ schema: 1, rule, controlSeed: 7 });
    await set('selection', { schema: 1, rule: { levels: { typical: 7 } } }, database);
    const { selection, warnings } = await load(createStorageClient('test'));
    expect(selection).toBeNull();
    expect(warnings).toContainEqual(failureOf('kept-selection-unreadable'));
  });
});

describe('the list of classes', () => {
  const add = (code: string) =>
    ({ kind: 'add', classes: [{ code, name: code }], source: 'project' }) as const satisfies ClassChange;
  const codes = async (): Promise<string[]> =>
    ((await load(createStorageClient('test'))).classes?.classes ?? []).slice(8).map(({ code }) => code);

  it('has what two tabs have changed at the same time', async () => {
    const [left, right] = [createStorageClient('test'), createStorageClient('test')];
    await Promise.all([left.changeClasses(add('SPITZ')), right.changeClasses(add('merkel'))]);
    expect((await codes()).sort()).toEqual(['SPITZ', 'merkel']);
    const renamed = await right.changeClasses({ kind: 'change', code: 'SPITZ', next: { code: 'merkel', name: 'x' } });
    expect(renamed).toMatchObject({ value: { refusal: failureOf('class-code-taken', { code: 'merkel' }) } });
    await left.changeClasses({ kind: 'remove', code: 'merkel' });
    expect(await codes()).toEqual(['SPITZ']);
  });
});

describe('the Compose screen', () => {
  it('comes back, or starts afresh with a sentence when it is damaged', async () => {
    const storage = createStorageClient('test');
    const state: ComposeState = {
      schema: 1,
      backgroundId: 'skin-03',
      class: 'VASC',
      seed: 9,
      steps: 16,
      guidance: 2,
      sampler: 'fast',
      variants: 4,
      strength: 1,
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
      pinned: [sampleIdSchema.parse('SYN_aaaaaaaaaaaa')],
    };
    expect(await storage.saveCompose(state)).toEqual({ ok: true, value: null });
    const kept = await load(createStorageClient('test'));
    expect(kept.warnings.slice(1)).toEqual([]);
    expect(kept.compose).toEqual(state);
    await set('compose', { schema: 99 }, database);
    const after = await load(createStorageClient('test'));
    expect(after.compose).toBeNull();
    expect(after.warnings).toContainEqual(failureOf('kept-compose-unreadable'));
  });
});

/** As the studio takes an image in: read in one worker, kept by another. */
async function importImage(storage: StorageApi, file: Blob, name: string): Promise<Outcome<Background>> {
  const reader = createReadingClient();
  const read = await reader.readImage(file, name);
  reader.end();
  if (!read.ok) return read;
  const { background, png } = read.value;
  const kept = await storage.keepBackground(background, png);
  return kept.ok ? succeed(background) : kept;
}

describe('backgrounds of the person', () => {
  it.each([
    [600, 300, 256, 128],
    [200, 90, 200, 90],
  ])('of %d x %d have a thumbnail of %d x %d', async (width, height, ...size) => {
    const storage = createStorageClient('test');
    const data = new Uint8ClampedArray(4 * width * height).map((_, i) => (i % 4 === 3 ? 255 : 150 + (i % 50)));
    const imported = await importImage(storage, new Blob([encodePng({ width, height, data })]), 'skin.png');
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
    const storage = createStorageClient('test');
    const imported = await importImage(storage, await fixture(name), name);
    if (!imported.ok) throw InlayError.of(imported.failure);
    expect([imported.value.width, imported.value.height]).toEqual([width, height]);
    if (notice === null) expect(imported.value.notices).toEqual([]);
    else expect(imported.value.notices.join(' ')).toContain(notice);
    const pixels = await createStorageClient('test').readBackground(imported.value.id);
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
    const storage = createStorageClient('test');
    const imported = await importImage(storage, await fixture(name), name);
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
    const storage = createStorageClient('test');
    expect((await storage.keepBackground(skin, encodePng(image))).ok).toBe(true);
    expect((await storage.keepBackground({ ...skin, excluded: true }, null)).ok).toBe(true);
    const { backgrounds, warnings } = await load(createStorageClient('test'));
    expect(backgrounds).toEqual([{ ...skin, excluded: true }]);
    expect(warnings.filter(({ code }) => code.startsWith('kept-'))).toEqual([]);
    const read = await storage.readBackground(skin.id);
    expect(read.ok && read.value.data).toEqual(image.data);
  });

  it('keeps outlines, and sets damaged ones aside', async () => {
    const storage = createStorageClient('test');
    const shape: MaskShape = { id: 'outline-1', rle: encodeRle(mask), origin: 'file', class: null, excluded: false };
    expect((await storage.keepShapes([shape, { ...shape, id: 'outline-2' }])).ok).toBe(true);
    await set('shape:outline-3', { id: 'half' }, database);
    expect((await storage.removeShapes(['outline-2'])).ok).toBe(true);
    const { shapes, warnings } = await load(createStorageClient('test'));
    expect(shapes).toEqual([shape]);
    expect(warnings).toContainEqual(failureOf('kept-outline-unreadable', { id: 'outline-3' }));
  });

  it('keeps the queue and the draft of a plan, and gives nothing where they are damaged', async () => {
    const storage = createStorageClient('test');
    const queue: SavedQueue = { schema: 1, series: {}, entries: [], running: true };
    expect((await storage.saveQueue(queue)).ok).toBe(true);
    expect(await createStorageClient('test').loadQueue()).toEqual({ ok: true, value: queue });
    await set('queue', { schema: 1, entries: 'x' }, database);
    const damaged = await createStorageClient('test').loadQueue();
    expect(damaged.ok ? 'read' : damaged.failure.code).toBe('storage-failed');
    await set('plan-draft', { schema: 7 }, database);
    const { draft, warnings } = await load(createStorageClient('test'));
    expect(draft).toBeNull();
    expect(warnings).toContainEqual(failureOf('kept-draft-unreadable'));
  });
});
