/** The tools above the canvas. */
import { useStudio, useSlice } from '../../state/context';
import { command, type CommandId } from '../../state/commands';
import { BRUSH_LIMITS } from '../../state/composeStore';
import { IconButton } from '../../ui/Button';
import { NumberField } from '../../ui/Field';
import { Icon, type IconName } from '../../ui/Icon';
import styles from './Compose.module.css';

export function PaintToolbar() {
  const studio = useStudio();
  const tool = useSlice(
    (s) => s.compose,
    (s) => s.tool,
  );
  const size = useSlice(
    (s) => s.compose,
    (s) => s.brushSizePx,
  );
  return (
    <div className={styles['toolbar']} role="toolbar" aria-label="Painting">
      <CommandButton id="brush" icon="brush" pressed={tool === 'brush'} />
      <CommandButton id="eraser" icon="eraser" pressed={tool === 'eraser'} />
      <div className={styles['brushSize']}>
        <NumberField
          label="Brush size"
          value={size}
          min={BRUSH_LIMITS.min}
          max={BRUSH_LIMITS.max}
          onChange={(value) => studio.compose.setBrushSize(value)}
        />
      </div>
      <span className={styles['divider']} />
      <CommandButton id="undo" icon="undo" />
      <CommandButton id="redo" icon="redo" />
      <CommandButton id="clear-mask" icon="clear" />
      <span className={styles['divider']} />
      <CommandButton id="sample-mask" icon="outline" />
    </div>
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
  useSlice(
    (s) => s.compose,
    (s) => s.maskRevision,
  ); // what can be undone changes with the mask
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
