import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { CLASS_LIMITS, ISIC_2019 } from '../../contracts/classes';
import type { Reading } from '../../contracts/dataset';
import { exampleSample } from '../../testing/samples';
import { exampleStudio } from '../../testing/studio';
import { summaryOf } from '../../contracts/sample';
import { classWords } from '../../messages/classNames';
import { createOwnClasses, unknownLabels } from './ownClasses';
import type { DatasetStore } from './datasetStore';

const READING: Reading = {
  layout: 'imagefolder',
  tables: [],
  label: { kind: 'folder' },
  classes: { nv: 'NV', SPITZ: null, Spitz: null, 'a/b': null },
};

async function project() {
  const example = await exampleStudio();
  const { studio } = example;
  const readings: Reading[] = [];
  const dataset = {
    store: createStore(() => ({ opened: { source: { kind: 'open' }, summary: { reading: READING } } })),
    read: (reading: Reading) => {
      readings.push(reading);
      return Promise.resolve();
    },
  } as unknown as DatasetStore;
  const { notices, classes, samples } = studio;
  return { ...example, readings, own: createOwnClasses({ notices, classes, dataset, samples }) };
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
});
