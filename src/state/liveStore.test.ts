import { beforeEach, describe, expect, it } from 'vitest';
import { fail } from '../contracts/failure';
import { exampleStudio, type Example } from './exampleStudio';

let here: Example;

/** Lets what was started go on until it waits for something else. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

async function useFastBundle(): Promise<void> {
  await here.studio.session.importZip(new Blob(['fast']));
  here.studio.compose.set({ live: true });
}

beforeEach(async () => {
  here = await exampleStudio();
});

describe('the live preview', () => {
  it('is painted by the fast sampler once the mask rests, and is kept nowhere', async () => {
    await useFastBundle();
    here.paint();
    expect(here.previews).toEqual([]);
    here.runTimers();
    await settle();
    expect(here.previews).toHaveLength(1);
    expect(here.previews[0]?.sampler).toEqual({ name: 'student', steps: 4, guidance: 2.5, featherPx: 6 });
    expect(here.previews[0]?.mask.data.includes(1)).toBe(true);
    expect(here.kept.samples).toEqual([]);
    expect(here.studio.live.store.getState().phase).toBe('resting');
  });

  it('is stopped by the next stroke and begun again after it', async () => {
    await useFastBundle();
    let end = (): void => undefined;
    here.answers.settling = () => new Promise((resolve) => (end = resolve));
    here.paint();
    here.runTimers();
    await settle();
    expect(here.studio.live.store.getState().phase).toBe('painting');
    here.studio.compose.document.beginStroke();
    here.studio.compose.document.paint({ x: 10, y: 10 }, { x: 12, y: 10 }, 6, 1);
    expect(here.cancelled).toEqual(['live-1']);
    expect(here.studio.live.store.getState().phase).toBe('waiting');
    end();
    await settle();
    expect(here.studio.live.store.getState().phase).toBe('waiting'); // what ended was of the past
    here.studio.compose.document.endStroke();
    here.runTimers();
    await settle();
    expect(here.previews.map(({ jobId }) => jobId)).toEqual(['live-1', 'live-2']);
  });

  it('shows what forms, and nothing once the mask is empty', async () => {
    await useFastBundle();
    const image = { width: 4, height: 4, data: new Uint8ClampedArray(64) };
    const region = { x: 0, y: 0, sidePx: 32 };
    here.answers.progress = (onStep) => onStep({ jobId: '', step: 1, steps: 4, preview: image, region, stepMs: 1 });
    here.paint();
    here.runTimers();
    await settle();
    expect(here.studio.live.preview()?.image).toBe(image);
    here.studio.compose.document.clear();
    expect(here.studio.live.preview()).toBeNull();
  });

  it('follows class and seed', async () => {
    await useFastBundle();
    here.paint();
    here.studio.compose.set({ class: 'MEL', seed: 77 });
    here.runTimers();
    await settle();
    expect(here.previews.at(-1)).toMatchObject({ class: 'MEL', seed: 77 });
  });

  it('does nothing without a fast sampler, while switched off', async () => {
    here.studio.compose.set({ live: true });
    here.paint();
    here.runTimers();
    await settle();
    expect(here.previews).toEqual([]);
    await useFastBundle();
    here.studio.compose.set({ live: false });
    here.paint();
    here.runTimers();
    await settle();
    expect(here.previews).toEqual([]);
  });

  it('leaves the device to a batch', async () => {
    await useFastBundle();
    const make = here.answers.generate;
    here.answers.generate = () => {
      here.studio.compose.document.beginStroke();
      here.studio.compose.document.endStroke();
      here.studio.compose.set({ seed: 99 });
      here.runTimers();
      return make();
    };
    here.paint();
    here.studio.compose.set({ variants: 1 });
    here.studio.compose.set({ live: true });
    await here.studio.generation.generate();
    expect(here.previews).toEqual([]);
    expect(here.kept.samples).toHaveLength(1);
    here.runTimers(); // the device is free again
    await settle();
    expect(here.previews.at(-1)?.seed).toBe(99);
  });

  it('says what went wrong beside its switch, and tries again after the next stroke', async () => {
    await useFastBundle();
    here.answers.preview = () => fail('mask-too-large', 'The mask covers 90 %.', 'Erase some of it.');
    here.paint();
    here.runTimers();
    await settle();
    expect(here.studio.live.store.getState().failure?.message).toBe('The mask covers 90 %.');
    expect(here.problems()).not.toContain('covers');
    here.studio.compose.document.undo();
    expect(here.studio.live.store.getState().failure).toBeNull();
  });
});
