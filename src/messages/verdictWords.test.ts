import { afterEach, describe, expect, it } from 'vitest';
import { speak } from '.';
import { verdictWords } from './verdictWords';

const doubtful = {
  verdict: { outcome: 'doubtful' as const, reason: 'Doubtful: the classifier reads nevus, not DF.' },
  scores: { label: { score: -2, p: 0.004, pass: false }, typical: { score: 1, p: 0.4, pass: true } },
};

afterEach(() => speak('en').then(() => undefined));

describe('a verdict', () => {
  it('is the sentence of the record in English', () => {
    expect(verdictWords(doubtful)).toBe('Doubtful: the classifier reads nevus, not DF.');
  });

  it('is told from the scores in another language: the gate that decided, and what its p-value says', async () => {
    await speak('de');
    expect(verdictWords(doubtful)).toMatch(
      /^Zweifelhaft: Klasse zweifelhaft\. .*der echten Bilder werden nicht sicherer/,
    );
    const credible = { verdict: { outcome: 'credible' as const, reason: 'Credible: x' }, scores: {} };
    expect(verdictWords(credible)).toBe('Glaubhaft: Alle Prüfungen lassen es durch.');
    const unscored = { verdict: { outcome: 'unscored' as const, reason: 'Not scored: x' }, scores: {} };
    expect(verdictWords(unscored)).toBe('Nicht bewertet.');
    expect(verdictWords({ ...doubtful, scores: {} }), 'of gates of another version').toBe('Zweifelhaft');
  });
});
