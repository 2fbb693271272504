import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fail, succeed } from '../../contracts/failure';
import { sampleIdSchema, type SampleId } from '../../contracts/sample';
import { exampleSample } from '../../testing/samples';
import { exampleStudio, type Example } from '../../testing/studio';
import { REACTION_MS } from '../base/sight';

let example: Example;
const id = (n: number): SampleId => sampleIdSchema.parse(`SYN_${String(n).padStart(12, '0')}`);

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  example = await exampleStudio();
  for (const n of [1, 2, 3, 4]) {
    const decision = null;
    await example.studio.samples.add(exampleSample({ id: id(n), seed: n, decision }), new Uint8Array());
  }
});

afterEach(() => void vi.useRealTimers());

/** As the screen does before it shows anything. */
const active = (): SampleId | undefined => {
  example.studio.review.hold();
  return example.studio.review.active()?.id;
};
/** The time that a hand takes to see what has changed. */
const look = (): void => void vi.advanceTimersByTime(REACTION_MS);
const decisionOf = (n: number) => example.studio.samples.store.getState().samples.get(id(n));

describe('review', () => {
  it('goes on after each decision, and comes back to what is taken back', async () => {
    const { review } = example.studio;
    expect(active()).toBe(id(4)); // the newest
    await review.decide('accepted');
    expect(active()).toBe(id(3));
    await review.rejectFor(1);
    expect(decisionOf(3)?.decision).toMatchObject({ outcome: 'rejected', reason: 'visible seam' });
    await review.undo();
    expect(active()).toBe(id(3));
    expect(decisionOf(3)?.decision).toBeNull();
    await review.undo();
    await review.undo();
    expect(active()).toBe(id(4));
  });

  it('is back at what is taken back before that is written', async () => {
    const { review } = example.studio;
    expect(active()).toBe(id(4));
    await review.decide('accepted');
    const undoing = review.undo();
    expect(active()).toBe(id(4));
    await review.rejectFor(1);
    await undoing;
    expect(decisionOf(4)?.decision).toMatchObject({ outcome: 'rejected', reason: 'visible seam' });
    expect(decisionOf(3)?.decision).toBeNull();
  });

  it('stays on the wall when what is decided leaves it', async () => {
    const { review } = example.studio;
    review.setFilter({ decision: 'undecided' });
    for (let left = 4; left > 0; left -= 1) {
      expect(review.shown()).toHaveLength(left);
      active();
      look();
      await review.decide('rejected');
    }
    expect(active()).toBeUndefined();
    await review.decide('accepted'); // nothing is there
    await review.undo();
    expect(review.shown()).toHaveLength(1);
  });

  it('is about the same sample whatever arrives, in every order', async () => {
    const { review, samples } = example.studio;
    for (const order of ['newest', 'oldest', 'typical', 'class']) {
      review.setOrder(order);
      const before = active();
      await samples.add(exampleSample({ id: id(100 + samples.store.getState().samples.size) }), new Uint8Array());
      expect(active()).toBe(before);
    }
    const meant = active();
    await review.decide('rejected'); // no arrow key was pressed before
    const rejected = [...samples.store.getState().samples.values()].filter(
      ({ decision }) => decision?.outcome === 'rejected',
    );
    expect(rejected.map((sample) => sample.id)).toEqual([meant]);
  });

  it('acts on nothing that took a sample’s place by itself, until it can have been seen', async () => {
    const { review, samples } = example.studio;
    review.setFilter({ decision: 'undecided' });
    review.select(id(3));
    expect(active()).toBe(id(3));
    await samples.decide(id(3), 'accepted', { by: 'rule' }); // it leaves the wall
    expect(active()).toBe(id(2)); // its neighbour
    await review.decide('rejected');
    await review.decideOn(id(2), 'rejected');
    await review.remove();
    expect(decisionOf(2)?.decision).toBeNull();
    look();
    await review.decide('rejected');
    expect(decisionOf(2)?.decision?.outcome).toBe('rejected');
  });

  it('decides on the map only what a hand has chosen there, and stays with it', async () => {
    const { review } = example.studio;
    Object.assign(example.dependencies.storage, { removeSamples: () => Promise.resolve(succeed(null)) });
    active();
    review.markAll();
    review.setView('map');
    expect(review.store.getState().marked.size).toBe(0);
    await review.decide('rejected');
    await review.remove();
    for (const n of [1, 2, 3, 4]) expect(decisionOf(n)?.decision).toBeNull();
    review.select(id(2));
    await review.decide('accepted');
    expect(decisionOf(2)?.decision?.outcome).toBe('accepted');
    expect(active()).toBe(id(2));
    await review.remove();
    expect(decisionOf(2)).toBeUndefined();
    await review.decide('accepted'); // what has come in its place was not chosen
    expect([1, 3, 4].filter((n) => decisionOf(n)?.decision)).toEqual([]);
  });

  it('shows on the wall what is picked on the map, and all of it again', () => {
    const { review } = example.studio;
    review.setView('map');
    review.pick([id(1), id(3)]);
    expect(review.store.getState().view).toBe('wall');
    expect(review.shown().map((sample) => sample.id)).toEqual([id(3), id(1)]);
    review.pick(null);
    expect(review.shown()).toHaveLength(4);
  });

  it('decides on what is marked and shown, not on what a filter hides', async () => {
    const { review, samples } = example.studio;
    await samples.decide(id(4), 'accepted');
    active();
    review.markAll();
    review.setFilter({ decision: 'undecided' });
    expect(review.store.getState().marked).toEqual(new Set([id(3), id(2), id(1)]));
    await review.decide('rejected');
    expect(decisionOf(4)?.decision?.outcome).toBe('accepted');
    expect(decisionOf(1)?.decision?.outcome).toBe('rejected');
  });

  it('lets a person confirm what a rule decided, and take that back', async () => {
    const { review, samples } = example.studio;
    await samples.decide(id(4), 'accepted', { by: 'rule', reason: 'rule: gamma 0.4' });
    review.select(id(4));
    review.setReader('second');
    await samples.decide(id(4), 'rejected', { reader: 'second' });
    expect(review.agreement().n).toBe(0); // a rule is no reader
    review.setReader('first');
    await review.decide('accepted');
    expect(decisionOf(4)?.decision).toMatchObject({ outcome: 'accepted', by: 'person', reason: '' });
    expect(review.agreement().n).toBe(1);
    await review.undo();
    expect(decisionOf(4)?.decision).toMatchObject({ by: 'rule', reason: 'rule: gamma 0.4' });
  });

  it('moves by one or by a row, and by one where a sample fills the screen', () => {
    const { review } = example.studio;
    active();
    review.setColumns(2);
    review.goBy('ArrowDown');
    expect(active()).toBe(id(2));
    review.goBy('ArrowUp');
    review.setSingle(true);
    review.goBy('ArrowDown');
    expect(active()).toBe(id(3));
  });

  it('keeps what a second reader says apart, and counts the agreement', async () => {
    const { review, samples } = example.studio;
    await samples.decide(id(1), 'accepted');
    await samples.decide(id(2), 'rejected', { reason: 'artefact' });
    review.setReader('second');
    for (const n of [1, 2]) await samples.decide(id(n), 'accepted', { reader: 'second' });
    await samples.note(id(2), 'second', ' a note ');
    await samples.note(id(3), 'second', 'beside no decision');
    expect(decisionOf(2)).toMatchObject({
      decision: { outcome: 'rejected', reason: 'artefact' },
      secondReading: { outcome: 'accepted', note: 'a note' },
    });
    expect(decisionOf(3)?.secondReading).toBeUndefined();
    expect(review.agreement()).toMatchObject({ n: 2, observed: 0.5 });
    review.setReader('first');
    review.setFilter({ decision: 'differ' });
    expect(review.shown().map((sample) => sample.id)).toEqual([id(2)]);
    await samples.note(id(2), 'second', '');
    review.setReader('second');
    await review.undo(); // the note is back
    expect(decisionOf(2)?.secondReading?.note).toBe('a note');
    for (let steps = 0; steps < 9; steps += 1) await review.undo(); // what is the first reader's stays
    expect(decisionOf(2)).toMatchObject({ decision: { outcome: 'rejected' }, secondReading: null });
  });

  it('keeps a note when the decision is made anew, and gives an earlier reason up for a new one', async () => {
    const { samples } = example.studio;
    await samples.decide(id(1), 'rejected', { reason: 'artefact' });
    await samples.note(id(1), 'first', 'at the rim');
    await samples.decide(id(1), 'rejected');
    expect(decisionOf(1)?.decision).toMatchObject({ reason: 'artefact', note: 'at the rim' });
    await samples.decide(id(1), 'rejected', { reason: 'not sharp' });
    expect(decisionOf(1)?.decision).toMatchObject({ reason: 'not sharp', note: 'at the rim' });
  });

  it('shows look-alikes together, or says why it cannot', async () => {
    const { review } = example.studio;
    example.answers.lookAlikes = () =>
      succeed([
        [id(3), 0],
        [id(1), 0],
      ]);
    review.setOrder('alike');
    await Promise.resolve();
    await Promise.resolve();
    expect(review.shown().map((sample) => sample.id)).toEqual([id(3), id(1)]);
    example.answers.lookAlikes = () => fail('storage-failed', { what: 'samples' });
    review.setOrder('alike');
    await Promise.resolve();
    await Promise.resolve();
    expect(example.problems()).toContain('The browser could not save or read the samples.');
    expect(review.shown()).toHaveLength(4);
  });
});
