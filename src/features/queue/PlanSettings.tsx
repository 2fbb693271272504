/** From what the samples are made: skin, masks, sampler, and who accepts them; with the reasons for the usual choices. */
import { OUTLINE_SIZES, studentOf } from '../../contracts/bundle';
import { PLAN_LIMITS, type PlanDraft } from '../../contracts/plan';
import { SAMPLER_LIMITS } from '../../contracts/recipe';
import { useSlice, useStudio } from '../../state/context';
import { hasGates, skinOf } from '../../state/plan';
import { NumberField, SelectField } from '../../ui/Field';
import { Card } from '../../ui/Page';
import { thousands } from '../../ui/thousands';
import styles from './Queue.module.css';

const PLACES = { anywhere: 'anywhere', centre: 'in the middle', 'as-drawn': 'where they were drawn' } as const;

export function PlanSettings() {
  const { planning } = useStudio();
  const draft = useSlice(
    (s) => s.planning,
    (s) => s.draft,
  );
  const manifest = useSlice(
    (s) => s.session,
    (s) => s.manifest,
  );
  const backgrounds = useSlice(
    (s) => s.compose,
    (s) => s.backgrounds,
  );
  const shapes = useSlice(
    (s) => s.library,
    (s) => s.shapes,
  );
  const { sampler, masks, skin } = draft;
  const skins = skinOf(draft, backgrounds);
  const own = backgrounds.some(({ origin }) => origin !== 'shipped');
  const student = manifest && studentOf(manifest);
  const fast = sampler.speed === 'fast' && student;
  const gates = manifest !== null && hasGates(manifest);
  const setSampler = (change: Partial<PlanDraft['sampler']>): void =>
    planning.set({ sampler: { ...sampler, ...change } });
  const setMasks = (change: Partial<PlanDraft['masks']>): void => planning.set({ masks: { ...masks, ...change } });
  const byClass = masks.ofClass || draft.skinOfClass;
  return (
    <Card title="Made from">
      <div className={styles['settings']}>
        <SelectField label="Skin" value={skin} onChange={(value) => planning.set({ skin: value as PlanDraft['skin'] })}>
          <option value="all">all that is here</option>
          <option value="shipped">that of the studio</option>
          <option value="own" disabled={!own}>
            your own
          </option>
        </SelectField>
        <SelectField
          label="Skin for a class"
          value={draft.skinOfClass ? 'class' : 'any'}
          onChange={(value) => planning.set({ skinOfClass: value === 'class' })}
        >
          <option value="any">any skin</option>
          <option value="class">of its own images</option>
        </SelectField>
        <SelectField
          label="Outlines"
          value={masks.from}
          onChange={(value) => setMasks({ from: value as PlanDraft['masks']['from'] })}
        >
          <option value="model">drawn by the outline model</option>
          <option value="library" disabled={shapes.length === 0}>
            of your library ({thousands(shapes.length)})
          </option>
        </SelectField>
        <SelectField
          label="Outlines for a class"
          value={masks.ofClass ? 'class' : 'any'}
          onChange={(value) => setMasks({ ofClass: value === 'class' })}
        >
          <option value="any">any outline</option>
          <option value="class">of its own lesions</option>
        </SelectField>
        {masks.from === 'model' && (
          <SelectField
            label="Size"
            value={masks.size}
            onChange={(value) => setMasks({ size: value as PlanDraft['masks']['size'] })}
          >
            {OUTLINE_SIZES.map((size) => (
              <option key={size} value={size}>
                {size === 'any' ? 'as real lesions' : size}
              </option>
            ))}
          </SelectField>
        )}
        <SelectField
          label="Place"
          value={masks.from === 'model' && masks.place === 'as-drawn' ? 'anywhere' : masks.place}
          onChange={(value) => setMasks({ place: value as PlanDraft['masks']['place'] })}
        >
          {Object.entries(PLACES)
            .filter(([place]) => masks.from === 'library' || place !== 'as-drawn')
            .map(([place, label]) => (
              <option key={place} value={place}>
                {label}
              </option>
            ))}
        </SelectField>
      </div>
      <p className={byClass ? styles['hint'] : styles['note']}>
        {byClass
          ? 'Skin or outlines follow the class now. A classifier that learns from this set may learn them in place of the lesion, and its gain may not hold on other images.'
          : `Sample number k of every class has the same skin, outline and noise: only the class differs, so that a classifier cannot learn the class from anything but the lesion. ${thousands(skins.length)} backgrounds take turns.`}
      </p>
      <div className={styles['settings']}>
        <SelectField
          label="Sampler"
          value={fast ? 'fast' : 'full'}
          onChange={(value) => setSampler({ speed: value as PlanDraft['sampler']['speed'] })}
        >
          <option value="full">full</option>
          <option value="fast" disabled={!student}>
            fast
          </option>
        </SelectField>
        {!fast && (
          <>
            <NumberField
              label="Steps"
              value={sampler.steps}
              {...SAMPLER_LIMITS.steps}
              onChange={(steps) => setSampler({ steps: Math.round(steps) })}
            />
            <NumberField
              label="Guidance"
              value={sampler.guidance}
              {...SAMPLER_LIMITS.guidance}
              step={0.25}
              onChange={(guidance) => setSampler({ guidance })}
            />
          </>
        )}
        <NumberField
          label="Seed"
          value={draft.seed}
          {...SAMPLER_LIMITS.seed}
          onChange={(seed) => planning.set({ seed: Math.round(seed) })}
        />
        <SelectField
          label="Accepted by"
          value={gates ? draft.acceptBy : 'person'}
          onChange={(value) => planning.set({ acceptBy: value as PlanDraft['acceptBy'] })}
        >
          <option value="rule" disabled={!gates}>
            the gates, as set in Review
          </option>
          <option value="person">me, in Review</option>
        </SelectField>
        {gates && draft.acceptBy === 'rule' && (
          <NumberField
            label="Candidates for each"
            value={draft.overGeneration}
            {...PLAN_LIMITS.overGeneration}
            step={0.5}
            onChange={(overGeneration) => planning.set({ overGeneration })}
          />
        )}
      </div>
      <p className={styles['note']}>
        {gates && draft.acceptBy === 'rule'
          ? 'A class stops when so many are accepted, or when all its candidates are made. You can change every decision in Review: a rejected sample is replaced when the queue goes on.'
          : 'A class stops when so many are made that nobody has rejected.'}
      </p>
    </Card>
  );
}
