import { describe, expect, it, vi } from 'vitest';
import { succeed } from '../contracts/failure';
import { BUNDLE_PATHS, type BundleManifest } from '../contracts/bundle';
import type { Background } from '../contracts/library';
import type { Fitted } from '../contracts/fitting';
import type { Study } from '../contracts/study';
import { exampleStudio, type Example } from '../testing/studio';

/** Presses the button of the news that says so. */
function takeBack({ studio }: Example, words: RegExp): void {
  const { notices } = studio.notices.store.getState();
  const news = notices.find(({ message }) => words.test(message));
  expect(news?.action?.label).toBe('Take it back');
  news?.action?.run();
}

describe('for ten seconds', () => {
  it('a batch that was cancelled can be made after all', async () => {
    const example = await exampleStudio();
    const { studio } = example;
    example.paint();
    studio.compose.set({ variants: 3 });
    const inference = example.dependencies.inference as unknown as {
      generate: (...all: unknown[]) => Promise<unknown>;
      cancel: (id: string) => void;
    };
    const { generate, cancel } = inference;
    let stop: (outcome: unknown) => void = () => undefined;
    inference.generate = (...all) =>
      example.kept.samples.length === 0 ? generate(...all) : new Promise((resolve) => (stop = resolve));
    inference.cancel = () => stop({ ok: false, failure: { code: 'cancelled', params: {} } });
    const making = studio.generation.generate();
    await vi.waitFor(() => expect(studio.generation.store.getState().made).toBe(1));
    await vi.waitFor(() => expect(studio.generation.store.getState().forming).toHaveLength(2));
    studio.generation.cancel();
    await making;
    expect(example.kept.samples).toHaveLength(1);
    expect(studio.generation.store.getState().refusal).toBeNull();
    Object.assign(inference, { generate, cancel });
    takeBack(example, /Generating was cancelled/);
    await vi.waitFor(() => expect(example.kept.samples).toHaveLength(3));
  });

  it('a study that was given up has its answers back', async () => {
    const example = await exampleStudio();
    const { study } = example.studio;
    const kept = { schema: 1, seed: 1, startedAt: '', items: [], answers: [{ kind: 'real', class: null, ms: 5 }] };
    study.restore(kept as unknown as Study);
    await study.giveUp();
    expect(study.store.getState().study).toBeNull();
    takeBack(example, /study with 1 answer was given up/);
    expect(study.store.getState().study).toEqual(kept);
  });

  it('a data set that was closed is open again, and what was seen of it goes only after that', async () => {
    const example = await exampleStudio();
    const { studio } = example;
    const purge = vi.fn(() => Promise.resolve(succeed(null)));
    const opened = {
      source: { kind: 'gone' },
      summary: {
        ...{ name: 'mine', token: 't', images: 0, labels: [], oddities: [] },
        reading: { layout: 'imagefolder', tables: [], label: { kind: 'folder' }, classes: {} },
        detection: { candidates: [], why: null },
      },
    };
    const again = (): Promise<unknown> => Promise.resolve(succeed(opened));
    const scanned = (): Promise<unknown> => Promise.resolve(succeed({ images: new Int32Array() }));
    const close = (): Promise<unknown> => Promise.resolve(succeed(null));
    Object.assign(example.dependencies.dataset, { restore: again, reopen: again, scanned, look: close, close, purge });
    await studio.dataset.restore();
    const isOpen = (): boolean => studio.dataset.store.getState().opened !== null;
    await studio.dataset.close();
    expect(isOpen()).toBe(false);
    takeBack(example, /The data set mine is closed/);
    await vi.waitFor(() => expect(isOpen()).toBe(true));
    example.runTimers();
    expect(purge).not.toHaveBeenCalled();
    await studio.dataset.close();
    example.runTimers();
    expect(purge).toHaveBeenCalled();
    expect(isOpen()).toBe(false);
  });

  it('a fit that was left for the bundle is in use again', async () => {
    const example = await exampleStudio();
    const { fitting, session } = example.studio;
    const files = [{ path: BUNDLE_PATHS.encoder, sha256: 'e'.repeat(64) }];
    session.store.setState({ manifest: { files } as unknown as BundleManifest });
    const about = { dataset: 'mine', classes: [] } as unknown as Fitted;
    let kept: Fitted | null = about;
    Object.assign(example.dependencies.fitting, {
      load: () => Promise.resolve(succeed(kept && { about: kept, files: {} })),
      forget: () => Promise.resolve(succeed((kept = null))),
      takeBack: (back: Fitted) => Promise.resolve(succeed(((kept = back), null))),
      purge: () => Promise.resolve(succeed(null)),
    });
    Object.assign(example.dependencies.inference, { compareWith: () => Promise.resolve(succeed(null)) });
    await fitting.restore();
    expect(fitting.store.getState().fitted).toEqual(about);
    await fitting.useBundle();
    expect([fitting.store.getState().fitted, kept]).toEqual([null, null]);
    takeBack(example, /The gates compare with the bundle again/);
    await vi.waitFor(() => expect(fitting.store.getState().fitted).toEqual(about));
  });

  it('skin that was removed is back, and goes for good only after that', async () => {
    const example = await exampleStudio();
    const { library, compose } = example.studio;
    const removed = vi.fn(() => Promise.resolve(succeed(null)));
    Object.assign(example.dependencies.storage, { removeBackground: removed });
    const [first] = compose.store.getState().backgrounds;
    if (!first) throw new Error('There is no skin.');
    const skin: Background = { ...first, id: 'own-skin', origin: 'file' };
    const ids = () => compose.store.getState().backgrounds.map(({ id }) => id);
    compose.putBackgrounds([skin]);
    library.remove(skin);
    expect(ids()).not.toContain('own-skin');
    takeBack(example, /own-skin was removed/);
    expect(ids()).toContain('own-skin');
    example.runTimers();
    expect(removed).not.toHaveBeenCalled();
    library.remove(skin);
    example.runTimers();
    expect(removed).toHaveBeenCalledWith('own-skin');
  });
});
