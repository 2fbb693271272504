import { beforeEach, describe, expect, it } from 'vitest';
import { fail, succeed } from '../../contracts/failure';
import { sampleIdSchema, type SampleId } from '../../contracts/sample';
import { exampleSample } from '../../testing/samples';
import { exampleStudio, type Example } from '../../testing/studio';

let example: Example;
const id = (n: number): SampleId => sampleIdSchema.parse(`SYN_${String(n).padStart(12, '0')}`);

beforeEach(async () => {
  example = await exampleStudio();
  for (const n of [1, 2, 3, 4]) {
    const decision = null;
    await example.studio.samples.add(exampleSample({ id: id(n), seed: n, decision }), new Uint8Array());
  }
});

const active = (): SampleId | undefined => example.studio.review.active()?.id;
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

  it('stays on the wall when what is decided leaves it', async () => {
    const { review } = example.studio;
    review.setFilter({ decision: 'undecided' });
    for (let left = 4; left > 0; left -= 1) {
      expect(review.shown()).toHaveLength(left);
      await review.decide('rejected');
    }
    expect(active()).toBeUndefined();
    await review.decide('accepted'); // nothing is there
    await review.undo();
    expect(review.shown()).toHaveLength(1);
  });

  it('moves by one or by a row, and by one where a sample fills the screen', () => {
    const { review } = example.studio;
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
