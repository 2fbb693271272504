/** The tags of a sample, or of several that are chosen together: shown, taken away, added. */
import { useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SampleSummary } from '../../contracts/sample';
import { countTags, typedTags } from '../../core/review/tags';
import { useSlice, useStudio } from '../../state/context';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import styles from './Tags.module.css';

export function Tags({ chosen }: { readonly chosen: readonly SampleSummary[] }) {
  const { t } = useTranslation();
  const { samples, notices } = useStudio();
  const [typed, setTyped] = useState('');
  const listId = useId();
  const known = useKnownTags();
  const ids = chosen.map(({ id }) => id);
  const own = countTags(chosen);
  return (
    <div role="group" aria-label={t('review.tags.name')} className={styles['tags']}>
      <span className={styles['name']}>{t('review.tags.name')}</span>
      {own.size === 0 && <span className={styles['none']}>{t('review.tags.none')}</span>}
      {[...own].map(([tag, count]) => (
        <span key={tag} className={styles['tag']}>
          {tag}
          {count < chosen.length && <span className={styles['none']}>{t('review.tags.some', { count })}</span>}
          <button
            type="button"
            aria-label={t('review.tags.remove', { tag })}
            onClick={() => void samples.tag(ids, { remove: [tag] })}
          >
            <Icon name="close" />
          </button>
        </span>
      ))}
      <form
        className={styles['new']}
        onSubmit={(event) => {
          event.preventDefault();
          const tags = typedTags(typed);
          if (!tags.ok) {
            notices.report(tags.failure);
            return;
          }
          setTyped('');
          if (tags.value.length > 0) void samples.tag(ids, { add: tags.value });
        }}
      >
        <input
          aria-label={t('review.tags.new')}
          placeholder={t('review.tags.new')}
          list={listId}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <datalist id={listId}>
          {known.map((tag) => (
            <option key={tag} value={tag} />
          ))}
        </datalist>
        <Button type="submit">{t('review.tags.add')}</Button>
      </form>
    </div>
  );
}

/** Those that any sample has. */
export function useKnownTags(): readonly string[] {
  const { samples, revision } = useSlice(
    (s) => s.samples,
    (s) => s,
  );
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the revision tells that samples have changed
  return useMemo(() => [...countTags(samples.values()).keys()], [samples, revision]);
}
