import { beforeEach, describe, expect, it, vi } from 'vitest';
import { sampleIdSchema } from '../../contracts/sample';
import { fail, failureOf } from '../../contracts/failure';
import type { StepProgress } from '../../contracts/inference';
import { exampleRecord } from '../../testing/samples';
import { exampleStudio, type Example } from '../../testing/studio';
import type { Studio } from '../studio';

let example: Example;
let studio: Studio;

beforeEach(async () => {
  example = await exampleStudio();
  studio = example.studio;
});

const refusal = (): string | undefined => studio.generation.store.getState().refusal?.code;

describe('generating', () => {
  it('refuses an empty mask beside the button and makes nothing', async () => {
    await studio.generation.generate();
    expect(refusal()).toBe('mask-empty');
    expect(example.kept.samples).toHaveLength(0);
  });

  it('saves each variant with its own seed and id, and makes the same recipe only once', async () => {
    example.paint();
    studio.compose.set({ variants: 3, seed: 0xffff_ffff });
    await studio.generation.generate();
    expect(example.kept.samples.map(({ record }) => record.seed)).toEqual([0xffff_ffff, 0, 1]);
    expect(new Set(example.kept.samples.map(({ record }) => record.id)).size).toBe(3);
    await studio.generation.generate();
    expect(example.kept.samples).toHaveLength(3);
    expect(example.problems()).toContain('exist already');
  });

  it('stops at a full disk, says so, and shows nothing that is not kept', async () => {
    example.paint();
    example.answers.saveSample = () => fail('storage-full', { what: 'sample' });
    await studio.generation.generate();
    expect(example.problems()).toContain('There is no storage left on this device for the sample.');
    expect(studio.samples.store.getState().order).toHaveLength(0);
    expect(studio.generation.store.getState().forming).toHaveLength(0);
  });

  it('stops at a failure and keeps what was made before it', async () => {
    example.paint();
    const make = example.answers.generate;
    let calls = 0;
    example.answers.generate = () => ((calls += 1) === 2 ? fail('device-lost') : make());
    studio.compose.set({ variants: 3 });
    await studio.generation.generate();
    expect(example.kept.samples).toHaveLength(1);
    expect(refusal()).toBe('device-lost');
  });
});

describe('before the model is there', () => {
  /** As at a start: the device is not proved yet. */
  const wait = (): void => studio.session.store.setState({ model: { phase: 'starting' } });
  const arrive = (): void => {
    const { environment } = exampleRecord();
    studio.session.setDevice({ report: { environment } as never, attempts: [] });
  };

  it('what is pressed is made once it is ready, with what was set meanwhile', async () => {
    example.paint();
    wait();
    const pressed = studio.generation.generate();
    expect(refusal()).toBeUndefined();
    expect(studio.later.isWaiting('generate')).toBe(true);
    studio.compose.set({ variants: 2 });
    arrive();
    await pressed;
    expect(example.kept.samples).toHaveLength(2);
  });

  it('is refused at once where no model would help, and the refusal goes when it is true no longer', async () => {
    wait();
    await studio.generation.generate();
    expect(refusal()).toBe('mask-empty');
    example.paint();
    expect(refusal()).toBeUndefined();
  });

  it('nothing waits any more that was cancelled', () => {
    example.paint();
    wait();
    void studio.generation.generate();
    studio.generation.cancel();
    arrive();
    expect(example.jobs).toHaveLength(0);
  });
});

describe('a reload in the middle of a batch', () => {
  it('goes on with what is not made yet, and only with that', async () => {
    example.paint();
    studio.compose.set({ variants: 3, seed: 5 });
    const make = example.answers.generate;
    let made = 0;
    const killed = new Promise<void>((resolve) => {
      example.answers.generate = () => {
        made += 1;
        if (made === 2) resolve();
        return make();
      };
    });
    const inference = example.dependencies.inference as unknown as {
      generate: (...all: unknown[]) => Promise<unknown>;
    };
    const { generate } = inference;
    inference.generate = (...all) => (made === 1 ? new Promise(() => undefined) : generate(...all)); // the tab dies in the second one
    void studio.generation.generate();
    await vi.waitFor(() => expect(example.kept.samples).toHaveLength(1));
    inference.generate = generate;
    const again = await example.reopened();
    await killed;
    await vi.waitFor(() => expect(example.kept.samples.map(({ record }) => record.seed)).toEqual([5, 6, 7]));
    await vi.waitFor(() => expect(again.studio.generation.isWorking).toBe(false));
    expect([...example.remembered.keys()].filter((key) => key.startsWith('inlay-unfinished'))).toEqual([]);
    expect(again.problems()).not.toContain('exist already');
  });

  it('makes nothing with another model, and nothing of what is no batch', async () => {
    example.remembered.set('inlay-unfinished-example', '[{"schema":9}]');
    expect((await example.reopened()).jobs).toHaveLength(0);
  });
});

describe('the sampler', () => {
  const samplers = () => example.jobs.map(({ sampler }) => sampler);

  it('is the student with the numbers of its manifest, once the person wants it and the bundle has one', async () => {
    example.paint();
    studio.compose.set({ variants: 1, sampler: 'fast', steps: 30, guidance: 5, featherPx: 6 });
    await studio.generation.generate();
    expect(samplers()[0]).toMatchObject({ name: 'bundle', steps: 30, guidance: 5 }); // the shipped one here has none
    await studio.session.importZip(new Blob(['fast']));
    await studio.generation.generate();
    expect(samplers()[1]).toEqual({ name: 'student', steps: 4, guidance: 2.5, featherPx: 6 });
    expect(example.kept.samples[1]?.recipe.sampler.name).toBe('student');
    studio.compose.set({ sampler: 'full' });
    await studio.generation.generate();
    expect(samplers()[2]).toMatchObject({ name: 'euler', steps: 16, guidance: 2 });
  });

  it('may take more steps than the recipe says; every variant of the batch counts them', async () => {
    example.paint();
    studio.compose.set({ variants: 2, steps: 4 });
    const steps: number[][] = [];
    example.answers.progress = (onStep) => {
      const before = studio.generation.store.getState();
      steps.push(before.forming.map((sample) => sample.steps));
      onStep({ step: 1, steps: 7, stepMs: 10 } as StepProgress);
      const { forming, remainingMs } = studio.generation.store.getState();
      steps.push(
        forming.map((sample) => sample.steps),
        [remainingMs ?? 0],
      );
    };
    await studio.generation.generate();
    expect(steps).toEqual([[4, 4], [7, 7], [130], [7], [7], [60]]);
  });
});

describe('one mask many ways', () => {
  it('in every class makes a sample a class of the same seed, and keeps the table over a reload', async () => {
    example.paint();
    studio.compose.set({ seed: 9 });
    await studio.generation.generateGrid('class', 1);
    expect(example.jobs.map((job) => job.class)).toEqual(['MEL', 'NV', 'BCC', 'AK', 'BKL', 'DF', 'VASC', 'SCC']);
    expect(new Set(example.jobs.map(({ seed }) => seed))).toEqual(new Set([9]));
    const [grid] = studio.compose.store.getState().grids;
    expect(grid?.rows.map(({ value }) => value)).toEqual(example.jobs.map((job) => job.class));
    expect(grid?.rows.map(({ recipeSha256 }) => recipeSha256)).toEqual(
      example.kept.samples.map(({ record }) => record.recipe.sha256),
    );
    example.runTimers();
    expect((await example.reopened()).studio.compose.store.getState().grids).toEqual([grid]);
  });

  it('at several guidances takes the full sampler, a row each, and what exists already is not made again', async () => {
    example.paint();
    studio.compose.setGridGuidance('3; 1 2, x, 99, 2');
    expect(studio.compose.store.getState().gridGuidance).toEqual([1, 2, 3]);
    await studio.generation.generateGrid('guidance', 2);
    expect(example.jobs.map(({ sampler, seed }) => [sampler.guidance, seed])).toEqual(
      [1, 2, 3].flatMap((guidance) => [1, 2].map((seed) => [guidance, seed])),
    );
    await studio.generation.generateGrid('guidance', 2);
    expect(example.jobs).toHaveLength(6);
  });

  it('near a sample keeps its class, skin, mask and sampler, and says in the record how its noise came about', async () => {
    example.paint();
    studio.compose.set({ variants: 1, seed: 5, class: 'VASC', nearStrength: 0.2 });
    await studio.generation.generate();
    const [first] = example.kept.samples;
    studio.compose.set({ class: 'MEL', variants: 2 });
    studio.compose.document.clear();
    if (first) await studio.generation.moreLike(first.record.id);
    const [, second, third] = example.kept.samples;
    expect(second?.record).toMatchObject({ class: 'VASC', mask: first?.record.mask, seed: 42 });
    expect(second?.record.nearby).toEqual({ seed: 5, through: [], strength: 0.2 });
    expect(example.jobs.at(-1)?.nearby).toEqual(second?.record.nearby);
    expect(example.jobs.at(-1)?.mask.data.includes(1)).toBe(true);
    if (third) await studio.generation.moreLike(third.record.id);
    expect(example.kept.samples.at(-1)?.record.nearby).toEqual({
      seed: 5,
      through: [{ seed: 43, strength: 0.2 }],
      strength: 0.2,
    });
  });

  it('without a mask says so and makes nothing', async () => {
    await studio.generation.generateGrid('class', 1);
    expect(refusal()).toBe('mask-empty');
    expect(example.jobs).toEqual([]);
    expect(studio.compose.store.getState().grids).toEqual([]);
  });

  it('pins and unpins', () => {
    const id = sampleIdSchema.parse('SYN_000000000001');
    studio.compose.togglePin(id);
    expect(studio.compose.store.getState().pinned).toEqual([id]);
    studio.compose.togglePin(id);
    expect(studio.compose.store.getState().pinned).toEqual([]);
  });

  it('is refused at the end of a chain that no record could hold', async () => {
    example.paint();
    studio.compose.set({ variants: 1 });
    await studio.generation.generate();
    const [first] = example.kept.samples;
    if (!first) throw new Error('Nothing was made.');
    const through = Array.from({ length: 64 }, (_, seed) => ({ seed, strength: 0.5 }));
    example.kept.samples[0] = { ...first, record: { ...first.record, nearby: { seed: 1, through, strength: 0.5 } } };
    await studio.generation.moreLike(first.record.id);
    expect(studio.generation.store.getState().refusal).toEqual(failureOf('sample-chain-long', { most: 64 }));
    expect(example.kept.samples).toHaveLength(1);
  });

  it('keeps grids whose first rows are the same', async () => {
    example.paint();
    for (const rows of ['1, 2', '1, 3', '1,5; 2']) {
      studio.compose.setGridGuidance(rows);
      await studio.generation.generateGrid('guidance', 1);
    }
    const { grids } = studio.compose.store.getState();
    expect(grids.map((grid) => grid.rows.map(({ value }) => value))).toEqual([
      [1.5, 2],
      [1, 3],
      [1, 2],
    ]);
  });
});

describe('what goes wrong inside', () => {
  it('is said, and the next batch can begin', async () => {
    example.paint();
    const make = example.answers.generate;
    example.answers.generate = () => {
      throw new Error('boom');
    };
    studio.compose.set({ variants: 1 });
    await studio.generation.generate();
    expect(refusal()).toBe('batch-stopped');
    example.answers.generate = make;
    await studio.generation.generate();
    expect(example.kept.samples).toHaveLength(1);
  });

  it('shows no sample of a background that is not in place any more', async () => {
    example.paint();
    studio.compose.set({ variants: 1 });
    await studio.generation.generate();
    expect(studio.generation.store.getState().shownId).not.toBeNull();
    studio.compose.store.setState({ backgroundId: 'another' });
    expect(studio.generation.store.getState().shownId).toBeNull();
  });
});
