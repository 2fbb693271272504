/** The card as the first release wrote it (e2e/fixtures/before): its exports are checked by the same figures. */
import { datasetCard } from '../export/card';
import type { ExportFacts } from '../export/facts';

/** The card of today with the lines that were others then. Text from outside stood there as it was. @param checkedBy how releases called them */
export function earlierCard(facts: ExportFacts, checkedBy: 'three gates' | 'the gates'): string {
  const today = datasetCard({ ...facts, sources: [] }, null, (from) => from).split('\n');
  const begins = [...lines(facts, checkedBy)];
  return today
    .filter((line) => !OF_TODAY.test(line))
    .flatMap((line) => {
      const [, then] = begins.find(([start]) => line.startsWith(start)) ?? [];
      return then === undefined ? [line] : then(line);
    })
    .join('\n');
}

/** Whose skin an image shows was not said. */
const OF_TODAY = /^(An image shows a real person's skin, |\d+ of \d+ images (do,|stand in skin) )/;

type Then = (today: string) => string[];

function lines(facts: ExportFacts, checkedBy: string): Map<string, Then> {
  const { samples, outcomes, gates, verdicts, licences, decided, scope } = facts;
  const { accepted, rejected, undecided } = outcomes;
  const found = gates.filter(({ name }) => name !== 'ends with the mask');
  const passed = found.map(({ name, passed: count, scored }) => `${name} ${count} of ${scored}`).join(', ');
  const { credible, doubtful, unscored } = verdicts;
  const total = decided.person.total + decided.rule.total;
  const rejections = decided.person.rejected + decided.rule.rejected;
  const said =
    scope === 'accepted'
      ? 'All were accepted, by a person or by a rule: `decisions.csv` says which.'
      : `All samples, with what was decided: ${accepted} accepted, ${rejected} rejected, ${undecided} undecided. Train on those whose \`decision\` is \`accepted\`.`;
  const row = (today: string, checked: string, finding: string): string[] => [
    `${today.slice(0, today.indexOf(' | '))} | ${checked} | ${finding} |`,
  ];
  return new Map<string, Then>([
    [
      `${samples} **synthetic** `,
      (today) => [today.replace(' made with Inlay. ', ' made with Inlay. No image shows a patient. ')],
    ],
    ['A person has looked at each of them', () => [said]],
    ['All were accepted: ', () => [said]],
    ['All samples, with what was decided: ', () => [said]],
    [
      '| congruence: ',
      (today) =>
        row(
          today,
          `${checkedBy}, where the model has real images to compare with`,
          `${passed}; verdicts: ${credible} credible, ${doubtful} doubtful, ${unscored} unscored`,
        ),
    ],
    [
      '| compliance: ',
      (today) =>
        row(
          today,
          'licences of models and backgrounds; IPTC digital source type; no source file names',
          `${licences.join(', ')}; every PNG is marked as partly made by a model`,
        ),
    ],
    [
      '| comprehension: ',
      (today) =>
        row(
          today,
          'decisions in decisions.csv, with reasons',
          `${total} decisions, ${rejections} of them rejections; ${(today.split('; ').at(-1) ?? '').replace(/ \|$/, '')}`,
        ),
    ],
  ]);
}
