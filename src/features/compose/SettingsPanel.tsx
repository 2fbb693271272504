/** What is to be painted, and how: class, seed, sampler, and the button that starts it. */
import { OUTLINE_PLACES, OUTLINE_SIZES, studentOf, type OutlinePlace, type OutlineSize } from '../../contracts/bundle';
import { classCodeSchema, classLabel, LESION_CODES } from '../../contracts/classes';
import { SAMPLER_LIMITS } from '../../contracts/recipe';
import { command } from '../../state/commands';
import { useSlice, useStudio } from '../../state/context';
import { Button, IconButton } from '../../ui/Button';
import { NumberField, SelectField } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import styles from './Compose.module.css';

export function SettingsPanel() {
  const { compose } = useStudio();
  const settings = useSlice(
    (s) => s.compose,
    (s) => s,
  );
  return (
    <section className={styles['settings']} aria-label="Lesion">
      <h2>Lesion</h2>
      <SelectField
        label="Class"
        value={settings.class}
        onChange={(value) => compose.set({ class: classCodeSchema.parse(value) })}
      >
        {LESION_CODES.map((code) => (
          <option key={code} value={code}>
            {classLabel(code)}
          </option>
        ))}
        <hr />
        <option value="SKIN">{classLabel('SKIN')}</option>
      </SelectField>
      {settings.class === 'SKIN' && <p className={styles['hint']}>Paints healthy skin over what the mask covers.</p>}
      <NumberField
        label="Seed"
        value={settings.seed}
        {...SAMPLER_LIMITS.seed}
        onChange={(value) => compose.setNumber('seed', value)}
        extra={<IconButton label="New seed" icon={<Icon name="dice" />} onClick={compose.newSeed} />}
      />
      <NumberField
        label="Variants"
        value={settings.variants}
        {...SAMPLER_LIMITS.variants}
        onChange={(value) => compose.setNumber('variants', value)}
      />
      <SamplerFields />
      <NumberField
        label="Soft edge"
        value={settings.featherPx}
        {...SAMPLER_LIMITS.featherPx}
        onChange={(value) => compose.setNumber('featherPx', value)}
      />
      <SampledMasks />
    </section>
  );
}

/** The fast sampler brings its own steps and guidance, so their fields are not shown with it. */
function SamplerFields() {
  const { compose } = useStudio();
  const settings = useSlice(
    (s) => s.compose,
    (s) => s,
  );
  const student = useSlice(
    (s) => s.session,
    ({ manifest }) => manifest && studentOf(manifest),
  );
  return (
    <>
      {student && (
        <SelectField
          label="Sampler"
          value={settings.sampler}
          onChange={(value) => compose.set({ sampler: value === 'fast' ? 'fast' : 'full' })}
        >
          <option value="full">Full</option>
          <option value="fast">
            Fast, {student.steps} {student.steps === 1 ? 'step' : 'steps'}
          </option>
        </SelectField>
      )}
      {student && settings.sampler === 'fast' ? (
        <p className={styles['hint']}>The fast sampler was distilled at guidance {student.guidance}.</p>
      ) : (
        <>
          <NumberField
            label="Steps"
            value={settings.steps}
            {...SAMPLER_LIMITS.steps}
            slider
            onChange={(value) => compose.setNumber('steps', value)}
          />
          <NumberField
            label="Guidance"
            value={settings.guidance}
            {...SAMPLER_LIMITS.guidance}
            step={0.1}
            slider
            onChange={(value) => compose.setNumber('guidance', value)}
          />
        </>
      )}
    </>
  );
}

const SIZE_WORDS: Record<OutlineSize, string> = { any: 'Any', small: 'Small', medium: 'Medium', large: 'Large' };
const PLACE_WORDS: Record<OutlinePlace, string> = { anywhere: 'Anywhere', centre: 'Centre' };

/** What "Sample mask" draws. */
function SampledMasks() {
  const { compose } = useStudio();
  const settings = useSlice(
    (s) => s.compose,
    (s) => s,
  );
  const known = useSlice(
    (s) => s.session,
    (s) => s.maskModel?.byClass[settings.class] !== undefined,
  );
  return (
    <details className={styles['more']}>
      <summary>Sampled masks</summary>
      <SelectField
        label="Mask size"
        value={settings.outlineSize}
        onChange={(value) => compose.set({ outlineSize: OUTLINE_SIZES.find((size) => size === value) ?? 'any' })}
      >
        {OUTLINE_SIZES.map((size) => (
          <option key={size} value={size}>
            {SIZE_WORDS[size]}
          </option>
        ))}
      </SelectField>
      <SelectField
        label="Mask place"
        value={settings.outlinePlace}
        onChange={(value) =>
          compose.set({ outlinePlace: OUTLINE_PLACES.find((place) => place === value) ?? 'anywhere' })
        }
      >
        {OUTLINE_PLACES.map((place) => (
          <option key={place} value={place}>
            {PLACE_WORDS[place]}
          </option>
        ))}
      </SelectField>
      <SelectField
        label="Outlines of"
        value={settings.outlineOfClass ? 'class' : 'all'}
        onChange={(value) => compose.set({ outlineOfClass: value === 'class' })}
      >
        <option value="all">All classes</option>
        <option value="class">The chosen class</option>
      </SelectField>
      {settings.outlineOfClass && (
        <p className={styles['hint']}>
          {known
            ? 'A classifier can now learn the class from the outline instead of the lesion.'
            : `The bundle has no outlines of ${settings.class} alone; those of all classes are drawn.`}
        </p>
      )}
    </details>
  );
}

export function GenerateBar() {
  const studio = useStudio();
  const forming = useSlice(
    (s) => s.generation,
    (s) => s.forming,
  );
  const refusal = useSlice(
    (s) => s.generation,
    (s) => s.refusal,
  );
  const remainingMs = useSlice(
    (s) => s.generation,
    (s) => s.remainingMs,
  );
  const running = forming.length > 0;
  return (
    <div className={styles['generate']}>
      {refusal && (
        <p role="alert" className={styles['refusal']}>
          <strong>{refusal.message}</strong> {refusal.advice}
        </p>
      )}
      {running ? (
        <>
          <p role="status" className={styles['hint']}>
            {forming.length} to go{remainingMs === null ? '' : `, about ${seconds(remainingMs)} left`}
          </p>
          <Button wide onClick={() => command('cancel').run(studio)}>
            Cancel
          </Button>
        </>
      ) : (
        <Button look="primary" wide title="Generate (G)" onClick={() => command('generate').run(studio)}>
          Generate
        </Button>
      )}
    </div>
  );
}

/** "8 s", "3 min". */
export function seconds(milliseconds: number): string {
  const s = Math.max(1, Math.round(milliseconds / 1000));
  return s < 90 ? `${s} s` : `${Math.round(s / 60)} min`;
}
