import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { CLASS_LIMITS, ISIC_2019, ISIC_CODES } from '../../contracts/classes';
import type { Reading } from '../../contracts/dataset';
import { exampleSample } from '../../testing/samples';
import { exampleStudio, exampleWorld } from '../../testing/studio';
import { succeed } from '../../contracts/failure';
import type { Background, MaskShape } from '../../contracts/library';
import type { EntryView } from '../../contracts/queue';
import { summaryOf } from '../../contracts/sample';
import { SKIN } from '../../testing/studioBundles';
import { classWords } from '../../messages/classNames';
import { createRenaming } from '../queue/renaming';
import type { DatasetStore } from './datasetStore';
import { classlessLabels, createOwnClasses, unknownLabels } from './ownClasses';

const READING: Reading = {
  layout: 'imagefolder',
  tables: [],
  label: { kind: 'folder' },
  classes: { nv: 'NV', SPITZ: null, Spitz: null, 'a/b': null },
};

async function project(around = exampleWorld()) {
  const example = await exampleStudio(around);
  const { studio } = example;
  const readings: Reading[] = [];
  const store = createStore(() => ({ opened: { source: { kind: 'open' }, summary: { reading: READING } } }));
  const dataset = {
    store,
    read: (reading: Reading) => {
      readings.push(reading);
      store.setState({ opened: { source: { kind: 'open' }, summary: { reading } } });
      return Promise.resolve();
    },
  } as unknown as DatasetStore;
  const { notices, classes, samples, queue, compose, library, planning } = studio;
  const rename = createRenaming({ compose, library, planning });
  const own = createOwnClasses(example.dependencies, { notices, classes, dataset, samples, queue, rename });
  const codes = () => studio.classes.store.getState().codes.slice(ISIC_CODES.length);
  return { ...example, readings, own, codes };
}

describe('classes of the person’s own', () => {
  it('are made of labels at once, one for labels that differ in case alone, and come back after a reload', async () => {
    const { own, studio, readings, ...example } = await project();
    await own.make(['SPITZ', 'Spitz', 'a/b', '?']);
    expect(readings.map(({ classes }) => classes)).toEqual([
      { nv: 'NV', SPITZ: 'SPITZ', Spitz: 'SPITZ', 'a/b': 'a b' },
    ]);
    const codes = ['MEL', 'NV', 'BCC', 'AK', 'BKL', 'DF', 'VASC', 'SCC', 'SPITZ', 'a b'];
    expect(studio.classes.store.getState().codes).toEqual(codes);
    expect(classWords('a b')).toBe('a b a/b');
    const again = await example.reopened();
    expect(again.studio.classes.store.getState().list).toMatchObject({
      id: 'project',
      classes: { 9: { name: 'a/b' } },
    });
  });

  it('that was removed comes back for ten seconds, and the labels that meant it', async () => {
    const { own, studio, readings } = await project();
    await own.make(['SPITZ', 'a/b']);
    await own.remove('SPITZ');
    expect(readings.at(-1)?.classes).toMatchObject({ SPITZ: null, Spitz: null, 'a/b': 'a b' });
    await own.setMeaning('Spitz', 'NV');
    const news = studio.notices.store
      .getState()
      .notices.find(({ message }) => message === 'The class SPITZ is removed.');
    news?.action?.run();
    await expect.poll(() => readings.at(-1)?.classes).toEqual({ nv: 'NV', SPITZ: 'SPITZ', Spitz: 'NV', 'a/b': 'a b' });
    expect(studio.classes.store.getState().codes).toContain('SPITZ');
  });

  it('can be renamed and removed, and their labels follow', async () => {
    const { own, studio, readings } = await project();
    await own.make(['SPITZ']);
    await own.change('SPITZ', { code: 'SN', name: ' Spitz nevus ' });
    expect(classWords('SN')).toBe('SN Spitz nevus');
    await own.remove('SN');
    expect(studio.classes.store.getState().list).toBe(ISIC_2019);
    expect(readings).toHaveLength(3);
    await own.remove('DF');
    expect(studio.classes.store.getState().list).toBe(ISIC_2019);
  });

  it('stay where there are samples of them, where a code is taken or none, and where the list is full', async () => {
    const { own, studio, ...example } = await project();
    await own.make(['SPITZ']);
    await own.change('SPITZ', { code: 'DF', name: 'x' });
    expect(example.problems()).toContain('There is a class DF already.');
    await own.change('SPITZ', { code: 'UNK', name: 'x' });
    expect(example.problems()).toContain('“UNK” cannot be the code of a class');
    const { record } = exampleSample();
    studio.samples.store.setState({
      samples: new Map([[record.id, summaryOf({ ...record, class: 'SPITZ' })]]),
    });
    await own.remove('SPITZ');
    await own.change('SPITZ', { code: 'SN', name: 'x' });
    expect(example.problems()).toContain('There are samples of SPITZ');
    await own.change('SPITZ', { code: 'SPITZ', name: 'Spitz nevus' });
    expect(classWords('SPITZ')).toBe('SPITZ Spitz nevus');
    await own.make(Array.from({ length: CLASS_LIMITS.classes }, (_, n) => `label ${n}`));
    expect(example.problems()).toContain(`A project has ${CLASS_LIMITS.classes} classes at most.`);
    expect(studio.classes.store.getState().codes).toHaveLength(9);
  });

  it('are offered for labels that can be one, and not for what a one-hot table has no class for', () => {
    const labels = ['', 'UNK', 'SKIN', 'SPITZ'].map((label) => ({ label, class: null, images: 1 }));
    expect(unknownLabels(labels, READING)).toEqual(['SPITZ']);
    const known = [{ label: 'nv', class: 'NV', images: 1 }];
    expect(unknownLabels(known, READING)).toEqual([]);
  });

  it('are not made of labels that the person has said are none', async () => {
    const { own, readings } = await project();
    await own.setMeaning('SPITZ', null);
    const labels = ['SPITZ', 'Spitz', 'a/b'].map((label) => ({ label, class: null, images: 1 }));
    const [said = READING] = readings;
    expect(unknownLabels(labels, said)).toEqual(['Spitz', 'a/b']);
    expect(classlessLabels(labels, said)).toEqual(['SPITZ', 'Spitz', 'a/b']);
    await own.make(['SPITZ']); // asked for by name
    expect(readings.at(-1)).toMatchObject({ classes: { SPITZ: 'SPITZ' }, noClass: [] });
    await own.setMeaning('a/b', 'DF');
    expect(readings.at(-1)).toMatchObject({ classes: { 'a/b': 'DF' }, noClass: [] });
  });

  it('keep their code while the queue makes samples of them', async () => {
    const { own, studio, codes, ...example } = await project();
    await own.make(['SPITZ']);
    studio.queue.store.setState({
      entries: [{ entry: { target: { class: 'SPITZ' } } } as unknown as EntryView],
    });
    await own.change('SPITZ', { code: 'SN', name: 'x' });
    await own.remove('SPITZ');
    expect(codes()).toEqual(['SPITZ']);
    expect(example.problems()).toContain('The queue makes samples of SPITZ');
  });

  it('are called by their new code in skin, outlines, the next plan and on the Compose screen, in every tab', async () => {
    const world = exampleWorld();
    const keptSkin: Background[] = [];
    const keptShapes: MaskShape[] = [];
    Object.assign(world.dependencies.storage, {
      keepBackground: (background: Background) => Promise.resolve(succeed(void keptSkin.push(background))),
      keepShapes: (shapes: readonly MaskShape[]) => Promise.resolve(succeed(void keptShapes.push(...shapes))),
    });
    const [near, far] = [await project(world), await project(world)];
    const skin: Background = { ...SKIN, id: 'own-1', origin: 'region', class: 'SPITZ', classes: ['DF', 'SPITZ'] };
    const rle = { size: [1, 1] as [number, number], counts: [0, 1] };
    const shape: MaskShape = { id: 'o', rle, origin: 'file', class: 'SPITZ', excluded: false };
    await near.own.make(['SPITZ']);
    for (const { studio } of [near, far]) {
      studio.compose.putBackgrounds([skin]);
      studio.library.shapes.restore([shape]);
      studio.compose.set({ class: 'SPITZ' });
      studio.planning.set({ byHand: { DF: 1, SPITZ: 2 }, counterparts: { byHand: { SPITZ: 3 } } });
    }
    await near.own.change('SPITZ', { code: 'SN', name: 'Spitz nevus' });
    world.hear(world.told.findLast(({ kind }) => kind === 'classes') ?? { kind: 'hello' });
    await new Promise((resolve) => setTimeout(resolve, 0));
    for (const { studio } of [near, far]) {
      const { backgrounds, class: chosen } = studio.compose.store.getState();
      expect(backgrounds.at(-1)).toMatchObject({ class: 'SN', classes: ['DF', 'SN'] });
      expect(chosen).toBe('SN');
      expect(studio.library.store.getState().shapes).toMatchObject([{ class: 'SN' }]);
      expect(studio.planning.store.getState().draft).toMatchObject({
        byHand: { DF: 1, SN: 2 },
        counterparts: { byHand: { SN: 3 } },
      });
    }
    expect(keptSkin).toMatchObject([{ id: 'own-1', class: 'SN' }]); // by the tab in which it was renamed
    expect(keptShapes).toMatchObject([{ id: 'o', class: 'SN' }]);
    expect(far.readings.at(-1)?.classes).toMatchObject({ nv: 'NV' });
  });

  it('that two tabs change at the same time come together, and who is late is told', async () => {
    const world = exampleWorld();
    const [near, far] = [await project(world), await project(world)];
    const hearAll = async (): Promise<void> => {
      for (const news of world.told.splice(0)) if (news.kind === 'classes') world.hear(news);
      await new Promise((resolve) => setTimeout(resolve, 0));
    };
    await Promise.all([near.own.make(['SPITZ']), far.own.make(['merkel'])]);
    await hearAll();
    for (const { codes } of [near, far]) expect(codes()).toEqual(['SPITZ', 'merkel']);
    await Promise.all([
      near.own.change('SPITZ', { code: 'SN', name: 'Spitz nevus' }),
      far.own.change('merkel', { code: 'SN', name: 'x' }),
    ]);
    await hearAll();
    for (const { codes } of [near, far]) expect(codes()).toEqual(['SN', 'merkel']);
    expect(far.problems()).toContain('There is a class SN already.');
    await far.own.remove('SN');
    await hearAll();
    expect(near.codes()).toEqual(['merkel']);
    expect(near.readings.at(-1)?.classes).toMatchObject({ SPITZ: null });
  });
});
