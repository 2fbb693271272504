import { describe, expect, it } from 'vitest';
import { ISIC_CODES } from '../../contracts/classes';
import type { DatasetApi } from '../../contracts/dataset';
import { fail, type Failure, failureOf, succeed } from '../../contracts/failure';
import { exampleImage } from '../../testing/samples';
import { openedStudio } from '../../testing/datasetStudio';
import { USUAL_DRAFT } from '../../core/plan/plan';

const IMAGES = [
  exampleImage('a', { class: 'NV' }),
  exampleImage('b', { class: 'NV' }),
  exampleImage('c', { class: 'NV', split: 'test' }),
  exampleImage('d', { class: 'DF' }),
  exampleImage('e', { class: 'DF', split: 'calibration' }),
  exampleImage('f', { class: 'MEL' }),
  exampleImage('g', { class: 'NV' }),
];

async function open(worker: Partial<DatasetApi> = {}, images = IMAGES) {
  const example = await openedStudio(worker, {}, images);
  const { session, planning, queue } = example.studio;
  const classes = ISIC_CODES.map((code, index) => ({ code, name: code, index }));
  session.store.setState(({ manifest }) => ({ manifest: manifest && { ...manifest, classes } }));
  planning.set({ rule: { kind: 'head' }, byHand: { DF: 2 } });
  const idle = async (): Promise<void> => {
    for (let i = 0; i < 500 && queue.store.getState().phase === 'running'; i += 1)
      await new Promise((resolve) => setTimeout(resolve, 1));
  };
  const refusal = (): Failure | null => planning.store.getState().refusal;
  const made = () => [...example.studio.samples.store.getState().samples.values()];
  return { ...example, planning, queue, idle, refusal, made };
}

describe('a plan over lesions of the class itself', () => {
  it('takes them from the training part when it starts, those of the counterparts too', async () => {
    const { planning, requested, own, queue, idle, made } = await open();
    expect(planning.outlook()).toMatchObject({ skin: 'lesions', toTake: ['MEL', 'NV', 'DF'] });
    await planning.start();
    await idle();
    expect(requested.toSorted(), 'no test or calibration image is touched').toEqual([0, 1, 3, 5, 6]);
    expect(
      own()
        .map((background) => background.class)
        .toSorted(),
    ).toEqual(['DF', 'MEL', 'NV', 'NV', 'NV']);
    expect(
      queue.store.getState().entries.map(({ entry: { target } }) => [target.class, target.counterparts ?? 0]),
    ).toEqual([
      ['MEL', 0],
      ['DF', 0],
      ['NV', 3],
    ]);
    const nevi = made().filter((sample) => sample.class === 'NV');
    expect(nevi.map(({ plan }) => plan?.own)).toEqual([0, 0, 0]);
    expect(made().find((sample) => sample.class === 'DF')?.plan).not.toHaveProperty('own');
  });

  it('leaves out a scene whose image is a test image now', async () => {
    const { library, planning, own } = await open();
    await library.lesions.take(['DF'], 5);
    const [scene] = own();
    const moved = IMAGES.map((image) => (image.id === 'd' ? { ...image, split: 'test' as const } : image));
    const later = await open({}, moved);
    later.studio.compose.putBackgrounds(scene ? [scene] : []);
    await later.library.lesions.holdOut();
    expect(later.planning.outlook()).toMatchObject({ skin: 'all', bare: ['DF'] });
    later.planning.set({ skin: 'lesions' });
    const plan = later.planning.plan();
    expect(plan).toEqual(fail('plan-no-lesion', { classes: ['DF'] }));
    expect(planning.outlook().bare).toEqual([]);
  });

  it('stands in other skin where no lesion is found at all, and says so', async () => {
    const { planning, queue, problems } = await open({ lesion: () => Promise.resolve(succeed(null)) });
    planning.set({ masks: { ...USUAL_DRAFT.masks, from: 'model' } });
    await planning.start();
    expect(problems()).toContain('No lesion that can be painted over was found');
    expect(planning.outlook().skin).toBe('all');
    expect(queue.store.getState().entries.length).toBeGreaterThan(0);
  });

  it('asks before hours are spent where some classes have none', async () => {
    const found = { png: new Uint8Array(4), sha256: 'a'.repeat(64), width: 4, height: 4 };
    const lesion = { size: [4, 4] as [number, number], counts: [5, 2, 2, 2, 5] };
    const { planning, queue, refusal } = await open({
      lesion: (image) => Promise.resolve(succeed(image === 5 ? null : { ...found, lesion })),
    });
    await planning.start();
    expect(refusal()).toEqual(failureOf('plan-other-background', { classes: ['MEL'] }));
    expect(queue.store.getState().entries).toEqual([]);
    planning.set({ byHand: { DF: 2, MEL: 0 } });
    expect(planning.outlook()).toMatchObject({ skin: 'lesions', bare: [] });
  });

  it('does not start where the lesions could not all be taken', async () => {
    const { planning, queue, refusal, problems } = await open({
      lesion: () => Promise.resolve(fail('dataset-permission')),
    });
    await planning.start();
    expect(problems()).toContain('The browser no longer allows');
    expect(refusal()).toEqual(failureOf('plan-lesions-stopped'));
    expect(queue.store.getState().entries).toEqual([]);
  });
});

describe('counterparts', () => {
  it('can be typed; what would stand there anyway is not kept', async () => {
    const { planning } = await open();
    planning.setCounterparts('NV', 7);
    expect(planning.store.getState().draft.counterparts).toEqual({ byHand: { NV: 7 } });
    expect(planning.outlook().counterparts.NV).toBe(7);
    planning.setCounterparts('NV', 3);
    expect(planning.store.getState().draft.counterparts).toEqual({ byHand: {} });
  });
});

describe('ticking a class', () => {
  it('takes it in with the usual number; without the tick it gets counterparts again', async () => {
    const { planning } = await open();
    planning.set({ rule: USUAL_DRAFT.rule, byHand: {} });
    expect(planning.outlook().wanted).toMatchObject({ NV: 0, DF: 0, MEL: 0 });
    planning.tick('DF', true);
    expect(planning.outlook()).toMatchObject({ wanted: { DF: 40, MEL: 0 }, counterparts: { NV: 40, MEL: 40, DF: 0 } });
    planning.tick('MEL', true);
    planning.tick('DF', false);
    expect(planning.outlook()).toMatchObject({ wanted: { DF: 0, MEL: 40 }, counterparts: { DF: 40, MEL: 0 } });
    planning.tick('MEL', false);
    expect(planning.store.getState().draft.byHand, 'as the rule says').toEqual({});
  });
});

describe('a plan that is started while images are being scanned', () => {
  it('begins when all are, unless it is called off or another data set is opened', async () => {
    const { planning, queue, idle, refusal, studio } = await open();
    const { scannedCount } = studio.dataset.store.getState();
    const scanOf = (scanned: number): void => studio.dataset.store.setState({ scannedCount: scanned });
    scanOf(scannedCount - 2);
    await planning.start();
    expect([planning.store.getState().awaitsScan, refusal()]).toEqual([true, null]);
    scanOf(scannedCount - 1);
    expect(planning.store.getState().awaitsScan).toBe(true);
    planning.stopAwaiting();
    scanOf(scannedCount);
    await idle();
    expect(queue.store.getState().entries, 'called off').toEqual([]);

    scanOf(scannedCount - 1);
    await planning.start();
    studio.dataset.store.setState(({ edition }) => ({ edition: edition + 1 }));
    expect(planning.store.getState().awaitsScan, 'another data set').toBe(false);
    scanOf(scannedCount - 1);
    await planning.start();
    scanOf(scannedCount);
    await expect.poll(() => queue.store.getState().entries.length).toBe(3);
    await idle();
  });
});
