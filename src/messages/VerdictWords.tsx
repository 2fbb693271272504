/** What the gates found, as a component; the English sentence of the record beside it where another language is spoken. */
import { useTranslation } from 'react-i18next';
import type { SampleSummary } from '../contracts/sample';
import { verdictWords } from './verdictWords';

export function VerdictWords(sample: Pick<SampleSummary, 'verdict' | 'scores'>) {
  useTranslation(); // told anew in another language
  const { reason } = sample.verdict;
  const words = verdictWords(sample);
  return words === reason ? <span>{words}</span> : <span title={reason}>{words}</span>;
}
