/** How samples are made: sampler, steps, guidance, and how much of what lies under the mask is made anew. */
import { useTranslation } from 'react-i18next';
import { studentOf } from '../../contracts/bundle';
import { SKIN } from '../../contracts/classes';
import { SAMPLER_LIMITS } from '../../contracts/recipe';
import { useSlice, useStudio } from '../../state/context';
import { NumberField, SelectField } from '../../ui/Field';
import styles from './Compose.module.css';

/** The fast sampler brings its own steps and guidance, so their fields are not shown with it. */
export function SamplerFields() {
  const { t } = useTranslation();
  const { compose } = useStudio();
  const settings = useSlice(
    (s) => s.compose,
    (s) => s,
  );
  const manifest = useSlice(
    (s) => s.session,
    (s) => s.manifest,
  );
  const student = manifest && studentOf(manifest);
  /** Offered until it is known that the bundle has none. */
  const hasFast = manifest === null || student !== null;
  return (
    <>
      <SelectField
        label={t('compose.sampler')}
        value={hasFast ? settings.sampler : 'full'}
        onChange={(value) => compose.set({ sampler: value === 'fast' ? 'fast' : 'full' })}
        help={{ name: t('app.help'), words: t('compose.help.sampler') }}
      >
        <option value="full">{t('compose.full')}</option>
        {hasFast && (
          <option value="fast">{student ? t('compose.fast', { count: student.steps }) : t('compose.fastAny')}</option>
        )}
      </SelectField>
      {hasFast && settings.sampler === 'fast' ? (
        student && <p className={styles['hint']}>{t('compose.fastHint', { guidance: student.guidance })}</p>
      ) : (
        <>
          <NumberField
            label={t('compose.steps')}
            value={settings.steps}
            {...SAMPLER_LIMITS.steps}
            slider
            onChange={(value) => compose.setNumber('steps', value)}
            help={{ name: t('app.help'), words: t('compose.help.steps') }}
          />
          <NumberField
            label={t('compose.guidance')}
            value={settings.guidance}
            {...SAMPLER_LIMITS.guidance}
            step={0.1}
            slider
            onChange={(value) => compose.setNumber('guidance', value)}
            help={{ name: t('app.help'), words: t('compose.help.guidance') }}
          />
        </>
      )}
    </>
  );
}

/** For a bundle that can begin with a lesion; skin that is painted over is always made anew. */
export function StrengthField() {
  const { t } = useTranslation();
  const { compose } = useStudio();
  const { strength, class: code } = useSlice(
    (s) => s.compose,
    (s) => s,
  );
  const takesStrength = useSlice(
    (s) => s.session,
    (s) => s.takesStrength,
  );
  if (!takesStrength || code === SKIN) return null;
  const { min, max } = SAMPLER_LIMITS.strength;
  return (
    <>
      <NumberField
        label={t('compose.strength')}
        value={Math.round(100 * strength)}
        min={100 * min}
        max={100 * max}
        slider
        onChange={(percent) => compose.setStrength(percent / 100)}
        help={{ name: t('app.help'), words: t('compose.help.strength') }}
      />
      {strength < 1 && <p className={styles['hint']}>{t('compose.strengthHint')}</p>}
    </>
  );
}
