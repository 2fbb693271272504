/** What the gates found. A record keeps its sentence in English, the same wherever a set was made; other languages tell it from the scores. */
import type { SampleSummary } from '../contracts/sample';
import { GATE_FACTS } from '../core/gates/facts';
import { i18n, t } from '.';
import { ownWords } from './ownWords';

/** In the language that is spoken: of a doubtful sample the gate that decided, and what its p-value says. */
export function verdictWords({ verdict, scores }: Pick<SampleSummary, 'verdict' | 'scores'>): string {
  if (i18n.language === 'en') return verdict.reason;
  const outcome = t(`compose.verdicts.${verdict.outcome}`);
  const gate = GATE_FACTS.findLast(({ id }) => scores[id]?.pass === false);
  const p = (gate && scores[gate.id]?.p) ?? null;
  if (verdict.outcome !== 'doubtful' || !gate || p === null) return outcome;
  const words = ownWords(gate);
  return `${outcome}: ${words.rejects}. ${words.share(shareText(p))}.`;
}

/** In per cent, as a sentence of a gate takes it. @param p 0..1 */
export function shareText(p: number): string {
  return p < 0.01 ? t('compose.underOne') : String(Math.round(100 * p));
}
