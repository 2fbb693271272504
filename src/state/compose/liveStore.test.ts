import { beforeEach, describe, expect, it } from 'vitest';
import { fail, failureOf } from '../../contracts/failure';
import { exampleStudio, type Example } from '../../testing/studio';

let example: Example;

/** Lets what was started go on until it waits for something else. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

async function useFastBundle(): Promise<void> {
  await example.studio.session.importZip(new Blob(['fast']));
  example.studio.compose.set({ live: true });
}

beforeEach(async () => {
  example = await exampleStudio();
});

describe('the live preview', () => {
  it('of a lesion that is repainted takes a few steps of the full sampler', async () => {
    await useFastBundle();
    example.studio.session.store.setState({ takesStrength: true });
    example.studio.compose.setStrength(0.6);
    example.paint();
    example.runTimers();
    await settle();
    expect(example.previews[0]?.sampler).toMatchObject({ name: 'bundle', steps: 4, strength: 0.6 });
  });

  it('is painted by the fast sampler once the mask rests, and is kept nowhere', async () => {
    await useFastBundle();
    example.paint();
    expect(example.previews).toEqual([]);
    example.runTimers();
    await settle();
    expect(example.previews).toHaveLength(1);
    expect(example.previews[0]?.sampler).toEqual({ name: 'student', steps: 4, guidance: 2.5, featherPx: 6 });
    expect(example.previews[0]?.mask.data.includes(1)).toBe(true);
    expect(example.kept.samples).toEqual([]);
    expect(example.studio.live.store.getState().phase).toBe('resting');
  });

  it('is stopped by the next stroke and begun again after it', async () => {
    await useFastBundle();
    let end = (): void => undefined;
    example.answers.settling = () => new Promise((resolve) => (end = resolve));
    example.paint();
    example.runTimers();
    await settle();
    expect(example.studio.live.store.getState().phase).toBe('painting');
    example.studio.compose.document.beginStroke();
    example.studio.compose.document.paintSegment({ x: 10, y: 10 }, { x: 12, y: 10 }, 6, 1);
    expect(example.cancelled).toEqual(['live-1']);
    expect(example.studio.live.store.getState().phase).toBe('waiting');
    end();
    await settle();
    expect(example.studio.live.store.getState().phase).toBe('waiting'); // what ended was of the past
    example.studio.compose.document.endStroke();
    example.runTimers();
    await settle();
    expect(example.previews.map(({ jobId }) => jobId)).toEqual(['live-1', 'live-2']);
  });

  it('shows what forms, and nothing once the mask is empty', async () => {
    await useFastBundle();
    const image = { width: 4, height: 4, data: new Uint8ClampedArray(64) };
    const region = { x: 0, y: 0, sidePx: 32 };
    example.answers.progress = (onStep) => onStep({ jobId: '', step: 1, steps: 4, preview: image, region, stepMs: 1 });
    example.paint();
    example.runTimers();
    await settle();
    expect(example.studio.live.preview()?.image).toBe(image);
    example.studio.compose.document.clear();
    expect(example.studio.live.preview()).toBeNull();
  });

  it('follows class and seed', async () => {
    await useFastBundle();
    example.paint();
    example.studio.compose.set({ class: 'MEL', seed: 77 });
    example.runTimers();
    await settle();
    expect(example.previews.at(-1)).toMatchObject({ class: 'MEL', seed: 77 });
  });

  it('does nothing without a fast sampler, while switched off', async () => {
    example.studio.compose.set({ live: true });
    example.paint();
    example.runTimers();
    await settle();
    expect(example.previews).toEqual([]);
    await useFastBundle();
    example.studio.compose.set({ live: false });
    example.paint();
    example.runTimers();
    await settle();
    expect(example.previews).toEqual([]);
  });

  it('leaves the device to a batch', async () => {
    await useFastBundle();
    const make = example.answers.generate;
    example.answers.generate = () => {
      example.studio.compose.document.beginStroke();
      example.studio.compose.document.endStroke();
      example.studio.compose.set({ seed: 99 });
      example.runTimers();
      return make();
    };
    example.paint();
    example.studio.compose.set({ variants: 1 });
    example.studio.compose.set({ live: true });
    await example.studio.generation.generate();
    expect(example.previews).toEqual([]);
    expect(example.kept.samples).toHaveLength(1);
    example.runTimers(); // the device is free again
    await settle();
    expect(example.previews.at(-1)?.seed).toBe(99);
  });

  it('says what went wrong beside its switch, and tries again after the next stroke', async () => {
    await useFastBundle();
    example.answers.preview = () => fail('mask-too-large', { percent: 90 });
    example.paint();
    example.runTimers();
    await settle();
    expect(example.studio.live.store.getState().failure).toEqual(failureOf('mask-too-large', { percent: 90 }));
    expect(example.problems()).not.toContain('covers');
    example.studio.compose.document.undo();
    expect(example.studio.live.store.getState().failure).toBeNull();
  });
});
