/** One mask many ways: a grid over class or guidance and seed, and how near "more like this" stays. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NEARBY_LIMITS } from '../../contracts/recipe';
import { unpaintedBy } from '../../core/bundle/painted';
import { keyWords } from '../../messages';
import { classWords } from '../../messages/classNames';
import { command } from '../../state/commands';
import { useClassCodes, useLearntCodes, useSlice, useStudio } from '../../state/context';
import { Button } from '../../ui/Button';
import { NumberField, SelectField, TextField } from '../../ui/Field';
import styles from './Compose.module.css';

export function GridSettings() {
  const { t } = useTranslation();
  const studio = useStudio();
  const { compose } = studio;
  const { gridAxis, gridGuidance, variants, nearStrength } = useSlice(
    (s) => s.compose,
    (s) => s,
  );
  useSlice(
    (s) => s.compose,
    (s) => s.maskRevision,
  );
  const codes = useClassCodes();
  const manifest = useSlice(
    (s) => s.session,
    (s) => s.manifest,
  );
  const learnt = useLearntCodes();
  const unpainted = gridAxis === 'class' ? unpaintedBy(manifest, codes, learnt) : [];
  const rows = gridAxis === 'class' ? codes.length - unpainted.length : gridGuidance.length;
  return (
    <details className={styles['more']}>
      <summary>{t('compose.grid')}</summary>
      <SelectField
        label={t('compose.gridRows')}
        value={gridAxis}
        onChange={(value) => compose.set({ gridAxis: value === 'guidance' ? 'guidance' : 'class' })}
      >
        <option value="class">{t('compose.gridAxes.class')}</option>
        <option value="guidance">{t('compose.gridAxes.guidance')}</option>
      </SelectField>
      {gridAxis === 'guidance' && <Guidances />}
      <p className={styles['hint']}>
        {t('compose.gridHint', { rows, columns: variants, axis: t(`compose.gridOf.${gridAxis}`) })}
      </p>
      {unpainted.length > 0 && (
        <p className={styles['hint']}>{t('compose.gridUnpainted', { names: unpainted.map(classWords).join(', ') })}</p>
      )}
      <Button
        wide
        title={`${t('commands.grid')} (${keyWords(command('grid').keys[0] ?? '')})`}
        disabled={!command('grid').enabled(studio)}
        onClick={() => command('grid').run(studio)}
      >
        {t('compose.makeGrid')}
      </Button>
      <NumberField
        label={t('compose.nearness')}
        value={Math.round(100 * nearStrength)}
        min={100 * NEARBY_LIMITS.strength.min}
        max={100}
        step={5}
        onChange={(value) => compose.setNearStrength(value / 100)}
      />
    </details>
  );
}

/** Typed freely, read when it is left. */
function Guidances() {
  const { t } = useTranslation();
  const { compose } = useStudio();
  const kept = useSlice(
    (s) => s.compose,
    (s) => s.gridGuidance,
  );
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextField
      label={t('compose.gridGuidance')}
      value={typed ?? kept.join(', ')}
      onChange={setTyped}
      onLeave={() => {
        if (typed !== null) compose.setGridGuidance(typed);
        setTyped(null);
      }}
    />
  );
}
