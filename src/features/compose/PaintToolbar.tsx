/** The tools above the canvas: what is in the hand, then how it works, then what can be done to the whole mask. */
import { useTranslation } from 'react-i18next';
import { useRef, useState, type ReactNode } from 'react';
import { PAINT_LIMITS } from '../../contracts/storage';
import { keyWords } from '../../messages';
import { useStudio, useSlice } from '../../state/context';
import { command, commandLabel } from '../../state/commands';
import { TOOLS } from '../../state/compose/tools/list';
import { Button, IconButton } from '../../ui/Button';
import { NumberField } from '../../ui/Field';
import { FileButton } from '../../ui/FileButton';
import { Icon } from '../../ui/Icon';
import styles from './Stage.module.css';
import { ToolOptions } from './ToolOptions';

const RESHAPING: readonly string[] = [
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
        {TOOLS.map(({ id, icon }) => (
          <CommandButton key={id} id={id} icon={<Icon path={icon} />} pressed={tool === id} />
        ))}
        <span className={styles['divider']} />
        <CommandButton id="undo" icon={<Icon name="undo" />} />
        <CommandButton id="redo" icon={<Icon name="redo" />} />
        <CommandButton id="clear-mask" icon={<Icon name="clear" />} />
        <span className={styles['divider']} />
        <CommandButton id="sample-mask" icon={<Icon name="outline" />} />
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

function WholeMask() {
  const { t } = useTranslation();
  const { compose } = useStudio();
  const radius = useSlice(
    (s) => s.compose,
    (s) => s.reshapePx,
  );
  return (
    <div
      className={`${styles['options'] ?? ''} ${styles['reshaping'] ?? ''}`}
      role="group"
      aria-label={t('compose.changeMask')}
    >
      <NumberField
        label={t('compose.byPx')}
        value={radius}
        {...PAINT_LIMITS.reshapePx}
        onChange={(value) => compose.setPainting('reshapePx', value)}
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

function WordButton({ id }: { readonly id: string }) {
  const studio = useStudio();
  useMaskChanges();
  const action = command(id);
  return (
    <Button
      look="quiet"
      title={`${commandLabel(id)} (${keyWords(action.keys[0] ?? '')})`}
      disabled={!action.enabled(studio)}
      onClick={() => action.run(studio)}
    >
      {commandLabel(id)}
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
  readonly id: string;
  readonly icon: ReactNode;
  readonly pressed?: boolean;
}) {
  const { t } = useTranslation();
  const studio = useStudio();
  useMaskChanges();
  const action = command(id);
  return (
    <IconButton
      label={commandLabel(id)}
      keys={action.keys.map(keyWords).join(t('app.or'))}
      icon={icon}
      disabled={!action.enabled(studio)}
      onClick={() => action.run(studio)}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
    />
  );
}
