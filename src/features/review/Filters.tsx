/** What is on the wall, and in what order. */
import type { TFunction } from 'i18next';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ANY_CLASS, SKIN } from '../../contracts/classes';
import { READERS } from '../../contracts/sample';
import {
  decisionFilters,
  GATE_FILTERS,
  isNotLookedAt,
  WALL_ORDERS,
  type DecisionFilter,
} from '../../core/review/wallOrder';
import { classWords } from '../../messages/classNames';
import { wordsOfGate } from '../../messages/ownWords';
import { useClassCodes, useSlice, useStudio } from '../../state/context';
import { Button } from '../../ui/Button';
import { SelectField } from '../../ui/Field';
import styles from './Review.module.css';
import { useKnownTags } from './Tags';

/** Beside those of the gates, which bring their own words. */
const ORDERS = {
  newest: 'review.orders.newest',
  oldest: 'review.orders.oldest',
  class: 'review.orders.class',
  background: 'review.orders.background',
  seed: 'review.orders.seed',
  alike: 'review.orders.alike',
} as const;
const FILTERS = {
  all: 'review.gateFilters.all',
  passes: 'review.gateFilters.passes',
  unscored: 'review.gateFilters.unscored',
} as const;

function orderWords(order: string, t: TFunction): string {
  return order in ORDERS ? t(ORDERS[order as keyof typeof ORDERS]) : (wordsOfGate(order)?.order ?? order);
}

function filterWords(filter: string, t: TFunction): string {
  return filter in FILTERS ? t(FILTERS[filter as keyof typeof FILTERS]) : (wordsOfGate(filter)?.rejects ?? filter);
}

export function Filters({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const { review } = useStudio();
  const codes = useClassCodes();
  const [isOpen, setOpen] = useState(false);
  const { filter, order, reader, grouping, view } = useSlice(
    (s) => s.review,
    (s) => s,
  );
  const made = useSlice(
    (s) => s.samples,
    (s) => s.samples.size,
  );
  return (
    <>
      <div className={styles['filters']}>
        <SelectField
          label={t('review.class')}
          value={filter.class}
          onChange={(value) => review.setFilter({ class: value })}
        >
          <option value={ANY_CLASS}>{t('review.allClasses')}</option>
          {[...codes, SKIN].map((code) => (
            <option key={code} value={code}>
              {classWords(code)}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t('review.decision')}
          value={filter.decision}
          onChange={(value) => review.setFilter({ decision: value as DecisionFilter })}
        >
          {decisionFilters(reader).map((option) => (
            <option key={option} value={option}>
              {t(`review.${option}`)}
            </option>
          ))}
        </SelectField>
        {view === 'wall' && (
          <SelectField label={t('review.order')} value={order} onChange={(value) => review.setOrder(value)}>
            {WALL_ORDERS.map((option) => (
              <option key={option} value={option}>
                {orderWords(option, t)}
              </option>
            ))}
          </SelectField>
        )}
        <Button aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t('review.moreFilters')}
        </Button>
        {children}
      </div>
      {isOpen && (
        <div className={styles['filters']}>
          <SelectField
            label={t('review.gate')}
            value={filter.gate}
            onChange={(value) => review.setFilter({ gate: value })}
          >
            {GATE_FILTERS.map((option) => (
              <option key={option} value={option}>
                {filterWords(option, t)}
              </option>
            ))}
          </SelectField>
          <BackgroundFilter />
          <TagFilter />
          <label className={styles['seed']}>
            {t('review.seed')}
            <input
              inputMode="numeric"
              value={filter.seed}
              onChange={(event) => review.setFilter({ seed: event.target.value.replace(/\D/g, '') })}
            />
          </label>
          <SelectField
            label={t('review.reader')}
            value={reader}
            onChange={(value) => review.setReader(READERS.find((option) => option === value) ?? 'first')}
          >
            {READERS.map((option) => (
              <option key={option} value={option}>
                {t(`review.readers.${option}`)}
              </option>
            ))}
          </SelectField>
        </div>
      )}
      <div className={styles['count']}>
        <p role="status">
          {grouping && grouping.done < grouping.total
            ? t('review.alike.working', { done: grouping.done, total: grouping.total })
            : made > 0 && t('review.shown', { shown: review.shown().length, all: made })}
        </p>
        {filter.picked && (
          <p>
            {t('map.onlyPicked', { count: filter.picked.size })}{' '}
            <Button look="quiet" onClick={() => review.pick(null)}>
              {t('map.showAll')}
            </Button>
          </p>
        )}
        {reader === 'first' && <NotLookedAt />}
        <ToExport />
      </div>
    </>
  );
}

function TagFilter() {
  const { t } = useTranslation();
  const { review } = useStudio();
  const known = useKnownTags();
  const chosen = useSlice(
    (s) => s.review,
    (s) => s.filter.tag,
  );
  const tags = chosen === '' || known.includes(chosen) ? known : [...known, chosen];
  return (
    <SelectField label={t('review.tags.filter')} value={chosen} onChange={(value) => review.setFilter({ tag: value })}>
      <option value="">{t('review.tags.all')}</option>
      {tags.map((tag) => (
        <option key={tag} value={tag}>
          {tag}
        </option>
      ))}
    </SelectField>
  );
}

/** How many wait for a person's eyes, whatever a rule has decided; a press shows them. */
function NotLookedAt() {
  const { t } = useTranslation();
  const { review } = useStudio();
  const { samples, revision } = useSlice(
    (s) => s.samples,
    (s) => s,
  );
  const count = useMemo(
    () => [...samples.values()].filter(isNotLookedAt).length,
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the revision tells that samples have changed
    [samples, revision],
  );
  if (count === 0) return null;
  return (
    <Button look="quiet" onClick={() => review.setFilter({ decision: 'notLookedAt' })}>
      {t('review.toLookAt', { count })}
    </Button>
  );
}

/** The way to the next screen, once there is something to take there. */
function ToExport() {
  const { t } = useTranslation();
  const { samples, revision } = useSlice(
    (s) => s.samples,
    (s) => s,
  );
  const count = useMemo(
    () => [...samples.values()].filter(({ decision }) => decision?.outcome === 'accepted').length,
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the revision tells that samples have changed
    [samples, revision],
  );
  if (count === 0) return null;
  return (
    <a href="#/export" className={styles['next']}>
      {t('review.toExport', { count })}
    </a>
  );
}

function BackgroundFilter() {
  const { t } = useTranslation();
  const { review } = useStudio();
  const { samples, revision } = useSlice(
    (s) => s.samples,
    (s) => s,
  );
  const chosen = useSlice(
    (s) => s.review,
    (s) => s.filter.background,
  );
  const ids = useMemo(
    () => [...new Set(Array.from(samples.values(), ({ background }) => background.id))].sort(),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the revision tells that samples have changed
    [samples, revision],
  );
  return (
    <SelectField
      label={t('review.background')}
      value={chosen}
      onChange={(value) => review.setFilter({ background: value })}
    >
      <option value="all">{t('review.allBackgrounds')}</option>
      {ids.map((id) => (
        <option key={id} value={id}>
          {id}
        </option>
      ))}
    </SelectField>
  );
}
