import { fail, failureOf, succeed } from '../../contracts/failure';
import type { Mask } from '../../contracts/image';
import { emptyMask, encodeRle } from '../../core/mask/rle';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { sampleIdSchema } from '../../contracts/sample';
import { composeStateSchema } from '../../contracts/storage';
import type { Stroke } from '../../contracts/strokes';
import { paintSegment } from '../../core/mask/stroke';
import { exampleStudio, type Example } from '../../testing/studio';
import { createNoticeStore } from '../base/noticeStore';
import { createSession } from '../session/sessionStore';
import { createStudio } from '../studio';
import type { Studio } from '../studio';

let example: Example;
let studio: Studio;

beforeEach(async () => {
  example = await exampleStudio();
  studio = example.studio;
});

describe('what is typed before the model is there', () => {
  it('stays when the bundle and what was kept arrive', async () => {
    example.kept.compose = null;
    const { dependencies } = example;
    const notices = createNoticeStore();
    const session = createSession(dependencies, notices);
    const first = createStudio(dependencies, { notices, session });
    first.compose.setNumber('steps', 33);
    await first.start();
    first.compose.set({ guidance: 4.5 });
    await session.start([], null);
    expect(first.compose.store.getState()).toMatchObject({ steps: 33, guidance: 4.5 });
  });
});

describe('the first skin', () => {
  it('is waited for from the first moment until it is shown, cannot be read, or there is none', async () => {
    const { dependencies } = example;
    const { backgrounds } = studio.compose.store.getState();
    const awaited = async (offered: typeof backgrounds): Promise<boolean[]> => {
      const notices = createNoticeStore();
      const { compose } = createStudio(dependencies, { notices, session: createSession(dependencies, notices) });
      const isAwaited = (): boolean => compose.store.getState().awaitsSkin;
      const found = [isAwaited()];
      const opened = compose.restore(null, offered);
      found.push(isAwaited());
      await opened;
      return [...found, isAwaited()];
    };
    expect(await awaited(backgrounds)).toEqual([true, true, false]);
    expect(await awaited([])).toEqual([true, false, false]);
    Object.assign(dependencies.storage, {
      readBackground: () => Promise.resolve(fail('background-missing', { id: 'skin-01' })),
    });
    expect(await awaited(backgrounds)).toEqual([true, true, false]);
  });
});

describe('what is kept of the Compose screen', () => {
  it('is written soon after a change, with the mask, and comes back', async () => {
    example.paint();
    studio.compose.set({ class: 'VASC' });
    studio.compose.setNumber('steps', 999);
    example.runTimers();
    await vi.waitFor(() => expect(example.kept.compose?.class).toBe('VASC'));
    expect(example.kept.compose?.steps).toBe(50);
    const painted = studio.compose.document.toRle();
    example = await example.reopened();
    studio = example.studio;
    expect(studio.compose.store.getState().class).toBe('VASC');
    expect(studio.compose.document.toRle()).toEqual(painted);
  });

  it('is written at once where a stroke has ended or a sample is pinned', async () => {
    const schedule = vi.spyOn(example.dependencies, 'schedule');
    const delay = (): number | undefined => schedule.mock.lastCall?.[1];
    example.paint();
    await studio.writing.settled();
    expect(example.kept.masks['skin-01']?.past).toHaveLength(1);
    expect(schedule).not.toHaveBeenCalled();
    studio.compose.document.undo();
    await studio.writing.settled();
    expect(example.kept.masks['skin-01']).toMatchObject({ past: [], rle: { counts: [64 * 48] } });
    studio.compose.setPainting('hardness', 0.5);
    expect(delay()).toBeGreaterThan(0);
    studio.compose.togglePin(sampleIdSchema.parse('SYN_0123456789ab'));
    expect(delay()).toBe(0);
  });

  it('is written together where the hand is faster than the storage', async () => {
    const { storage } = example.dependencies;
    const addStrokes = storage.addStrokes.bind(storage);
    const written: number[] = [];
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    Object.assign(storage, {
      addStrokes: async (id: string, strokes: readonly Stroke[]) => {
        written.push(strokes.length);
        await held;
        return addStrokes(id, strokes);
      },
    });
    example.paint();
    studio.compose.document.undo();
    studio.compose.document.redo();
    studio.compose.document.undo();
    goOn();
    await studio.writing.settled();
    expect(written).toEqual([1, 3]);
    expect(example.kept.masks['skin-01']).toMatchObject({ past: [], future: [{}] });
    expect(example.told.filter(({ kind }) => kind === 'stroke')).toHaveLength(4);
  });

  it('that cannot be written waits, is said, and is written in its order once it can be', async () => {
    const { storage } = example.dependencies;
    const addStrokes = storage.addStrokes.bind(storage);
    Object.assign(storage, { addStrokes: () => Promise.resolve(fail('storage-full', { what: 'strokes' })) });
    example.paint();
    studio.compose.document.undo();
    await studio.writing.settled();
    expect(studio.writing.store.getState()).toEqual({
      failure: failureOf('storage-full', { what: 'strokes' }),
      waiting: 2,
    });
    await studio.compose.openBackground('skin-01'); // what waits is shown all the same
    expect(studio.compose.document.canRedo).toBe(true);
    Object.assign(storage, { addStrokes });
    example.runTimers();
    await studio.writing.settled();
    expect(studio.writing.store.getState()).toEqual({ failure: null, waiting: 0 });
    expect(example.kept.masks['skin-01']).toMatchObject({ past: [], future: [{}] });
  });

  it('says on which skin something of the mask is lost, and shows what is left', async () => {
    example.paint();
    await studio.writing.settled();
    example.kept.damagedMasks.add('skin-01');
    example = await example.reopened();
    expect(example.problems()).toContain('The mask on Skin 1 is not what was saved');
    expect(example.studio.compose.document.isEmpty).toBe(false);
  });

  it('shows strokes of another tab, those during a stroke of its own at its end', () => {
    const { document } = studio.compose;
    const stroke = (at: number) =>
      example.hear({
        kind: 'stroke',
        backgroundId: 'skin-01',
        change: { kind: 'do', painted: Uint32Array.of(at, 2), cleared: new Uint32Array() },
      });
    stroke(0);
    expect(document.area).toBe(2);
    document.beginStroke();
    document.paintSegment({ x: 30, y: 24 }, { x: 34, y: 26 }, 12, 1);
    const own = document.area;
    stroke(10);
    expect(document.area).toBe(own);
    document.endStroke();
    expect(document.area).toBe(own + 2);
    document.undo();
    expect(document.area).toBe(own);
    expect(example.told.filter(({ kind }) => kind === 'stroke')).toEqual([]);
  });

  it('has a stroke that was begun before another image was there on the image on which it ends', async () => {
    const [skin] = studio.compose.store.getState().backgrounds;
    if (!skin) throw new Error('There is no skin.');
    studio.compose.putBackgrounds([{ ...skin, id: 'scene-1' }]);
    const { document, store } = studio.compose;
    document.beginStroke();
    document.paintSegment({ x: 30, y: 24 }, { x: 34, y: 26 }, 12, 1);
    const opened = studio.compose.openBackground('scene-1', 'after-stroke');
    await vi.waitFor(() => expect(document.isPainting).toBe(true));
    document.paintSegment({ x: 34, y: 26 }, { x: 40, y: 26 }, 12, 1);
    expect(store.getState().backgroundId).toBe('skin-01');
    document.endStroke();
    await opened;
    await studio.writing.settled();
    expect(store.getState().backgroundId).toBe('scene-1');
    expect(document.isEmpty).toBe(true);
    expect(example.kept.masks['skin-01']?.past).toHaveLength(1);
  });

  it('names an image as long as it is read, and no longer where it cannot be', async () => {
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    const reader = await example.dependencies.startReading();
    Object.assign(reader, { readImage: () => held.then(() => fail('image-damaged')) });
    const opened = studio.compose.importBackground(new Blob(), 'large.jpg');
    expect(studio.compose.store.getState().opening).toEqual(['large.jpg']);
    answer();
    await opened;
    expect(studio.compose.store.getState().opening).toEqual([]);
    expect(example.problems()).not.toBe('');
  });

  it('brings back skin of an earlier version that was in place, and puts no other of that in its place', async () => {
    example.paint();
    example.runTimers();
    await vi.waitFor(() => expect(example.kept.compose?.backgroundId).toBe('skin-01'));
    const [skin] = studio.compose.store.getState().backgrounds;
    if (!skin) throw new Error('There is no skin.');
    const backgrounds = [
      { ...skin, retired: true },
      { ...skin, id: 'scene-1' },
    ];
    await studio.compose.restore(null, backgrounds);
    expect(studio.compose.store.getState().backgroundId).toBe('scene-1');
    await studio.compose.restore(example.kept.compose, backgrounds);
    expect(studio.compose.store.getState().backgroundId).toBe(skin.id);
  });

  it('keeps the sampler; what was kept before there was a choice means the full one', async () => {
    studio.compose.set({ sampler: 'fast' });
    example.runTimers();
    await vi.waitFor(() => expect(example.kept.compose?.sampler).toBe('fast'));
    example = await example.reopened();
    studio = example.studio;
    expect(studio.compose.store.getState().sampler).toBe('fast');
    const { sampler: _, ...older } = example.kept.compose ?? { sampler: 'fast' };
    expect(composeStateSchema.parse(older).sampler).toBe('full');
  });

  it('can be undone and redone stroke by stroke', () => {
    const empty = studio.compose.document.toRle();
    example.paint();
    const once = studio.compose.document.toRle();
    studio.compose.document.undo();
    expect(studio.compose.document.toRle()).toEqual(empty);
    studio.compose.document.redo();
    expect(studio.compose.document.toRle()).toEqual(once);
    const plain = { width: 64, height: 48, data: new Uint8Array(64 * 48) };
    paintSegment(plain, { x: 30, y: 24 }, { x: 34, y: 26 }, 12, 1);
    expect(studio.compose.document.mask.data).toEqual(plain.data);
  });

  it('takes an outline of its own size to the pixel, and one of another size to the same place', async () => {
    const drawn = emptyMask(64, 48);
    paintSegment(drawn, { x: 3, y: 3 }, { x: 60, y: 40 }, 5, 1);
    const answer = (mask: Mask) => () =>
      Promise.resolve(succeed({ rle: encodeRle(mask), outlines: 2, problems: [failureOf('coco-unfit')] }));
    Object.assign(example.reader, { readMask: answer(drawn) });
    await studio.compose.importMask(new Blob());
    expect(studio.compose.document.mask.data).toEqual(drawn.data);
    expect(example.problems()).toContain(
      'The file holds 2 outlines; the first one is shown. The file is no COCO file:',
    );
    const twice = emptyMask(128, 96);
    paintSegment(twice, { x: 64, y: 48 }, { x: 64, y: 48 }, 20, 1);
    Object.assign(example.reader, { readMask: answer(twice) });
    await studio.compose.importMask(new Blob());
    expect(studio.compose.document.mask.data[24 * 64 + 32]).toBe(1);
    expect(Math.abs(studio.compose.document.area - Math.PI * 25)).toBeLessThan(20);
    studio.compose.document.undo();
    expect(studio.compose.document.mask.data).toEqual(drawn.data);
  });
});
