import { describe, expect, it } from 'vitest';
import type { BundleManifest } from '../../contracts/bundle';
import { ISIC_CODES } from '../../contracts/classes';
import { failureOf, InlayError, succeed } from '../../contracts/failure';
import type { Background, MaskShape } from '../../contracts/library';
import { planDraftSchema, type Plan, type PlanDraft } from '../../contracts/plan';
import { exampleStudio } from '../../testing/studio';
import { skinOf } from '../../core/plan/outlook';
import { planOf, USUAL_DRAFT, type AtHand } from '../../core/plan/plan';
import { failureText, messageOf } from '../../messages/failures';
import { parsePlan } from '../../core/plan/planFile';
import { USUAL_RULE } from '../../core/gates/choices';

/** Classes are filled up to the largest. */
const FILLED: PlanDraft = { ...USUAL_DRAFT, rule: { kind: 'head' } };

const ENCODER = { path: 'encoder/onnx/model_fp16.onnx', bytes: 1, sha256: '0'.repeat(64) };
const MANIFEST = {
  id: 'b',
  version: '1',
  pipeline: 'InlayInpaintPipeline',
  files: [ENCODER],
  defaults: { steps: 16, guidance: 2 },
  student: { path: 'unet/student_fp16.onnx', steps: 4, guidance: 2.5 },
  classes: ISIC_CODES.map((code, index) => ({ code, name: code, index })),
} as unknown as BundleManifest;
const SKIN: Background = {
  id: 'skin-01',
  sha256: '1'.repeat(64),
  licence: 'CC0',
  name: 'Skin',
  origin: 'shipped',
  width: 64,
  height: 64,
  notices: [],
};
const SHAPE: MaskShape = {
  id: 'outline-1',
  rle: { size: [4, 4], counts: [5, 2, 2, 2, 5] },
  origin: 'file',
  class: null,
  excluded: false,
};
const HERE: AtHand = {
  manifest: MANIFEST,
  manifestSha256: '2'.repeat(64),
  takesStrength: false,
  ownClasses: {},
  classes: ISIC_CODES,
  unpainted: [],
  backgrounds: [SKIN, { ...SKIN, id: 'own-1', origin: 'file', excluded: true }],
  shapes: [],
  heldOut: new Set(),
  takeable: new Set(),
  real: { NV: 100, DF: 10, MEL: 40 },
  rule: { ...USUAL_RULE, gamma: 0.4 },
};
const made = (draft: Partial<typeof FILLED> = {}, atHand: Partial<AtHand> = {}) => {
  const plan = planOf({ ...FILLED, ...draft }, { ...HERE, ...atHand }, 'mine');
  if (!plan.ok) throw InlayError.of(plan.failure);
  return plan.value;
};
const refused = (draft: Partial<typeof FILLED> = {}, atHand: Partial<AtHand> = {}): string => {
  const plan = planOf({ ...FILLED, ...draft }, { ...HERE, ...atHand }, 'mine');
  return plan.ok ? 'made' : Object.values(failureText(plan.failure)).join(' ');
};

describe('a plan', () => {
  it('fills the classes that are there, the rarest first, by the rule that stands in Review', () => {
    const plan = made({ counterparts: undefined });
    expect(plan.classes).toEqual([
      { class: 'DF', accepted: 90, attempts: 180 },
      { class: 'MEL', accepted: 60, attempts: 120 },
    ]);
    expect(plan.accept).toEqual({ by: 'rule', rule: { ...USUAL_RULE, gamma: null } });
    expect(plan.series.skin.map(({ id }) => id)).toEqual(['skin-01']);
  });

  it('has counterparts in every class of the data set, unless they are switched off', () => {
    const plan = made();
    expect(plan.classes).toEqual([
      { class: 'DF', accepted: 90, attempts: 180 },
      { class: 'MEL', accepted: 90, attempts: 180, counterparts: 30 },
      { class: 'NV', accepted: 90, attempts: 180, counterparts: 90 },
    ]);
    expect(parsePlan(plan)).toEqual(succeed(plan));
    const impossible = [{ class: 'NV', accepted: 5, attempts: 9, counterparts: 6 }];
    const read = parsePlan({ ...plan, classes: impossible });
    expect(read.ok ? 'read' : messageOf(read.failure)).toContain('counterparts: more than the samples');
  });

  it('takes the sampler that is wanted, and a person where there are no gates', () => {
    const sampler = { ...FILLED.sampler, speed: 'fast' as const };
    expect(made({ sampler }).series.sampler).toMatchObject({ name: 'student', steps: 4, guidance: 2.5 });
    expect(made().series.sampler, 'nobody has chosen').toMatchObject({ name: 'student', steps: 4, guidance: 2.5 });
    const { student: _, ...slow } = { ...MANIFEST, defaults: { steps: 12, guidance: 4 } };
    expect(made({}, { manifest: slow }).series.sampler).toMatchObject({ name: 'euler', steps: 12, guidance: 4 });
    const full = { ...FILLED.sampler, speed: 'full' as const };
    expect(made({ sampler: full }).series.sampler).toMatchObject({ name: 'euler', steps: 16, guidance: 2 });
    expect(made({}, { manifest: { ...MANIFEST, files: [] } }).accept).toEqual({ by: 'person' });
    expect(made({ acceptBy: 'person' }).accept).toEqual({ by: 'person' });
  });

  it('puts each class where it lives, in outlines of its own, and takes no skin of an earlier version', () => {
    const scene = (id: string, classes: Background['classes']): Background => ({ ...SKIN, id, classes });
    const backgrounds = [scene('s-1', ['DF', 'MEL']), scene('s-2', ['NV']), { ...SKIN, retired: true }];
    const { series } = made({}, { backgrounds });
    expect(series.skin.map(({ id, classes }) => [id, classes])).toEqual([
      ['s-1', ['DF', 'MEL']],
      ['s-2', ['NV']],
    ]);
    expect(series).toMatchObject({ skinOfClass: true, masks: { ofClass: true } });
    const plan = made({}, { backgrounds });
    expect(parsePlan(plan)).toEqual(succeed(plan));
    const anySkin = made({ forClass: undefined }, { backgrounds });
    expect(anySkin.series).toMatchObject({ skinOfClass: false, masks: { ofClass: false } });
    expect(anySkin.series.skin[0]).not.toHaveProperty('classes');
    const { forClass: _, ...earlier } = FILLED;
    expect(planDraftSchema.parse(earlier).forClass).toBeUndefined();
  });

  it('draws from the library those outlines that are not excluded', () => {
    const masks = { ...FILLED.masks, from: 'library' as const, place: 'as-drawn' as const };
    const shapes = [SHAPE, { ...SHAPE, id: 'outline-2', excluded: true }];
    expect(made({ masks }, { shapes }).series.masks).toEqual({
      from: 'library',
      shapes: [{ rle: SHAPE.rle, class: null }],
      place: 'as-drawn',
      ofClass: false,
    });
  });

  it('says what is missing', () => {
    expect(refused({ skin: 'own' })).toContain('There is no skin for the plan.');
    expect(refused({ masks: { ...FILLED.masks, from: 'library' } })).toContain('no outline in the library');
    expect(refused({}, { real: {} })).toContain('No class wants any sample.');
    expect(refused({}, { manifest: { ...MANIFEST, classes: [] } })).toContain('No class wants any sample.');
  });

  it('has a code for each cause', () => {
    const code = (draft: Partial<typeof FILLED>, changed: Partial<AtHand> = {}): string => {
      const plan = planOf({ ...FILLED, ...draft }, { ...HERE, ...changed }, 'mine');
      return plan.ok ? 'made' : plan.failure.code;
    };
    expect(code({ skin: 'own' })).toBe('plan-no-background');
    expect(code({ masks: { ...FILLED.masks, from: 'library' } })).toBe('plan-no-outline');
    expect(code({}, { real: {} })).toBe('plan-no-class');
    expect(code({ skin: 'lesions' })).toBe('plan-no-lesion');
  });

  it('may paint over lesions of the classes themselves, which are no skin for other plans', () => {
    const over = (id: string, code: 'DF' | 'MEL'): Background => ({
      ...SKIN,
      ...{ id, origin: 'lesion', class: code, width: 4, height: 4, lesion: SHAPE.rle },
    });
    const backgrounds = [SKIN, over('l-1', 'DF'), over('l-2', 'MEL'), { ...over('l-3', 'MEL'), excluded: true }];
    const plan = made({ skin: 'lesions' }, { backgrounds });
    expect(plan.series.masks).toEqual({ from: 'lesions' });
    expect(plan.series.skin.map(({ id, lesion }) => [id, lesion])).toEqual([
      ['l-1', SHAPE.rle],
      ['l-2', SHAPE.rle],
    ]);
    for (const skin of ['all', 'own', 'shipped'] as const)
      expect(skinOf(skin, { backgrounds, heldOut: new Set() }).map(({ id }) => id)).not.toContain('l-1');
    expect(refused({ skin: 'lesions' }, { backgrounds: backgrounds.slice(0, 2) })).toContain(
      'There is no lesion to paint over of MEL. Take lesions of these classes from your data set',
    );

    const read = (changed: Plan): string => {
      const found = parsePlan(changed);
      return found.ok ? 'read' : messageOf(found.failure);
    };
    expect(read(plan)).toBe('read');
    const bare = plan.series.skin.map(({ lesion: _, ...rest }) => rest);
    expect(read({ ...plan, series: { ...plan.series, skin: bare } })).toContain('has no lesion to paint over');
    const repaint = { first: 0.9, last: 0.5, rounds: 3 };
    const repainted = made({ skin: 'lesions', repaint }, { backgrounds, takesStrength: true }).series;
    expect(repainted).toMatchObject({ repaint, sampler: { name: 'euler' } });
    expect(made({ skin: 'lesions', repaint }, { backgrounds }).series.repaint).toBeUndefined(); // the bundle cannot
    expect(made({ skin: 'all', repaint }, { backgrounds, takesStrength: true }).series.repaint).toBeUndefined();
    const rising = { ...repaint, last: 0.95 };
    expect(read({ ...plan, series: { ...plan.series, repaint: rising } })).toContain('above the first');
    const modelled = made({ skin: 'all' }, { backgrounds }).series;
    expect(read({ ...plan, series: { ...modelled, repaint } })).toContain('goes with masks from lesions alone');
    const other = [{ class: 'SCC' as const, accepted: 1, attempts: 2 }];
    expect(read({ ...plan, classes: other })).toContain('there is no lesion of a class to paint over');
  });

  it('comes back from its file, and nothing else does', () => {
    const plan = made();
    expect(parsePlan(JSON.parse(JSON.stringify(plan)))).toEqual(succeed(plan));
    const message = (text: string): string => {
      const read = parsePlan(JSON.parse(text));
      return read.ok ? 'read' : messageOf(read.failure);
    };
    expect(message('{"schema":2,"kind":"inlay-plan"}')).toContain('(schema: ');
    const [first] = plan.classes;
    const twice = { ...plan, classes: [first, first] };
    expect(message(JSON.stringify(twice))).toContain('a class is named twice');
    const few = { ...plan, classes: [{ class: 'DF', accepted: 5, attempts: 2 }] };
    expect(message(JSON.stringify(few))).toContain('fewer than the samples that are wanted');
  });
});

describe('setting a plan up', () => {
  it('keeps the draft across a reload', async () => {
    const example = await exampleStudio();
    example.studio.planning.set({ rule: { kind: 'number', count: 12 } });
    example.runTimers();
    const again = await example.reopened();
    expect(again.studio.planning.store.getState().draft.rule).toEqual({ kind: 'number', count: 12 });
  });

  it('leaves a draft of an earlier version as it was: all skin, and no counterparts', async () => {
    const example = await exampleStudio();
    const { counterparts: _, ...earlier } = { ...FILLED, skin: 'all' as const };
    example.kept.draft = planDraftSchema.parse(earlier);
    const { planning } = (await example.reopened()).studio;
    expect(planning.store.getState().draft).toEqual(earlier);
    expect(planning.outlook().skin).toBe('all');
  });

  it('says why it cannot start', async () => {
    const example = await exampleStudio();
    await example.studio.planning.start();
    expect(example.studio.planning.store.getState().refusal).toEqual(failureOf('plan-no-class'));
    expect(example.kept.queue).toBeNull();
  });
});
