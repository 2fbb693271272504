/** The keys, read from the list of commands. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keyWords } from '../messages';
import type { Command } from '../state/command';
import { COMMANDS, commandLabel } from '../state/commands';
import { Button } from '../ui/Button';
import { setSingleKeys, singleKeysAreOn } from '../ui/singleKeys';
import { useDialog } from '../ui/useDialog';
import styles from './App.module.css';
import { PALETTE_KEYS } from './keys';

const CANVAS_KEYS = ['pan', 'zoom', 'brush', 'fit', 'crosshair', 'press', 'inverse', 'hide', 'sheet'] as const;

export function KeySheet({
  open,
  onClose,
  onTour,
}: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onTour: () => void;
}) {
  const { t } = useTranslation();
  const [isSingle, setSingle] = useState(singleKeysAreOn);
  const dialog = useDialog(open);
  return (
    <dialog ref={dialog} className={styles['sheet']} aria-label={t('app.keys')} onClose={onClose}>
      <h1>{t('app.keys')}</h1>
      <label className={styles['singleKeys']}>
        <input
          type="checkbox"
          checked={isSingle}
          onChange={(event) => {
            setSingleKeys(event.target.checked);
            setSingle(event.target.checked);
          }}
        />
        {t('app.singleKeys')}
      </label>
      <dl>
        <Row label={t('app.palette.name')} keys={keyWords(PALETTE_KEYS)} />
      </dl>
      <h2>{t('screens.compose')}</h2>
      <dl>
        <CommandRows screen="compose" />
        {CANVAS_KEYS.map((id) => (
          <Row key={id} label={t(`app.canvasKeys.${id}`)} keys={t(`app.canvasKeys.${id}Keys`)} />
        ))}
      </dl>
      <h2>{t('screens.review')}</h2>
      <dl>
        <CommandRows screen="review" />
      </dl>
      <div className={styles['sheetFoot']}>
        <Button onClick={onTour}>{t('app.tour.again')}</Button>
        <Button onClick={onClose}>{t('app.close')}</Button>
      </div>
    </dialog>
  );
}

function CommandRows({ screen }: { readonly screen: Command['screen'] }) {
  const { t } = useTranslation();
  return COMMANDS.filter((command) => command.screen === screen).map(({ id, keys }) => (
    <Row key={id} label={commandLabel(id)} keys={keys.map(keyWords).join(t('app.or'))} />
  ));
}

function Row({ label, keys }: { readonly label: string; readonly keys: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <kbd>{keys}</kbd>
      </dd>
    </div>
  );
}
