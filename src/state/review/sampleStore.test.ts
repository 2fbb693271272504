import { beforeEach, describe, expect, it } from 'vitest';
import { fail } from '../../contracts/failure';
import { sampleIdSchema, TAG_LIMITS, type SampleId } from '../../contracts/sample';
import { exampleStudio, type Example } from '../../testing/studio';
import type { Studio } from '../studio';

let example: Example;
let studio: Studio;

beforeEach(async () => {
  example = await exampleStudio();
  studio = example.studio;
});

describe('decisions', () => {
  it('are taken back in order, and are not shown when they could not be kept', async () => {
    example.paint();
    studio.compose.set({ variants: 1 });
    await studio.generation.generate();
    const [id] = studio.samples.store.getState().order;
    if (!id) throw new Error('nothing was made');
    const outcome = () => studio.samples.store.getState().samples.get(id)?.decision?.outcome;
    await studio.samples.decide(id, 'accepted');
    await studio.samples.decide(id, 'rejected');
    expect(outcome()).toBe('rejected');
    await studio.samples.undoDecision();
    expect(outcome()).toBe('accepted');
    await studio.samples.undoDecision();
    expect(outcome()).toBeUndefined();
    example.answers.saveDecisions = () => fail('storage-full', { what: 'decision' });
    await studio.samples.decide(id, 'accepted');
    expect(outcome()).toBeUndefined();
    expect(example.problems()).toContain('There is no storage left on this device for the decision.');
  });

  it('are no older than their samples, also where the clock was set back in between', async () => {
    example.paint();
    studio.compose.set({ variants: 1 });
    await studio.generation.generate();
    const [made] = studio.samples.store.getState().samples.values();
    if (!made) throw new Error('nothing was made');
    Object.assign(example.dependencies, { now: () => new Date('2020-01-01T00:00:00Z') });
    const { studio: again } = await example.reopened();
    await again.samples.decide(made.id, 'accepted');
    expect(again.samples.store.getState().samples.get(made.id)?.decision?.when).toBe(made.createdAt);
  });
});

describe('tags', () => {
  const made = async () => {
    example.paint();
    studio.compose.set({ variants: 2 });
    await studio.generation.generate();
    return studio.samples.store.getState().order;
  };
  const tagsOf = (id: SampleId | undefined) => id && studio.samples.store.getState().samples.get(id)?.tags;

  it('are added to samples that are chosen together, and taken away again', async () => {
    const ids = await made();
    const [first, second] = ids;
    await studio.samples.tag(ids, { add: ['sharp', 'for the paper'] });
    await studio.samples.tag(ids.slice(0, 1), { remove: ['sharp'] });
    expect([tagsOf(first), tagsOf(second)]).toEqual([['for the paper'], ['for the paper', 'sharp']]);
    expect(example.kept.tags).toMatchObject({ [second ?? '']: ['for the paper', 'sharp'] });
    expect(example.told.findLast(({ kind }) => kind === 'sample')).toMatchObject({
      kind: 'sample',
      sample: { id: first, tags: ['for the paper'] },
    });
    await studio.samples.decide(ids[0] ?? sampleIdSchema.parse(''), 'accepted');
    expect(tagsOf(first)).toEqual(['for the paper']);
    studio.review.setFilter({ tag: 'sharp' });
    expect(studio.review.shown().map(({ id }) => id)).toEqual([second]);
    await studio.samples.tag(ids, { remove: ['sharp', 'for the paper'] });
    expect(tagsOf(second)).toBeUndefined();
  });

  it('are as they were where they cannot be kept, or a sample would have too many', async () => {
    const ids = await made();
    const many = Array.from({ length: TAG_LIMITS.perSample }, (_, n) => `tag ${n}`);
    await studio.samples.tag(ids.slice(0, 1), { add: many });
    await studio.samples.tag(ids, { add: ['one more'] });
    expect(example.problems()).toContain('A sample has 20 tags at most. None was added.');
    expect([tagsOf(ids[0])?.length, tagsOf(ids[1])]).toEqual([many.length, undefined]);
    const refused = () => Promise.resolve(fail('storage-full', { what: 'tags' }));
    Object.assign(example.dependencies.storage, { changeTags: refused });
    await studio.samples.tag(ids.slice(1), { add: ['sharp'] });
    expect(tagsOf(ids[1])).toBeUndefined();
    expect(example.problems()).toContain('There is no storage left on this device for the tags.');
  });
});
