/** The keys, read from the list of commands. */
import { useEffect, useRef } from 'react';
import { COMMANDS } from '../state/commands';
import { Button } from '../ui/Button';
import styles from './App.module.css';

const REVIEW_KEYS = [
  ['Accept', 'A'],
  ['Reject', 'R'],
  ['Undo decision', 'U'],
  ['Move', 'Arrows'],
] as const;
const CANVAS_KEYS = [
  ['Pan', 'Space and drag'],
  ['Zoom at the pointer', 'Wheel'],
  ['Move the crosshair', 'Arrows, Shift for ten pixels'],
  ['Press the tool and lift it', 'Enter'],
  ['Take away, not add', 'Hold Alt'],
  ['Hide mask and lesion', 'Hold X'],
  ['This sheet', '?'],
] as const;

export function KeySheet({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} className={styles['sheet']} aria-label="Keys" onClose={onClose}>
      <h1>Keys</h1>
      <h2>Compose</h2>
      <dl>
        {COMMANDS.map(({ id, label, keys }) => (
          <Row key={id} label={label} keys={keys.join(' or ')} />
        ))}
        {CANVAS_KEYS.map(([label, keys]) => (
          <Row key={label} label={label} keys={keys} />
        ))}
      </dl>
      <h2>Review</h2>
      <dl>
        {REVIEW_KEYS.map(([label, keys]) => (
          <Row key={label} label={label} keys={keys} />
        ))}
      </dl>
      <Button onClick={onClose}>Close</Button>
    </dialog>
  );
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
