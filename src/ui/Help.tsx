/** A question mark that opens a few sentences beside it; Escape and a click elsewhere close them. */
import { useId, type ReactNode } from 'react';
import styles from './Help.module.css';
import { Icon } from './Icon';

/** @param label of the button, and of what it opens */
export function Help({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <>
      <button type="button" className={styles['mark']} aria-label={label} title={label} popoverTarget={id}>
        <Icon name="help" />
      </button>
      <div id={id} popover="auto" role="note" aria-label={label} className={styles['words']}>
        {children}
      </div>
    </>
  );
}
