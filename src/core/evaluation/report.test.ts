import { describe, expect, it } from 'vitest';
import { ISIC_2019 } from '../../contracts/classes';
import { evaluationSchema, type Evaluation } from '../../contracts/evaluation';
import { exampleEvaluation } from '../../testing/evaluation';
import { evaluationReport, helps, helpSentences } from './report';

describe('the report of an evaluation', () => {
  const found = evaluationSchema.parse(exampleEvaluation());

  it('says what is better, what is worse and what is not shown', () => {
    expect(helpSentences(found)).toEqual([
      'It is not shown that the samples help this classifier.',
      'Over real images alone: balanced accuracy +2.1 (-1.0 to +5.2) points: not shown yet; macro-AUPRC +2.1 (-1.0 to +5.2) points: not shown yet.',
      'Where every class counts alike, over the same without samples: balanced accuracy -4.0 (-7.0 to -1.0) points: worse; macro-AUPRC -4.0 (-7.0 to -1.0) points: worse.',
      'Where, besides, the softmax of a sample is restricted to the classes that have samples, over the same without samples: balanced accuracy +1.0 (-2.0 to +4.0) points: not shown yet; macro-AUPRC +1.0 (-2.0 to +4.0) points: not shown yet.',
    ]);
  });

  it('says that they help only where they beat all that could be had without them', () => {
    const gain = (over: 'real' | 'balanced' | 'random', low: number) => {
      const [first] = found.benefit.gains;
      if (!first) throw new Error('There is no gain.');
      return { over, measured: { ...first.measured, balancedAccuracy: { value: low + 0.02, low, high: low + 0.04 } } };
    };
    expect(helps({ gains: [gain('real', 0.01), gain('balanced', 0.01), gain('random', -0.02)] })).toBe('better');
    expect(helps({ gains: [gain('real', 0.01), gain('balanced', -0.02)] })).toBe('open');
    expect(helps({ gains: [gain('real', 0.01), gain('balanced', -0.1)] })).toBe('worse');
  });

  it('writes no number that nobody believes, in the page and on the card', () => {
    const [quality] = found.quality;
    const [gain] = found.benefit.gains;
    if (!quality || !gain) throw new Error('There is nothing to write.');
    const wild = { value: 3.47e31, low: NaN, high: Infinity };
    const odd: Evaluation = {
      ...found,
      quality: [{ ...quality, kid: wild, kidFloor: wild, sharpnessGap: 3.47e31, toldApart: NaN }],
      benefit: {
        ...found.benefit,
        gains: [
          {
            ...gain,
            measured: {
              balancedAccuracy: wild,
              macroAuprc: wild,
              recall: [{ class: 'DF', value: 1e-17, low: -0.1, high: 0.1, lesionsToShow: 3.47e31 }],
            },
          },
        ],
      },
    };
    const texts = [evaluationReport(odd, ISIC_2019.classes), ...helpSentences(odd)];
    for (const text of texts) expect(text).not.toMatch(/e\+?\d\d|NaN|Infinity|\d{6}/);
  });

  it('is a page that loads nothing and in which a name is a name', () => {
    const page = evaluationReport(
      evaluationSchema.parse(exampleEvaluation({ dataset: '<script>x' })),
      ISIC_2019.classes,
    );
    expect(page).toContain('real images of 90 lesions of &lt;script&gt;x.');
    expect(page).not.toMatch(/<script|<link|src=|href=/);
    expect(page).toContain('about 60 more lesions would show it');
    expect(page).toContain("Only images that the model's encoder did not learn from were used.");
    expect(page).toContain('Too few to compare: SCC squamous cell carcinoma.');
    expect(page).toContain('Too few lesions to be read: VASC vascular lesion.');
    expect(page).toContain('1 of 40');
  });
});
