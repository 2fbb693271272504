/** The tools above the canvas: what is in the hand, then how it works, then what can be done to the whole mask. */
import { useState } from 'react';
import type { Tool } from '../../contracts/storage';
import { useStudio, useSlice } from '../../state/context';
import { command, type CommandId } from '../../state/commands';
import { BRUSH_LIMITS, type ComposeSettings } from '../../state/composeStore';
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
  'flip-across',
  'flip-down',
];

export function PaintToolbar() {
  const tool = useSlice(
    (s) => s.compose,
    (s) => s.tool,
  );
  const [isOpen, setOpen] = useState(false);
  return (
    <div className={styles['tools']}>
      <div className={styles['toolbar']} role="toolbar" aria-label="Painting">
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
          label="Change mask"
          icon={<Icon name="more" />}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        />
      </div>
      <ToolOptions tool={tool} />
      {isOpen && <WholeMask onClose={() => setOpen(false)} />}
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
  return (
    <div className={styles['options']} role="group" aria-label="Tool">
      {(tool === 'brush' || tool === 'eraser') && <BrushOptions />}
      {tool === 'wand' && <WandOptions />}
      {(tool === 'lasso' || tool === 'polygon' || tool === 'ellipse' || tool === 'wand') && <AreaOptions tool={tool} />}
      {tool === 'move' && (
        <span className={styles['hint']}>Drag the mask; its corners scale it, the handle above turns it.</span>
      )}
    </div>
  );
}

function BrushOptions() {
  const { compose } = useStudio();
  const size = useSetting('brushSizePx');
  const hardness = useSetting('hardness');
  const usesPressure = useSetting('usesPressure');
  return (
    <>
      <NumberField
        label="Brush size"
        value={size}
        {...BRUSH_LIMITS}
        onChange={(value) => compose.setBrushSize(value)}
      />
      <NumberField
        label="Hardness, %"
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
        Pen pressure
      </label>
    </>
  );
}

function WandOptions() {
  const { compose } = useStudio();
  const tolerance = useSetting('wandTolerance');
  return (
    <NumberField
      label="Tolerance"
      value={tolerance}
      min={1}
      max={100}
      onChange={(value) => compose.setTolerance(value)}
    />
  );
}

function AreaOptions({ tool }: { readonly tool: Tool }) {
  const { compose } = useStudio();
  const mode = useSetting('areaMode');
  return (
    <>
      <SelectField
        label="Area"
        value={mode}
        onChange={(value) => compose.set({ areaMode: value === 'remove' ? 'remove' : 'add' })}
      >
        <option value="add">is added</option>
        <option value="remove">is taken away</option>
      </SelectField>
      <span className={styles['hint']}>
        {tool === 'polygon' ? 'Click corners; click the first one to close.' : 'Hold Alt for the other.'}
      </span>
    </>
  );
}

function WholeMask({ onClose }: { readonly onClose: () => void }) {
  const { compose } = useStudio();
  const radius = useSetting('reshapePx');
  return (
    <div
      className={`${styles['options'] ?? ''} ${styles['reshaping'] ?? ''}`}
      role="group"
      aria-label="Change mask"
      onKeyDown={({ key }) => key === 'Escape' && onClose()}
    >
      <NumberField label="By, px" value={radius} min={1} max={64} onChange={(value) => compose.setReshape(value)} />
      {RESHAPING.map((id) => (
        <WordButton key={id} id={id} />
      ))}
      <WordButton id="library-mask" />
      <FileButton
        look="quiet"
        accept=".png,.json,image/png"
        onFiles={([file]) => file && void compose.importMask(file)}
      >
        Import mask
      </FileButton>
    </div>
  );
}

function WordButton({ id }: { readonly id: CommandId }) {
  const studio = useStudio();
  useMaskChanges();
  const action = command(id);
  return (
    <Button
      look="quiet"
      title={`${action.label} (${action.keys[0]})`}
      disabled={!action.enabled(studio)}
      onClick={() => action.run(studio)}
    >
      {action.label}
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
  const studio = useStudio();
  useMaskChanges();
  const action = command(id);
  return (
    <IconButton
      label={action.label}
      keys={action.keys.join(' or ')}
      icon={<Icon name={icon} />}
      disabled={!action.enabled(studio)}
      onClick={() => action.run(studio)}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
    />
  );
}
