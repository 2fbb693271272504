/** The map in numbers, a row a class: also its legend, and the switch of what is looked at. */
import { useTranslation } from 'react-i18next';
import type { ClassCode } from '../../../contracts/classes';
import { LEAST_OF_CLASS } from '../../../core/evaluation/mapLimits';
import { classWords } from '../../../messages/classNames';
import { useSlice } from '../../../state/context';
import { ColourMark } from '../../../ui/ColourMark';
import styles from './Map.module.css';
import type { ClassOnMap } from './points';

export function ClassTable({
  tally,
  hidden,
  onToggle,
}: {
  readonly tally: readonly ClassOnMap[];
  readonly hidden: ReadonlySet<ClassCode>;
  readonly onToggle: (code: ClassCode) => void;
}) {
  const { t } = useTranslation();
  const classes = useSlice(
    (s) => s.classes,
    (s) => s.list.classes,
  );
  return (
    <div className={styles['side']}>
      <table className={styles['table']} aria-label={t('map.classes')}>
        <thead>
          <tr>
            <th scope="col">{t('review.class')}</th>
            <th scope="col">{t('map.real')}</th>
            <th scope="col">{t('map.samples')}</th>
            <th scope="col">{t('map.outside')}</th>
          </tr>
        </thead>
        <tbody>
          {tally.map(({ code, real, samples, outside }) => (
            <tr key={code}>
              <th scope="row">
                <label>
                  <input type="checkbox" checked={!hidden.has(code)} onChange={() => onToggle(code)} />
                  <span>
                    <ColourMark colour={classes.find((known) => known.code === code)?.colour ?? 'grey'} />
                    {classWords(code)}
                  </span>
                </label>
              </th>
              <td>{t('map.number', { n: real })}</td>
              <td>{t('map.number', { n: samples })}</td>
              <td>{outside === null ? '–' : t('map.number', { n: outside })}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles['note']}>{t('map.outsideNote', { least: LEAST_OF_CLASS })}</p>
    </div>
  );
}
