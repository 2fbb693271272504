import { beforeEach, describe, expect, it } from 'vitest';
import { fail } from '../../contracts/failure';
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
});
