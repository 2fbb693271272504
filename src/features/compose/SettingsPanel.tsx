/** What is to be painted, and how: class, seed, sampler, and the button that starts it. */
import { useTranslation } from 'react-i18next';
import { OUTLINE_PLACES, OUTLINE_SIZES, studentOf } from '../../contracts/bundle';
import { ofClass, SKIN } from '../../contracts/classes';
import { SAMPLER_LIMITS } from '../../contracts/recipe';
import { classWords } from '../../messages/classNames';
import { FailureWords } from '../../messages/FailureWords';
import { command } from '../../state/commands';
import { useClassCodes, useSlice, useStudio } from '../../state/context';
import { Button, IconButton } from '../../ui/Button';
import { NumberField, SelectField } from '../../ui/Field';
import { Help } from '../../ui/Help';
import { Icon } from '../../ui/Icon';
import styles from './Compose.module.css';
import { secondsWords, Waits } from '../waiting';
import { GridSettings } from './GridSettings';
import { EnlargedNote } from './EnlargedNote';
import { OtherSkinNote } from './OtherSkinNote';
import { SamplerFields, StrengthField } from './SamplerFields';
import { SceneNote } from './SceneNote';
import { UnpaintedNote } from './UnpaintedNote';

export function SettingsPanel() {
  const { t } = useTranslation();
  const { compose } = useStudio();
  const settings = useSlice(
    (s) => s.compose,
    (s) => s,
  );
  const codes = useClassCodes();
  return (
    <section className={styles['settings']} aria-label={t('compose.lesion')}>
      <h2>{t('compose.lesion')}</h2>
      <SelectField
        label={t('compose.class')}
        value={settings.class}
        onChange={(value) => compose.set({ class: value })}
        help={{ name: t('app.help'), words: t('compose.help.class') }}
      >
        {[...new Set([...codes, settings.class])]
          .filter((code) => code !== SKIN)
          .map((code) => (
            <option key={code} value={code}>
              {classWords(code)}
            </option>
          ))}
        <hr />
        <option value={SKIN}>{classWords(SKIN)}</option>
      </SelectField>
      <NumberField
        label={t('compose.seed')}
        value={settings.seed}
        {...SAMPLER_LIMITS.seed}
        onChange={(value) => compose.setNumber('seed', value)}
        help={{ name: t('app.help'), words: t('compose.help.seed') }}
        extra={<IconButton label={t('compose.newSeed')} icon={<Icon name="dice" />} onClick={compose.newSeed} />}
      />
      <NumberField
        label={t('compose.variants')}
        value={settings.variants}
        {...SAMPLER_LIMITS.variants}
        onChange={(value) => compose.setNumber('variants', value)}
        help={{ name: t('app.help'), words: t('compose.help.variants') }}
      />
      <SamplerFields />
      <StrengthField />
      <NumberField
        label={t('compose.softEdge')}
        value={settings.featherPx}
        {...SAMPLER_LIMITS.featherPx}
        onChange={(value) => compose.setNumber('featherPx', value)}
        help={{ name: t('app.help'), words: t('compose.edgeHint') }}
      />
      <GridSettings />
      <SampledMasks />
      {/* What comes and goes by itself stands below all that can be pressed. */}
      <div className={styles['notes']}>
        <UnpaintedNote code={settings.class} />
        {settings.class === SKIN && <p className={styles['hint']}>{t('compose.skinHint')}</p>}
        <OtherSkinNote />
        <SceneNote />
        <EnlargedNote />
      </div>
    </section>
  );
}

/** What "Sample mask" draws. */
function SampledMasks() {
  const { t } = useTranslation();
  const { compose } = useStudio();
  const settings = useSlice(
    (s) => s.compose,
    (s) => s,
  );
  const known = useSlice(
    (s) => s.session,
    (s) => ofClass(s.maskModel?.byClass ?? {}, settings.class) !== undefined,
  );
  return (
    <details className={styles['more']}>
      <summary>{t('compose.sampledMasks')}</summary>
      <SelectField
        label={t('compose.maskSize')}
        value={settings.outlineSize}
        onChange={(value) => compose.set({ outlineSize: OUTLINE_SIZES.find((size) => size === value) ?? 'any' })}
      >
        {OUTLINE_SIZES.map((size) => (
          <option key={size} value={size}>
            {t(`compose.sizes.${size}`)}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('compose.maskPlace')}
        value={settings.outlinePlace}
        onChange={(value) =>
          compose.set({ outlinePlace: OUTLINE_PLACES.find((place) => place === value) ?? 'anywhere' })
        }
      >
        {OUTLINE_PLACES.map((place) => (
          <option key={place} value={place}>
            {t(`compose.places.${place}`)}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('compose.outlinesOf')}
        value={settings.outlineOfClass ? 'class' : 'all'}
        onChange={(value) => compose.set({ outlineOfClass: value === 'class' })}
      >
        <option value="all">{t('compose.ofAll')}</option>
        <option value="class">{t('compose.ofClass')}</option>
      </SelectField>
      {settings.outlineOfClass && (
        <p className={styles['hint']}>
          {known ? t('compose.ofClassHint') : t('compose.ofClassUnknown', { code: settings.class })}
        </p>
      )}
    </details>
  );
}

export function GenerateBar() {
  const { t } = useTranslation();
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
  const isWaiting = useSlice(
    (s) => s.later,
    ({ waiting }) => waiting.includes('generate') || waiting.includes('more-like'),
  );
  const running = forming.length > 0;
  return (
    <div className={styles['generate']}>
      <LiveSwitch />
      {refusal && (
        <p role="alert" className={styles['refusal']}>
          <FailureWords failure={refusal} />
        </p>
      )}
      <Waits what="generate" />
      <Waits what="more-like" />
      <Waits what="sample-mask" />
      {running ? (
        <>
          <p role="status" className={styles['hint']}>
            {remainingMs === null
              ? t('compose.toGo', { n: forming.length })
              : t('compose.toGoTime', { n: forming.length, time: secondsWords(remainingMs) })}
          </p>
          <Button wide onClick={() => command('cancel').run(studio)}>
            {t('compose.cancel')}
          </Button>
        </>
      ) : (
        <Button
          data-step="generate"
          look="primary"
          wide
          aria-pressed={isWaiting || undefined}
          title={`${t('compose.generate')} (G)`}
          onClick={() => command('generate').run(studio)}
        >
          {t('compose.generate')}
        </Button>
      )}
    </div>
  );
}

const LIVE_ID = 'live-preview';

/** Where the bundle has no student, the reason stands in place of the explanation. */
function LiveSwitch() {
  const { t } = useTranslation();
  const studio = useStudio();
  const isWanted = useSlice(
    (s) => s.compose,
    (s) => s.live,
  );
  const hasStudent = useSlice(
    (s) => s.session,
    ({ manifest }) => manifest === null || studentOf(manifest) !== null,
  );
  const { phase, failure } = useSlice(
    (s) => s.live,
    (s) => s,
  );
  return (
    <div className={styles['live']} data-phase={phase}>
      <label className={styles['check']} title={`${t('compose.live')} (${command('live').keys[0] ?? ''})`}>
        <input
          type="checkbox"
          checked={isWanted && hasStudent}
          disabled={!hasStudent}
          onChange={() => command('live').run(studio)}
        />
        <span id={LIVE_ID}>{t('compose.live')}</span>
      </label>
      <Help name={t('app.help')} aboutId={LIVE_ID}>
        {t(hasStudent ? 'compose.liveHint' : 'compose.liveMissing')}
      </Help>
      {phase === 'painting' && <span className={styles['pulse']} role="img" aria-label={t('compose.livePainting')} />}
      {failure && (
        <p role="alert" className={styles['refusal']}>
          <FailureWords failure={failure} />
        </p>
      )}
    </div>
  );
}
