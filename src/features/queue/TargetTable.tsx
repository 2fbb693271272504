/** Every class with its real images, the samples that are wanted of it, and the counterparts that are added; each number can be typed. */
import { useTranslation } from 'react-i18next';
import type { ClassCode } from '../../contracts/classes';
import { countOf } from '../../core/plan/targets';
import { classWords } from '../../messages/classNames';
import { useClassCodes, useSlice, useStudio } from '../../state/context';
import type { Outlook } from '../../core/plan/outlook';
import { ClassName } from '../classes';
import styles from './Queue.module.css';
import { TargetInput } from '../planning';

export function TargetTable({ outlook }: { readonly outlook: Outlook }) {
  const { t } = useTranslation();
  const { planning } = useStudio();
  const draft = useSlice(
    (s) => s.planning,
    (s) => s.draft,
  );
  const codes = useClassCodes();
  const real = planning.real();
  const { wanted, counterparts, skin, paintable, unpainted } = outlook;
  const realOf = (code: ClassCode): number => countOf(real, code);
  const head = Math.max(0, ...codes.map(realOf));
  const withCounterparts = draft.counterparts !== undefined && head > 0;
  const largest = Math.max(
    1,
    ...codes.map((code) => realOf(code) + countOf(wanted, code) + countOf(counterparts, code)),
  );
  const width = (count: number): string => (count === 0 ? '0' : `max(2px, ${(100 * count) / largest}%)`);
  const total = (count: (code: ClassCode) => number): string =>
    t('queue.number', { n: codes.reduce((sum, code) => sum + count(code), 0) });
  return (
    <>
      <table className={styles['targets']} data-wide={withCounterparts} aria-label={t('queue.targets')}>
        <thead>
          <tr>
            <th scope="col">{t('queue.class')}</th>
            <th scope="col">{t('queue.real')}</th>
            <th scope="col">{t('queue.samples')}</th>
            {withCounterparts && <th scope="col">{t('queue.counterparts')}</th>}
          </tr>
        </thead>
        <tbody>
          {codes
            .toSorted((a, b) => realOf(b) - realOf(a))
            .map((code) => (
              <tr key={code}>
                <th scope="row">
                  <span>
                    <ClassName code={code} />
                  </span>
                  <span className={styles['bars']} aria-hidden="true">
                    <span className={styles['real']} style={{ width: width(realOf(code)) }} />
                    <span className={styles['wanted']} style={{ width: width(countOf(wanted, code)) }} />
                    <span className={styles['counterparts']} style={{ width: width(countOf(counterparts, code)) }} />
                  </span>
                </th>
                <td>{t('queue.number', { n: realOf(code) })}</td>
                <td>
                  <TargetInput
                    label={t('queue.samplesOf', { name: classWords(code) })}
                    value={countOf(wanted, code)}
                    disabled={unpainted.includes(code)}
                    onChange={(count) => planning.setWanted(code, count)}
                  />
                </td>
                {withCounterparts && (
                  <td>
                    <TargetInput
                      label={t('queue.counterpartsOf', { name: classWords(code) })}
                      value={countOf(counterparts, code)}
                      disabled={unpainted.includes(code) || (skin === 'lesions' && !paintable.includes(code))}
                      onChange={(count) => planning.setCounterparts(code, count)}
                    />
                  </td>
                )}
              </tr>
            ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('queue.all')}</th>
            <td>{total(realOf)}</td>
            <td className={styles['total']}>{total((code) => countOf(wanted, code))}</td>
            {withCounterparts && <td className={styles['total']}>{total((code) => countOf(counterparts, code))}</td>}
          </tr>
        </tfoot>
      </table>
      {unpainted.length > 0 && (
        <p className={styles['hint']}>
          <span>{t('queue.unpainted', { names: unpainted.map(classWords).join(', ') })}</span>
        </p>
      )}
      <p className={styles['legend']}>
        <i className={styles['real']} /> {t('queue.realImages')} <i className={styles['wanted']} /> {t('queue.wanted')}
        {withCounterparts && (
          <>
            {' '}
            <i className={styles['counterparts']} /> {t('queue.counterparts')}
          </>
        )}
      </p>
    </>
  );
}
