/** The tools above the canvas: what is in the hand, then how it works, then what can be done to the whole mask. */
import { useTranslation } from 'react-i18next';
import { useRef, useState } from 'react';
import type { Tool } from '../../contracts/storage';
import { keyWords } from '../../messages';
import { useStudio, useSlice } from '../../state/context';
import { command, type CommandId } from '../../state/commands';
import { BRUSH_LIMITS, type ComposeSettings } from '../../state/compose/composeStore';
import { Button, IconButton } from '../../ui/Button';
import { NumberField, SelectField } from '../../ui/Field';
import { FileButton } from '../../ui/FileButton';
import { Icon, type IconName } from '../../ui/Icon';
import styles from './Compose.module.css';

const TOOLS: readonly (readonly [Tool, IconName])[] = [
  ['brush', 'brush'],
  ['eraser', 'eraser'],
  ['lasso', 'lasso'],
  ['polygon', 'polygon'],
  ['ellipse', 'ellipse'],
  ['wand', 'wand'],
  ['move', 'move'],
];
const RESHAPING: readonly CommandId[] = [
  'grow',
  'shrink',
  'smooth',
  'fill-holes',
  'invert',
  'scale-up',
  'scale-down',
  'turn-left',
  'turn-right',
  'flip-across',
  'flip-down',
];

export function PaintToolbar() {
  const { t } = useTranslation();
  const tool = useSlice(
    (s) => s.compose,
    (s) => s.tool,
  );
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  return (
    <div
      className={styles['tools']}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isOpen) return;
        event.preventDefault(); // it closes nothing else
        setOpen(false);
        opener.current?.focus();
      }}
    >
      <div className={styles['toolbar']} role="toolbar" aria-label={t('compose.painting')}>
        {TOOLS.map(([id, icon]) => (
          <CommandButton key={id} id={id} icon={icon} pressed={tool === id} />
        ))}
        <span className={styles['divider']} />
        <CommandButton id="undo" icon="undo" />
        <CommandButton id="redo" icon="redo" />
        <CommandButton id="clear-mask" icon="clear" />
        <span className={styles['divider']} />
        <CommandButton id="sample-mask" icon="outline" />
        <IconButton
          ref={opener}
          label={t('compose.changeMask')}
          icon={<Icon name="more" />}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        />
      </div>
      <ToolOptions tool={tool} />
      {isOpen && <WholeMask />}
    </div>
  );
}

function useSetting<Name extends keyof ComposeSettings>(name: Name): ComposeSettings[Name] {
  return useSlice(
    (s) => s.compose,
    (s) => s[name],
  );
}

function ToolOptions({ tool }: { readonly tool: Tool }) {
  const { t } = useTranslation();
  return (
    <div className={styles['options']} role="group" aria-label={t('compose.tool')}>
      {(tool === 'brush' || tool === 'eraser') && <BrushOptions />}
      {tool === 'wand' && <WandOptions />}
      {(tool === 'lasso' || tool === 'polygon' || tool === 'ellipse' || tool === 'wand') && <AreaOptions tool={tool} />}
      {tool === 'move' && <span className={styles['hint']}>{t('compose.moveHint')}</span>}
    </div>
  );
}

function BrushOptions() {
  const { t } = useTranslation();
  const { compose } = useStudio();
  const size = useSetting('brushSizePx');
  const hardness = useSetting('hardness');
  const usesPressure = useSetting('usesPressure');
  return (
    <>
      <NumberField
        label={t('compose.brushSize')}
        value={size}
        {...BRUSH_LIMITS}
        onChange={(value) => compose.setBrushSize(value)}
      />
      <NumberField
        label={t('compose.hardness')}
        value={Math.round(100 * hardness)}
        min={0}
        max={100}
        step={5}
        onChange={(value) => compose.setHardness(value / 100)}
      />
      <label className={styles['check']}>
        <input
          type="checkbox"
          checked={usesPressure}
          onChange={(event) => compose.set({ usesPressure: event.target.checked })}
        />
        {t('compose.penPressure')}
      </label>
    </>
  );
}

function WandOptions() {
  const { t } = useTranslation();
  const { compose } = useStudio();
  const tolerance = useSetting('wandTolerance');
  return (
    <NumberField
      label={t('compose.tolerance')}
      value={tolerance}
      min={1}
      max={100}
      onChange={(value) => compose.setTolerance(value)}
    />
  );
}

function AreaOptions({ tool }: { readonly tool: Tool }) {
  const { t } = useTranslation();
  const { compose } = useStudio();
  const mode = useSetting('areaMode');
  return (
    <>
      <SelectField
        label={t('compose.area')}
        value={mode}
        onChange={(value) => compose.set({ areaMode: value === 'remove' ? 'remove' : 'add' })}
      >
        <option value="add">{t('compose.areaAdd')}</option>
        <option value="remove">{t('compose.areaRemove')}</option>
      </SelectField>
      <span className={styles['hint']}>{t(tool === 'polygon' ? 'compose.polygonHint' : 'compose.areaHint')}</span>
    </>
  );
}

function WholeMask() {
  const { t } = useTranslation();
  const { compose } = useStudio();
  const radius = useSetting('reshapePx');
  return (
    <div
      className={`${styles['options'] ?? ''} ${styles['reshaping'] ?? ''}`}
      role="group"
      aria-label={t('compose.changeMask')}
    >
      <NumberField
        label={t('compose.byPx')}
        value={radius}
        min={1}
        max={64}
        onChange={(value) => compose.setReshape(value)}
      />
      {RESHAPING.map((id) => (
        <WordButton key={id} id={id} />
      ))}
      <WordButton id="library-mask" />
      <FileButton
        look="quiet"
        accept=".png,.json,image/png"
        onFiles={([file]) => file && void compose.importMask(file)}
      >
        {t('compose.importMask')}
      </FileButton>
    </div>
  );
}

function WordButton({ id }: { readonly id: CommandId }) {
  const { t } = useTranslation();
  const studio = useStudio();
  useMaskChanges();
  const action = command(id);
  return (
    <Button
      look="quiet"
      title={`${t(`commands.${id}`)} (${keyWords(action.keys[0] ?? '')})`}
      disabled={!action.enabled(studio)}
      onClick={() => action.run(studio)}
    >
      {t(`commands.${id}`)}
    </Button>
  );
}

/** What can be done changes with the mask, and with what is in the library. */
function useMaskChanges(): void {
  useSlice(
    (s) => s.compose,
    (s) => s.maskRevision,
  );
  useSlice(
    (s) => s.library,
    (s) => s.shapes,
  );
}

function CommandButton({
  id,
  icon,
  pressed,
}: {
  readonly id: CommandId;
  readonly icon: IconName;
  readonly pressed?: boolean;
}) {
  const { t } = useTranslation();
  const studio = useStudio();
  useMaskChanges();
  const action = command(id);
  return (
    <IconButton
      label={t(`commands.${id}`)}
      keys={action.keys.map(keyWords).join(t('app.or'))}
      icon={<Icon name={icon} />}
      disabled={!action.enabled(studio)}
      onClick={() => action.run(studio)}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
    />
  );
}
