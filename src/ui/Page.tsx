/** The quiet frame of the screens that are read rather than worked on. */
import type { ReactNode } from 'react';
import styles from './Page.module.css';

export function Page({
  title,
  lead,
  children,
}: {
  readonly title: string;
  readonly lead: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className={styles['page']}>
      <div className={styles['column']}>
        <header className={styles['header']}>
          <h1>{title}</h1>
          <p className={styles['lead']}>{lead}</p>
        </header>
        {children}
      </div>
    </div>
  );
}

export function Card({ title, children }: { readonly title?: string; readonly children: ReactNode }) {
  return (
    <section className={styles['card']} {...(title === undefined ? {} : { 'aria-label': title })}>
      {title !== undefined && <h2>{title}</h2>}
      {children}
    </section>
  );
}

/** Work under way, told as it goes on. @param progress null while nothing can be said */
export function Progress({
  label,
  words,
  progress,
}: {
  readonly label: string;
  readonly words: string;
  readonly progress: { readonly done: number; readonly total: number } | null;
}) {
  return (
    <div role="status">
      <p>{words}</p>
      <ProgressBar label={label} share={progress && progress.total > 0 ? progress.done / progress.total : null} />
    </div>
  );
}

/** @param share 0..1, or null while nothing can be said */
export function ProgressBar({ label, share }: { readonly label: string; readonly share: number | null }) {
  const percent = share === null ? undefined : Math.round(100 * share);
  return (
    <div
      className={styles['bar']}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent === undefined ? {} : { 'aria-valuenow': percent })}
    >
      <div className={styles['fill']} style={{ width: `${percent ?? 0}%` }} />
    </div>
  );
}
