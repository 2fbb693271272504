/** A plan that came as a file: what it says, as it is. */
import { Trans, useTranslation } from 'react-i18next';
import type { Plan } from '../../contracts/plan';
import { classWords } from '../../messages/classNames';
import { useSlice } from '../../state/context';
import { Card } from '../../ui/Page';
import styles from './Queue.module.css';

export function OpenedPlan({ plan }: { readonly plan: Plan }) {
  const { t } = useTranslation();
  const { series, classes, accept, name } = plan;
  const backgrounds = useSlice(
    (s) => s.compose,
    (s) => s.backgrounds,
  );
  const manifestSha256 = useSlice(
    (s) => s.session,
    (s) => s.manifestSha256,
  );
  const known = new Set(backgrounds.map(({ sha256 }) => sha256));
  const missing = series.skin.filter(({ sha256 }) => !known.has(sha256)).length;
  const added = classes.reduce((sum, { counterparts = 0 }) => sum + counterparts, 0);
  const otherBundle = manifestSha256 !== '' && series.bundle.sha256 !== manifestSha256;
  return (
    <Card title={t('queue.opened')}>
      <dl className={styles['facts']}>
        {name !== '' && (
          <>
            <dt>{t('queue.for')}</dt>
            <dd>{name}</dd>
          </>
        )}
        <dt>{t('queue.samples')}</dt>
        <dd>
          {classes
            .map((target) => t('queue.samplesOfClass', { n: target.accepted, name: classWords(target.class) }))
            .join(', ')}
          {added > 0 && ` (${t('queue.ofThemCounterparts', { n: added })})`}
        </dd>
        <dt>{t('queue.bundle')}</dt>
        <dd>
          {series.bundle.id} {series.bundle.version}
        </dd>
        <dt>{t('queue.sampler')}</dt>
        <dd>
          {t(series.sampler.name === 'student' ? 'queue.fast' : 'queue.full', {
            count: series.sampler.steps,
            guidance: series.sampler.guidance,
            seed: series.seed,
          })}
        </dd>
        <dt>{t('queue.skin')}</dt>
        <dd>{t('queue.backgrounds', { count: series.skin.length })}</dd>
        <dt>{t('queue.masks')}</dt>
        <dd>
          {series.masks.from === 'model'
            ? t('queue.byModel')
            : series.masks.from === 'lesions'
              ? t('queue.skins.lesions')
              : t('queue.planOutlines', { count: series.masks.shapes.length })}
        </dd>
        <dt>{t('queue.acceptedBy')}</dt>
        <dd>{t(accept.by === 'rule' ? 'queue.gates' : 'queue.person')}</dd>
      </dl>
      {otherBundle && (
        <p className={styles['hint']}>
          <span>
            <Trans
              i18nKey="queue.otherBundle"
              values={{ bundle: `${series.bundle.id} ${series.bundle.version}` }}
              components={{ models: <a href="#/models" /> }}
            />
          </span>
        </p>
      )}
      {missing > 0 && (
        <p className={styles['hint']}>{t('queue.missing', { count: missing, all: series.skin.length })}</p>
      )}
    </Card>
  );
}
