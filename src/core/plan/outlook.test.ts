import { describe, expect, it } from 'vitest';
import { ISIC_CODES, ofClass, type ClassCode } from '../../contracts/classes';
import type { Background } from '../../contracts/library';
import type { PlanDraft } from '../../contracts/plan';
import { USUAL_DRAFT } from './plan';
import { outlookOf, type Scenes } from './outlook';

/** Classes are filled up to the largest. */
const FILLED: PlanDraft = { ...USUAL_DRAFT, rule: { kind: 'head' } };

const lesion = (code: ClassCode, changes: Partial<Background> = {}): Background => ({
  id: `l-${code}`,
  sha256: '1'.repeat(64),
  licence: 'CC0',
  name: 'A lesion',
  origin: 'lesion',
  class: code,
  from: `own-${code}`,
  width: 64,
  height: 64,
  notices: [],
  ...changes,
});
const SCENES: Scenes = {
  classes: ISIC_CODES,
  unpainted: [],
  backgrounds: [],
  real: { NV: 100, DF: 10, MEL: 40 },
  heldOut: new Set(),
  takeable: new Set(['NV', 'DF', 'MEL']),
};
const outlookFor = (scenes: Partial<Scenes> = {}, draft: Partial<PlanDraft> = {}) =>
  outlookOf({ ...FILLED, ...draft }, { ...SCENES, ...scenes });

describe('the usual skin', () => {
  it('is lesions of the class itself where each class that wants samples has some, here or in the data set', () => {
    expect(outlookFor()).toMatchObject({ skin: 'lesions', toTake: ['MEL', 'NV', 'DF'], bare: [] });
    expect(outlookFor({ backgrounds: [lesion('DF')] }).toTake).toEqual(['MEL', 'NV']);
    const all = (['DF', 'MEL', 'NV'] as const).map((code) => lesion(code));
    expect(outlookFor({ backgrounds: all, takeable: new Set() })).toMatchObject({ skin: 'lesions', toTake: [] });
  });

  it('is all skin where one of them has none, and says of which class', () => {
    expect(outlookFor({ takeable: new Set(['NV', 'DF']) })).toMatchObject({ skin: 'all', bare: ['MEL'], toTake: [] });
    const even = outlookFor({}, { rule: { kind: 'number', count: 2 } });
    expect(even).toMatchObject({ skin: 'all', bare: ['BCC', 'AK', 'BKL', 'VASC', 'SCC'] });
  });

  it('is all skin where no data set is open, though lesions may lie in the library', () => {
    const none = { real: {}, takeable: new Set<ClassCode>() };
    expect(outlookFor({ ...none, backgrounds: [lesion('DF')] }, { byHand: { DF: 5 } })).toMatchObject({
      skin: 'all',
      bare: [],
    });
  });

  it('counts no lesion that is left out, or that is a test lesion now', () => {
    const takeable = new Set<ClassCode>(['NV', 'MEL']);
    expect(outlookFor({ takeable, backgrounds: [lesion('DF')] }).skin).toBe('lesions');
    expect(outlookFor({ takeable, backgrounds: [lesion('DF', { excluded: true })] }).skin).toBe('all');
    expect(outlookFor({ takeable, backgrounds: [lesion('DF')], heldOut: new Set(['own-DF']) }).bare).toEqual(['DF']);
  });

  it('gives way to what the person chose', () => {
    for (const skin of ['all', 'shipped', 'own'] as const)
      expect(outlookFor({}, { skin })).toMatchObject({ skin, toTake: [] });
    expect(outlookFor({ takeable: new Set(['NV', 'DF']) }, { skin: 'lesions' })).toMatchObject({
      skin: 'lesions',
      bare: ['MEL'],
    });
  });
});

describe('skin for a class', () => {
  const scene = (id: string, classes: Background['classes'], changes: Partial<Background> = {}): Background => ({
    ...lesion('NV', { class: undefined, from: undefined, origin: 'shipped' }),
    id,
    classes,
    ...changes,
  });
  const all = { real: { NV: 100, DF: 10, MEL: 40 }, takeable: new Set<ClassCode>() };
  const forClass = (backgrounds: readonly Background[], draft: Partial<PlanDraft> = {}) =>
    outlookFor({ ...all, backgrounds }, draft).forClass;
  const [both, neither] = [
    { skin: true, outlines: true },
    { skin: false, outlines: false },
  ];

  it('is where it lives, in outlines of its own, where nobody has chosen and every class of the plan has some', () => {
    expect(forClass([scene('s-1', ['DF', 'MEL']), scene('s-2', ['NV'])])).toEqual(both);
    expect(forClass([scene('s-1', ['DF', 'MEL']), scene('s-2', undefined, { class: 'NV', origin: 'region' })])).toEqual(
      both,
    );
  });

  it('is the same for all where one class has none, counterparts included: all are made alike', () => {
    expect(forClass([scene('s-1', ['DF', 'MEL']), scene('s-2', undefined)])).toEqual(neither);
    expect(forClass([scene('s-1', ['DF', 'MEL'])], { counterparts: undefined })).toEqual(both);
    const retired = scene('s-2', ['NV'], { retired: true });
    expect(forClass([scene('s-1', ['DF', 'MEL']), retired]), 'of an earlier version').toEqual(neither);
  });

  it('is as it was chosen, and as a draft of an earlier version says', () => {
    const backgrounds = [scene('s-1', ['DF', 'MEL', 'NV'])];
    expect(forClass(backgrounds, { forClass: undefined })).toEqual(neither);
    expect(forClass([], { forClass: undefined, skinOfClass: true })).toEqual({ skin: true, outlines: false });
  });
});

describe('counterparts', () => {
  it('stand over lesions of their own too: a class of the data set that has none gets none, and that is said', () => {
    const outlook = outlookFor({ takeable: new Set(['DF', 'MEL']) });
    expect(outlook).toMatchObject({ skin: 'lesions', leftOut: ['NV'], toTake: ['MEL', 'DF'] });
    expect(outlook.counterparts).toMatchObject({ NV: 0, MEL: 30, DF: 0 });
    expect(outlookFor({ takeable: new Set(['DF', 'MEL']) }, { skin: 'all' }).counterparts.NV).toBe(90);
  });

  it('are none where they are switched off', () => {
    const outlook = outlookFor({ takeable: new Set(['DF', 'MEL']) }, { counterparts: undefined });
    expect(outlook).toMatchObject({ leftOut: [], toTake: ['MEL', 'DF'] });
    expect(Object.values(outlook.counterparts).every((count) => count === 0)).toBe(true);
  });
});

describe('a class that the bundle does not paint', () => {
  it('gets no sample and no counterpart, and holds nothing up', () => {
    const nine = { classes: [...ISIC_CODES, 'constructor'], unpainted: ['constructor'] };
    const real = { NV: 100, DF: 10, MEL: 40, constructor: 2 };
    const found = outlookFor({ ...nine, real }, { counterparts: { byHand: { constructor: 3 } } });
    expect(found).toMatchObject({ skin: 'lesions', bare: [], leftOut: [], unpainted: ['constructor'] });
    expect(found.wanted).toMatchObject({ DF: 90, constructor: 0 });
    expect(ofClass(found.counterparts, 'constructor')).toBe(0);
    const painted = outlookFor({ ...nine, unpainted: [], real }, {});
    expect(ofClass(painted.wanted, 'constructor')).toBe(98);
    expect(painted.bare).toEqual(['constructor']);
  });
});
