import { beforeEach, describe, expect, it, vi } from 'vitest';
import { exampleStudio, type Example } from '../../testing/studio';
import type { Studio } from '../studio';

let example: Example;
let studio: Studio;

beforeEach(async () => {
  example = await exampleStudio();
  studio = example.studio;
});

describe('bundles', () => {
  const zip = (id: string): Blob => new Blob([id]);

  it('are kept and used once they opened', async () => {
    await studio.session.importZip(zip('mine'));
    expect(example.kept).toMatchObject({ bundles: ['mine'], active: 'mine' });
    expect(studio.session.store.getState().manifest?.id).toBe('mine');
  });

  it('are shown as the one in use only once a reload would find them', async () => {
    const shownWhen: (string | undefined)[] = [];
    const store = studio.session.store;
    example.answers.settled = () => shownWhen.push(store.getState().manifest?.id);
    await studio.session.importZip(zip('mine'));
    await studio.session.choose('inlay-ham10000');
    expect(shownWhen).toEqual(['inlay-ham10000', 'inlay-ham10000', 'mine']); // kept, made active, left
    expect(store.getState().manifest?.id).toBe('inlay-ham10000');
  });

  it('bring their steps and guidance when the person puts them into use, and not at a reload', async () => {
    const numbers = () => {
      const { steps, guidance } = studio.compose.store.getState();
      return [steps, guidance];
    };
    studio.compose.set({ steps: 9, guidance: 4 });
    await studio.session.importZip(zip('broken'));
    expect(numbers()).toEqual([9, 4]);
    await studio.session.importZip(zip('mine'));
    expect(numbers()).toEqual([24, 3.5]);
    await studio.session.choose('inlay-ham10000');
    expect(numbers()).toEqual([16, 2]);
    studio.compose.set({ steps: 9, guidance: 4 });
    example.runTimers();
    await vi.waitFor(() => expect(example.kept.compose?.steps).toBe(9));
    example = await example.reopened();
    studio = example.studio;
    expect(numbers()).toEqual([9, 4]);
  });

  it('that are imported while another one is opened wait for it', async () => {
    await Promise.all([studio.session.choose('fast'), studio.session.importZip(zip('mine'))]);
    expect(example.opened).toEqual(['inlay-ham10000', 'fast', 'mine']);
    expect(studio.session.store.getState().manifest?.id).toBe('mine');
  });

  it('that cannot be opened are not kept; the one before is opened again', async () => {
    await studio.session.importZip(zip('mine'));
    await studio.session.importZip(zip('broken'));
    expect(example.kept).toMatchObject({ bundles: ['mine'], active: 'mine' });
    expect(example.opened).toEqual(['inlay-ham10000', 'mine', 'broken', 'mine']);
    expect(studio.session.store.getState().model.phase).toBe('ready');
    expect(example.problems()).toContain('The graph unet/model.onnx cannot be loaded.');
  });
});
