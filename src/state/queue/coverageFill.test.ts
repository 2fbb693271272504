/** A cell of the coverage table becomes a plan: its class, on skin like it, in its size. */
import { describe, expect, it } from 'vitest';
import { exampleImage } from '../../testing/samples';
import { fillPlan } from './coverageFill';
import { openedStudio } from '../../testing/datasetStudio';

const IMAGES = [
  exampleImage('a', { class: 'NV' }),
  exampleImage('b', { class: 'DF', split: 'test' }),
  exampleImage('c', { class: 'DF' }),
  exampleImage('d', { class: 'MEL' }),
];

async function open() {
  const opened = await openedStudio({}, {}, IMAGES);
  const { content } = opened.studio.dataset.store.getState();
  // a, b and c have light skin, d very light; c and d are hairy
  content.scan.itaDeg.set([50, 50, 50, 60]);
  content.scan.hairShare.set([0, 0, 0.1, 0.1]);
  return opened;
}

describe('filling what is thin', () => {
  it('sets the plan up, and cuts skin out of training images that are like it', async () => {
    const { studio, requested } = await open();
    await fillPlan(studio, 'DF', 12, { tone: 'light', hair: 'all', size: 'large' });
    const { draft } = studio.planning.store.getState();
    expect(draft).toMatchObject({
      rule: { kind: 'number', count: 0 },
      byHand: { DF: 12 },
      skin: 'all',
      like: { tone: 'light', hair: 'all' },
      masks: { from: 'model', size: 'large' },
    });
    expect(requested.toSorted()).toEqual([0, 2]);
    expect(studio.planning.outlook()).toMatchObject({ wanted: { DF: 12 }, counterparts: { NV: 12, MEL: 12 } });
  });

  it('keeps to skin that is known to be like it, and says where there is none', async () => {
    const { studio, own } = await open();
    await fillPlan(studio, 'DF', 12, { tone: 'all', hair: 'no hair', size: 'all' });
    const plan = studio.planning.plan();
    const used = plan.ok ? plan.value.series.skin.map(({ id }) => id) : [];
    const hairless = own().filter(({ facts, excluded }) => facts?.hairShare === 0 && excluded !== true);
    expect(hairless.length).toBeGreaterThan(0);
    expect(used).toEqual(expect.arrayContaining(hairless.map(({ id }) => id)));
    await fillPlan(studio, 'DF', 12, { tone: 'dark', hair: 'all', size: 'all' });
    const refused = studio.planning.plan();
    expect(refused.ok ? null : refused.failure.code).toBe('plan-no-skin-like-it');
  });

  it('is taken back with one press, and a size alone asks for no skin', async () => {
    const { studio, requested } = await open();
    const before = studio.planning.store.getState().draft;
    await fillPlan(studio, 'MEL', 5, { tone: 'all', hair: 'all', size: 'small' });
    expect(requested).toEqual([]);
    expect(studio.planning.store.getState().draft.like).toBeNull();
    expect(studio.planning.outlook().forClass, 'a size of the table').toEqual({ skin: false, outlines: false });
    const news = studio.notices.store.getState().notices.find(({ message }) => message.includes('The plan now makes'));
    news?.action?.run();
    expect(studio.planning.store.getState().draft).toEqual(before);
  });
});
