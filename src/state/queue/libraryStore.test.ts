import { describe, expect, it } from 'vitest';
import { fail, failureOf, succeed } from '../../contracts/failure';
import type { MaskShape } from '../../contracts/library';
import type { Scene } from '../../contracts/dataset';
import { openedStudio as open, OUTLINE, scene, skin } from '../../testing/datasetStudio';
import { skinOf } from '../../core/plan/outlook';

describe('skin from the data set', () => {
  it('comes from images of the training part that have a class, each once, with a name that says nothing of its file', async () => {
    const { library, requested, own, kept } = await open();
    await library.findSkin(10);
    expect(requested.toSorted()).toEqual([0, 2, 4]);
    expect(own()).toHaveLength(4); // one from each, and the same poor one from all
    expect(own()[0]).toMatchObject({ origin: 'region', licence: 'CC-BY-NC-4.0' });
    expect(JSON.stringify(kept)).not.toContain('Smith');
    requested.length = 0;
    await library.findSkin(10);
    expect(requested).toEqual([]);
  });

  it('that is poor is there, but no plan uses it until the person says so', async () => {
    const { library, own } = await open();
    await library.findSkin(1);
    const poor = own().find(({ facts }) => facts?.grade === 'poor');
    const used = () => skinOf('own', { backgrounds: own(), heldOut: new Set() }).map(({ id }) => id);
    expect(used()).not.toContain(poor?.id);
    if (poor) await library.exclude(poor, false);
    expect(used()).toContain(poor?.id);
  });

  it('passes over a file that is gone, and ends where nothing can be read any more', async () => {
    const gone = await open({
      skin: (image) =>
        Promise.resolve(image === 0 ? fail('dataset-file-missing', { path: 'a.jpg' }) : succeed([skin('1')])),
    });
    await gone.library.findSkin(3);
    expect(gone.problems()).toContain('3 images were gone through');
    const withdrawn = await open({ skin: () => Promise.resolve(fail('dataset-permission')) });
    await withdrawn.library.findSkin(3);
    expect(withdrawn.problems()).toContain(
      'no longer allows the studio to read the data set. 0 images were gone through',
    );
    expect(withdrawn.library.store.getState().work.kind).toBe('idle');
  });

  it('keeps what it found when the disk is full', async () => {
    let calls = 0;
    const { library, own, problems } = await open(
      {},
      {
        keepBackground: () => {
          calls += 1;
          return Promise.resolve(calls > 2 ? fail('storage-full', { what: 'background' }) : succeed(null));
        },
      },
    );
    await library.findSkin(3);
    expect(own()).toHaveLength(2);
    expect(problems()).toContain('There is no storage left');
  });
});

describe('painting lesions away', () => {
  const answer = (example: Awaited<ReturnType<typeof open>>, image: Scene['image']): void => {
    const usual = example.answers.generate();
    example.answers.generate = () =>
      usual.ok ? succeed({ ...usual.value, image, pixelSha256: 'c'.repeat(64) }) : usual;
  };
  const withSkin = (example: Awaited<ReturnType<typeof open>>): void => {
    const { manifest } = example.studio.session.store.getState();
    if (manifest)
      example.studio.session.store.setState({
        manifest: { ...manifest, classes: [{ code: 'SKIN', name: 'healthy skin', index: 0 }] },
      });
  };

  it('keeps what shows nothing of the lesion, and throws out what does', async () => {
    const example = await open();
    withSkin(example);
    answer(example, scene(false).image);
    await example.library.removeLesions(1);
    expect(example.own()).toMatchObject([
      { origin: 'removed', id: `healed-${'c'.repeat(12)}`, facts: { grade: 'good' } },
    ]);
    expect(example.jobs[0]).toMatchObject({ class: 'SKIN' });

    const other = await open();
    withSkin(other);
    answer(other, scene(true).image);
    await other.library.removeLesions(3);
    expect(other.own()).toEqual([]);
    expect(other.problems()).toContain('3 images were gone through. New in the library: 0 backgrounds.');
  });

  it('says so where the bundle cannot', async () => {
    const example = await open();
    const { manifest } = example.studio.session.store.getState();
    const classes = manifest?.classes.filter(({ code }) => code !== 'SKIN') ?? [];
    example.studio.session.store.setState({ manifest: manifest && { ...manifest, classes } });
    await example.library.removeLesions(2);
    expect(example.problems()).toContain('it has no class SKIN');
    expect(example.jobs).toEqual([]);
  });
});

describe('lesions to paint over', () => {
  it('are those of one class, of the training part, each once, and a lesion that fills its image is none', async () => {
    const { library, requested, own } = await open();
    await library.lesions.take(['DF'], 10);
    expect(requested).toEqual([2]);
    expect(own()).toMatchObject([{ origin: 'lesion', class: 'DF', lesion: OUTLINE, licence: 'CC-BY-NC-4.0' }]);
    await library.lesions.take(['DF'], 10);
    expect(requested).toEqual([2]);
    await library.describeAll();
    expect(library.store.getState().facts.has(own()[0]?.id ?? ''), 'it is no skin').toBe(false);
    const large = await open({ lesion: () => Promise.resolve(succeed(null)) });
    await large.library.lesions.take(['MEL'], 5);
    expect(large.own()).toEqual([]);
    expect(large.problems()).toContain('0 lesions to paint over');
  });
});

describe('outlines', () => {
  it('come from drawn masks and from files, the same one once', async () => {
    const shape: MaskShape = { id: 'outline-x', rle: OUTLINE, origin: 'file', class: null, excluded: false };
    const left = failureOf('coco-annotation-named', { id: '7', fault: failureOf('coco-mask-empty') });
    const { library, kept, problems, reader } = await open();
    Object.assign(reader, { readShapes: () => Promise.resolve(succeed({ shapes: [shape, shape], problems: [left] })) });
    await library.takeOutlines(10);
    expect(kept.shapes).toHaveLength(1);
    await library.shapes.importFiles([new Blob(['{}'])]);
    expect(library.store.getState().shapes).toHaveLength(2);
    expect(problems()).toContain('New in the library: 1 outline. Annotation 7 was left out');
    const [first] = library.store.getState().shapes;
    if (first) await library.shapes.exclude(first, true);
    expect(library.store.getState().shapes[0]?.excluded).toBe(true);
    await library.shapes.removeAll();
    expect(library.store.getState().shapes).toEqual([]);
  });

  it('that cannot be read are refused, and the others stay', async () => {
    const { library, problems, reader } = await open();
    Object.assign(reader, { readShapes: () => Promise.resolve(fail('outlines-none', { problems: [] })) });
    await library.shapes.importFiles([new Blob(['x'])]);
    expect(problems()).toContain('There is no outline in the file.');
  });
});
