import { beforeEach, describe, expect, it } from 'vitest';
import { COMMANDS, commandLabel } from './commands';
import { exampleStudio, type Example } from '../testing/studio';
import type { Studio } from './studio';

let example: Example;
let studio: Studio;

beforeEach(async () => {
  example = await exampleStudio();
  studio = example.studio;
});

describe('commands', () => {
  it('have one key each on a screen, and labels that say what they do', () => {
    const keys = COMMANDS.flatMap((command) => command.keys.map((key) => `${command.screen} ${key}`));
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(COMMANDS.map(({ id }) => commandLabel(id))).size).toBe(COMMANDS.length);
  });

  it('do once, however long they are held, what the next sample would suffer', () => {
    const once = COMMANDS.filter(({ isOnce }) => isOnce === true).map(({ id }) => id);
    const reasons = [0, 1, 2, 3, 4, 5].map((n) => `review-reason-${n}`);
    expect(once).toEqual(['review-accept', 'review-reject', ...reasons, 'review-remove']);
  });

  it('accept and reject what is shown', async () => {
    example.paint();
    studio.compose.set({ variants: 1 });
    await studio.generation.generate();
    const accept = COMMANDS.find(({ id }) => id === 'accept');
    expect(accept?.enabled(studio)).toBe(true);
    accept?.run(studio);
    const made = [...studio.samples.store.getState().samples.values()][0];
    expect(made?.decision?.outcome).toBe('accepted');
  });
});
