/** A small square in one of the marks' colours (tokens.css), before the word that it stands for: it says nothing that the word does not. */
import styles from './ColourMark.module.css';

export function ColourMark({ colour }: { readonly colour: string }) {
  return <i className={styles['mark']} style={{ background: `var(--class-${colour})` }} aria-hidden="true" />;
}
