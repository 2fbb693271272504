/** A question mark that opens a few sentences beside it; Escape and a click elsewhere close them. */
import { useId, type ReactNode } from 'react';
import styles from './Help.module.css';
import { Icon } from './Icon';

export interface HelpProps {
  /** "Help": what it is about is read out as its description. */
  readonly name: string;
  /** Element that says what it is about. */
  readonly aboutId: string;
  readonly children: ReactNode;
}

export function Help({ name, aboutId, children }: HelpProps) {
  const id = useId();
  return (
    <>
      <button
        type="button"
        className={styles['mark']}
        aria-label={name}
        aria-describedby={aboutId}
        title={name}
        popoverTarget={id}
      >
        <Icon name="help" />
      </button>
      <div id={id} popover="auto" role="note" aria-label={name} className={styles['words']}>
        {children}
      </div>
    </>
  );
}
