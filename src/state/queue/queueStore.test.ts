import { beforeEach, describe, expect, it } from 'vitest';
import { fail, failureOf, succeed } from '../../contracts/failure';
import type { ProjectTabs, TabNews } from '../../contracts/tabs';
import { EXAMPLE_PLAN } from '../../testing/plans';
import { exampleSummary } from '../../testing/samples';
import { exampleStudio, type Example } from '../../testing/studio';

let example: Example;
beforeEach(async () => {
  example = await exampleStudio();
  passing(() => true);
});

const queue = () => example.studio.queue;
const state = () => example.studio.queue.store.getState();
const samples = () => [...example.studio.samples.store.getState().samples.values()];
const counts = () =>
  state().entries.map(({ entry, made, accepted, state: at }) => [entry.target.class, made, accepted, at]);

/** Which candidates the gates let pass, by their number. */
function passing(passes: (made: number) => boolean): void {
  const usual = example.answers.generate();
  let made = 0;
  example.answers.generate = () => {
    const p = passes(made) ? 0.5 : 0.01;
    made += 1;
    return usual.ok ? succeed({ ...usual.value, scores: { typical: { score: 1 - p, p, pass: p >= 0.05 } } }) : usual;
  };
}

async function idle(): Promise<void> {
  for (let i = 0; i < 500 && state().phase === 'running'; i += 1)
    await new Promise((resolve) => setTimeout(resolve, 1));
  await new Promise((resolve) => setTimeout(resolve, 2));
}

describe('the queue', () => {
  it('goes on with a plan in skin of an earlier version', async () => {
    const { compose } = example.studio;
    compose.putBackgrounds(compose.store.getState().backgrounds.map((skin) => ({ ...skin, retired: true })));
    await queue().start(EXAMPLE_PLAN);
    await idle();
    expect(counts()).toEqual([
      ['DF', 2, 2, 'met'],
      ['VASC', 1, 1, 'met'],
    ]);
  });

  it('makes each class until so many are accepted, and says by which rule', async () => {
    passing((made) => made !== 0);
    await queue().start(EXAMPLE_PLAN);
    await idle();
    expect(counts()).toEqual([
      ['DF', 3, 2, 'met'],
      ['VASC', 1, 1, 'met'],
    ]);
    expect(samples().map(({ decision }) => decision?.outcome)).toEqual([
      'rejected',
      'accepted',
      'accepted',
      'accepted',
    ]);
    expect(samples()[0]?.decision?.reason).toBe('plan, rule: typical 0.05');
    expect(samples().map(({ plan }) => plan?.attempt)).toEqual([0, 1, 2, 0]);
    expect(example.kept.queue?.running).toBe(false);
    expect(state().left).toEqual({ expected: 0, most: 0 });
  });

  it('stops a class when all its candidates are made, and may be allowed more', async () => {
    passing(() => false);
    await queue().start(EXAMPLE_PLAN);
    await idle();
    expect(counts()[0]).toEqual(['DF', 6, 0, 'short']);
    passing(() => true);
    const [first] = state().entries;
    if (first) await queue().allowMore(first);
    queue().resume();
    await idle();
    expect(counts()[0]).toEqual(['DF', 8, 2, 'met']);
  });

  it('goes on by itself after a reload, with what is left and nothing twice', async () => {
    await queue().start(EXAMPLE_PLAN);
    await idle();
    const whole = samples().map(({ id }) => id);
    example.kept.samples.splice(1);
    if (example.kept.queue) example.kept.queue = { ...example.kept.queue, running: true };
    example = await example.reopened();
    await idle();
    expect(example.jobs).toHaveLength(3 + 2);
    expect(samples().map(({ id }) => id)).toEqual(whole);
    expect(counts().map(([, , , at]) => at)).toEqual(['met', 'met']);
  });

  it('stays paused after a reload when it was paused', async () => {
    example.answers.progress = () => void queue().pause();
    await queue().start(EXAMPLE_PLAN);
    await idle();
    example.answers.progress = () => undefined;
    example = await example.reopened();
    await idle();
    expect(state()).toMatchObject({ phase: 'idle', role: 'runner' });
    expect(counts()[0]?.[3]).toBe('waiting');
  });

  it('makes again what a person rejects', async () => {
    await queue().start(EXAMPLE_PLAN);
    await idle();
    const [first] = samples();
    if (first) await example.studio.samples.decide(first.id, 'rejected', { reason: 'blurred' });
    expect(counts()[0]).toEqual(['DF', 2, 1, 'waiting']); // shown at once
    queue().resume();
    await idle();
    expect(counts()[0]).toEqual(['DF', 3, 2, 'met']);
  });

  it('waits for a person where a person decides', async () => {
    await queue().start({ ...EXAMPLE_PLAN, accept: { by: 'person' } });
    await idle();
    expect(counts()[0]).toEqual(['DF', 2, 0, 'met']);
    expect(samples().every(({ decision }) => decision === null)).toBe(true);
  });

  it('passes over a candidate that cannot be made, and tries it again when asked', async () => {
    const { generate } = example.answers;
    let calls = 0;
    example.answers.generate = () => {
      calls += 1;
      return calls === 1 ? fail('mask-too-large', { percent: 90 }) : generate();
    };
    await queue().start(EXAMPLE_PLAN);
    await idle();
    const [first] = state().entries;
    const why = 'The mask covers 90 % of the background, which leaves no skin around the lesion.';
    expect(first?.entry.failed).toEqual([{ attempt: 0, why }]);
    expect(counts()[0]).toEqual(['DF', 2, 2, 'met']);
    if (first) await queue().retry(first);
    expect(state().entries[0]?.entry.failed).toEqual([]);
    expect(example.kept.queue?.entries[0]?.failed).toEqual([]);
  });

  it('stops when nothing works three times in a row', async () => {
    example.answers.generate = () => fail('sample-not-made');
    await queue().start(EXAMPLE_PLAN);
    await idle();
    expect(state().why).toEqual(failureOf('sample-not-made'));
    expect(example.jobs).toHaveLength(3);
  });

  it.each([failureOf('storage-full', { what: 'sample' }), failureOf('device-lost')])(
    'stops at $code, passes nothing over and goes on later',
    async (why) => {
      const { saveSample } = example.answers;
      let calls = 0;
      example.answers.saveSample = () => {
        calls += 1;
        return calls === 2 ? { ok: false, failure: why } : saveSample();
      };
      await queue().start(EXAMPLE_PLAN);
      await idle();
      expect(state()).toMatchObject({ phase: 'idle', why });
      expect(state().entries[0]?.entry.failed).toEqual([]);
      queue().resume();
      await idle();
      expect(state().why).toBeNull();
      expect(counts().map(([, , , at]) => at)).toEqual(['met', 'met']);
    },
  );

  it('stops when 90 % of the quota is used, before it makes anything', async () => {
    const report = example.dependencies.projects.report.bind(example.dependencies.storage);
    example.dependencies.projects.report = () =>
      Promise.resolve(succeed({ usedBytes: 91, quotaBytes: 100, persistent: true }));
    await queue().start(EXAMPLE_PLAN);
    await idle();
    expect(state().why).toEqual(failureOf('queue-quota', { percent: 91 }));
    expect(example.jobs).toHaveLength(0);
    example.dependencies.projects.report = report;
    queue().resume();
    await idle();
    expect(counts().map(([, , , at]) => at)).toEqual(['met', 'met']);
  });

  it('refuses a plan of another bundle, and one whose skin is not here', async () => {
    const bundle = { ...EXAMPLE_PLAN.series.bundle, sha256: 'f'.repeat(64) };
    await queue().start({ ...EXAMPLE_PLAN, series: { ...EXAMPLE_PLAN.series, bundle } });
    await idle();
    expect(state().why).toEqual(failureOf('plan-other-bundle', { id: 'inlay-ham10000', version: '0.1.0' }));
    await queue().cancel();
    const skin = EXAMPLE_PLAN.series.skin.map((background) => ({ ...background, id: 'own-1', sha256: 'e'.repeat(64) }));
    await queue().start({ ...EXAMPLE_PLAN, series: { ...EXAMPLE_PLAN.series, skin } });
    await idle();
    expect(state().why).toEqual(failureOf('background-missing', { id: 'own-1' }));
    expect(example.jobs).toHaveLength(0);
  });

  it('is reordered, and emptied without losing a sample', async () => {
    example.answers.progress = () => void queue().pause();
    await queue().start(EXAMPLE_PLAN);
    await idle();
    example.answers.progress = () => undefined;
    const [, second] = state().entries;
    if (second) await queue().move(second, -1);
    expect(example.kept.queue?.entries.map(({ target }) => target.class)).toEqual(['VASC', 'DF']);
    const kept = samples().length;
    await queue().cancel();
    expect(example.kept.queue).toMatchObject({ entries: [], series: {} });
    expect(samples()).toHaveLength(kept);
    const [news] = example.studio.notices.store.getState().notices.slice(-1);
    news?.action?.run(); // it is taken back
    await idle();
    expect(example.kept.queue?.entries.map(({ target }) => target.class)).toEqual(['VASC', 'DF']);
    await queue().cancel();
    await queue().start(EXAMPLE_PLAN);
    await idle();
    expect(counts()).toEqual([
      ['DF', 2, 2, 'met'],
      ['VASC', 1, 1, 'met'],
    ]);
  });

  it('takes a new target for a class of the same series, and keeps what was made', async () => {
    await queue().start(EXAMPLE_PLAN);
    await idle();
    await queue().start({ ...EXAMPLE_PLAN, classes: [{ class: 'DF', accepted: 3, attempts: 6 }] });
    await idle();
    expect(counts()).toEqual([
      ['VASC', 1, 1, 'met'],
      ['DF', 3, 3, 'met'],
    ]);
    expect(example.jobs).toHaveLength(4);
  });
});

describe('samples that cannot be read', () => {
  it('keep the queue from making them again', async () => {
    await queue().start(EXAMPLE_PLAN);
    await idle();
    if (example.kept.queue) example.kept.queue = { ...example.kept.queue, running: true };
    example.dependencies.storage.loadSamples = () => Promise.resolve(fail('storage-failed', { what: 'samples' }));
    example = await example.reopened();
    await idle();
    expect(state()).toMatchObject({ role: 'starting', phase: 'idle' });
    expect(state().why).toEqual(failureOf('queue-samples-unread'));
    expect(example.jobs).toHaveLength(3);
  });
});

describe('a second tab', () => {
  it('shows what the first one does, changes nothing, and takes over when that one is closed', async () => {
    await queue().start(EXAMPLE_PLAN);
    await idle();
    const hears: ((news: TabNews) => void)[] = [];
    const hear = (news: TabNews): void => hears.forEach((listener) => listener(news));
    let takeOver: () => void = () => undefined;
    const told: TabNews[] = [];
    const tab: ProjectTabs = {
      claimQueue(onOther) {
        onOther();
        return new Promise<void>((resolve) => (takeOver = resolve));
      },
      tell: (news) => void told.push(news),
      listen: (listener) => hears.push(listener),
      close: () => undefined,
    };
    const { role: _, ...view } = state();
    example = await exampleStudio({ ...example, dependencies: { ...example.dependencies, tabs: tab } });
    expect(state().role).toBe('other-tab');
    expect(told).toEqual([{ kind: 'hello' }, { kind: 'ask-queue' }]);
    hear({ kind: 'queue', view });
    hear({ kind: 'sample', sample: exampleSummary() });
    expect(counts()).toHaveLength(2);
    expect(samples().map(({ id }) => id)).toContain(exampleSummary().id);
    expect(told).toHaveLength(2); // what is heard is not told again
    const [sample] = samples();
    if (sample) await example.studio.samples.decide(sample.id, 'rejected');
    expect(told.at(-1)).toMatchObject({ kind: 'sample', sample: { decision: { outcome: 'rejected' } } });
    queue().resume();
    const [first] = state().entries;
    if (first) await queue().remove(first);
    expect(counts()).toHaveLength(2);
    takeOver();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(state().role).toBe('runner');
    expect(example.problems()).toContain('this one runs the queue now');
  });
});
