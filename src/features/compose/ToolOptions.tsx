/** The settings of the tool in the hand, and how it is used. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PAINT_LIMITS, type ToolSetting } from '../../contracts/storage';
import { ownWords } from '../../messages/ownWords';
import type { ComposeSettings } from '../../state/compose/composeStore';
import { toolOf } from '../../state/compose/tools/list';
import { useSlice, useStudio } from '../../state/context';
import { NumberField, SelectField } from '../../ui/Field';
import styles from './Compose.module.css';
import stageStyles from './Stage.module.css';

const FIELDS: Readonly<Record<ToolSetting, () => ReactNode>> = {
  brushSizePx: BrushSize,
  hardness: Hardness,
  usesPressure: PenPressure,
  wandTolerance: Tolerance,
  areaMode: AreaMode,
};

export function ToolOptions({ tool: id }: { readonly tool: string }) {
  const { t } = useTranslation();
  const tool = toolOf(id);
  const hint = ownWords(tool).hint ?? (tool.settings.includes('areaMode') ? t('compose.areaHint') : null);
  return (
    <div className={stageStyles['options']} role="group" aria-label={t('compose.tool')}>
      {tool.settings.map((setting) => {
        const Field = FIELDS[setting];
        return <Field key={setting} />;
      })}
      {hint !== null && <span className={styles['hint']}>{hint}</span>}
    </div>
  );
}

function useSetting<Name extends keyof ComposeSettings>(name: Name): ComposeSettings[Name] {
  return useSlice(
    (s) => s.compose,
    (s) => s[name],
  );
}

function BrushSize() {
  const { t } = useTranslation();
  const { compose } = useStudio();
  return (
    <NumberField
      label={t('compose.brushSize')}
      value={useSetting('brushSizePx')}
      {...PAINT_LIMITS.brushSizePx}
      onChange={(value) => compose.setPainting('brushSizePx', value)}
    />
  );
}

/** In per cent. */
function Hardness() {
  const { t } = useTranslation();
  const { compose } = useStudio();
  const { min, max } = PAINT_LIMITS.hardness;
  return (
    <NumberField
      label={t('compose.hardness')}
      value={Math.round(100 * useSetting('hardness'))}
      min={100 * min}
      max={100 * max}
      step={5}
      onChange={(value) => compose.setPainting('hardness', value / 100)}
    />
  );
}

function PenPressure() {
  const { t } = useTranslation();
  const { compose } = useStudio();
  return (
    <label className={styles['check']}>
      <input
        type="checkbox"
        checked={useSetting('usesPressure')}
        onChange={(event) => compose.set({ usesPressure: event.target.checked })}
      />
      {t('compose.penPressure')}
    </label>
  );
}

function Tolerance() {
  const { t } = useTranslation();
  const { compose } = useStudio();
  return (
    <NumberField
      label={t('compose.tolerance')}
      value={useSetting('wandTolerance')}
      {...PAINT_LIMITS.wandTolerance}
      onChange={(value) => compose.setPainting('wandTolerance', value)}
    />
  );
}

function AreaMode() {
  const { t } = useTranslation();
  const { compose } = useStudio();
  return (
    <SelectField
      label={t('compose.area')}
      value={useSetting('areaMode')}
      onChange={(value) => compose.set({ areaMode: value === 'remove' ? 'remove' : 'add' })}
    >
      <option value="add">{t('compose.areaAdd')}</option>
      <option value="remove">{t('compose.areaRemove')}</option>
    </SelectField>
  );
}
