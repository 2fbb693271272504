/** What the answers of a reader study say, with intervals; and the files for a supplement. */
import { useTranslation } from 'react-i18next';
import type { Study } from '../../contracts/study';
import { studyCsv, studyJson, studyResults, type Share } from '../../core/review/studyResults';
import { classWords } from '../../messages/classNames';
import { useClassCodes } from '../../state/context';
import { Button } from '../../ui/Button';
import { IntervalBar } from '../../ui/IntervalBar';
import { Card } from '../../ui/Page';
import { saveFile } from '../../ui/saveFile';
import styles from './ReaderStudy.module.css';

const ROWS = ['told', 'syntheticTold', 'realTold', 'syntheticClass', 'realClass'] as const;

export function StudyResultsCard({ study }: { readonly study: Study }) {
  const { t } = useTranslation();
  const codes = useClassCodes();
  const results = studyResults(study, codes);
  const [low, high] = results.told.interval;
  const name = `reader-study-${study.startedAt.slice(0, 10)}`;
  return (
    <Card title={t('review.study.resultsOf')}>
      <p>{t(low > 0.5 ? 'review.study.better' : high < 0.5 ? 'review.study.worse' : 'review.study.chance')}</p>
      <table className={styles['results']} aria-label={t('review.study.results')}>
        <thead>
          <tr>
            <td colSpan={4} />
            <th scope="col">{t('review.study.interval')}</th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map((row) => (
            <Row key={row} label={t(`review.study.${row}`)} share={results[row]} />
          ))}
          {results.byClass.flatMap(({ class: code, synthetic, real }) =>
            ([['synthetic', synthetic] as const, ['real', real] as const] as const).map(([kind, share]) => (
              <Row
                key={`${code} ${kind}`}
                label={t('review.study.ofClass', { class: classWords(code), kind: t(`review.study.${kind}`) })}
                share={share}
              />
            )),
          )}
        </tbody>
      </table>
      <p className={styles['foot']}>
        <Button onClick={() => saveFile(`${name}.json`, 'application/json', studyJson(study, codes))}>
          {t('review.study.saveJson')}
        </Button>
        <Button onClick={() => saveFile(`${name}.csv`, 'text/csv', studyCsv(study))}>
          {t('review.study.saveCsv')}
        </Button>
      </p>
    </Card>
  );
}

function Row({ label, share: { count, n, interval } }: { readonly label: string; readonly share: Share }) {
  const { t } = useTranslation();
  const percent = (value: number): string => t('review.study.share', { percent: Math.round(100 * value) });
  const [low, high] = interval;
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>{t('review.study.count', { count, n })}</td>
      <td>{n === 0 ? '' : percent(count / n)}</td>
      <td>
        <IntervalBar value={n > 0 ? count / n : null} low={low} high={high} from={0} to={1} mark={0.5} />
      </td>
      <td>{n === 0 ? '' : `${percent(low)} – ${percent(high)}`}</td>
    </tr>
  );
}
