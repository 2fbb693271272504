/** What is true of an export as a whole, gathered sample by sample: the card, Croissant and the bag's label read it. */
import type { ExportScope } from '../../contracts/archive';
import type { ClassCode, ClassList } from '../../contracts/classes';
import { bothReadings, deciderOf, type Decider, type Decision, type SampleRecord } from '../../contracts/sample';
import { GATE_FACTS } from '../gates/facts';
import { cohenKappa, type Agreement } from '../metrics/agreement';
import { EXPORT_SPLITS, type ExportSplit } from './backgroundSplit';
import { writtenCodes } from './classList';
import { countSources, type CountedSource, type SkinSource, type SourceNames } from './sources';
import { licenceOf } from './tables';

export interface ExportFacts {
  readonly name: string;
  readonly appVersion: string;
  readonly scope: ExportScope;
  /** The classes that the set goes by. */
  readonly list: ClassList;
  /** They are others than ISIC 2019's, so the records name the list and the export holds it. */
  readonly hasOwnList: boolean;
  /** Samples in the export. */
  readonly samples: number;
  /** `parts`: samples in each of EXPORT_SPLITS. */
  readonly byClass: readonly {
    readonly class: ClassCode;
    readonly samples: number;
    readonly parts: readonly number[];
  }[];
  /** Among those exported. */
  readonly outcomes: Readonly<Record<Decision['outcome'] | 'undecided', number>>;
  readonly verdicts: Readonly<Record<SampleRecord['verdict']['outcome'], number>>;
  /** Each gate of the studio, by the name that it has in an export. */
  readonly gates: readonly { readonly name: string; readonly scored: number; readonly passed: number }[];
  /** Of all samples in the studio, those that are not exported too. */
  readonly decided: Readonly<Record<Decider, Decided>>;
  /** Exported samples that a rule accepted and that no person has decided on. */
  readonly acceptedByRule: number;
  /** When the last sample was made or the last decision fell: the date of the set, the same at each export. */
  readonly newest: string;
  readonly agreement: Agreement;
  readonly backgrounds: number;
  /** Images of real persons that the skin comes from, by name. */
  readonly sources: readonly CountedSource[];
  /** Sources that have no name of the maker's. */
  readonly unnamedSources: number;
  /** Exported samples on skin that a model made whole. */
  readonly madeWhole: number;
  readonly recipes: number;
  readonly planned: number;
  /** Samples that were made only so that every class has as many. */
  readonly counterparts: readonly { readonly class: ClassCode; readonly samples: number }[];
  /** Sorted texts. */
  readonly licences: readonly string[];
  /** Of the images, each of the background and the model together. */
  readonly imageLicences: readonly string[];
  readonly models: readonly string[];
  readonly providers: readonly string[];
  /** Largest difference outside a mask, in grey levels. */
  readonly worstOutside: number;
  /** Smallest cosine distance to a real image; null where none was compared. */
  readonly nearestReal: number | null;
}

interface Decided {
  readonly total: number;
  readonly rejected: number;
}

export interface FactsGatherer {
  /** Of every sample, exported or not. */
  readonly decided: (record: Pick<SampleRecord, 'decision' | 'secondReading'>) => void;
  /** Of those exported. @param group what its background comes from, for the split */
  exported(record: SampleRecord, group: string, source: SkinSource): void;
  /** Null for skin that a model made whole. */
  nameOf(source: SkinSource): string | null;
  /** Samples of each group. */
  groups(): Map<string, number>;
  /** Of those exported. */
  codes(): ClassCode[];
  /** @param list has every one of `codes` */
  facts(splits: ReadonlyMap<string, ExportSplit>, list: ClassList, hasOwnList: boolean): ExportFacts;
}

export function gatherFacts(
  { name, appVersion, scope }: Pick<ExportFacts, 'name' | 'appVersion' | 'scope'>,
  sourceNames: SourceNames = {},
): FactsGatherer {
  const byClass = new Map<ClassCode, Map<string, number>>();
  const outcomes = { accepted: 0, rejected: 0, undecided: 0 };
  const verdicts = { credible: 0, doubtful: 0, unscored: 0 };
  const gates = GATE_FACTS.map(({ id, exported }) => ({ id, name: exported.name, scored: 0, passed: 0 }));
  const decided = { person: { total: 0, rejected: 0 }, rule: { total: 0, rejected: 0 } };
  let newest = '';
  const readings: (readonly [string, string])[] = [];
  const backgrounds = new Set<string>();
  const recipes = new Set<string>();
  const licences = new Set<string>();
  const imageLicences = new Set<string>();
  const models = new Set<string>();
  const providers = new Set<string>();
  const counterparts = countCounterparts();
  const sources = countSources(sourceNames);
  let [samples, planned, worstOutside, acceptedByRule] = [0, 0, 0, 0];
  let nearestReal: number | null = null;

  return {
    decided(record) {
      const { decision, secondReading } = record;
      const both = bothReadings(record);
      if (both) readings.push(both);
      for (const reading of [decision, secondReading]) if (reading && reading.when > newest) newest = reading.when;
      if (!decision) return;
      const own = decided[deciderOf(decision)];
      own.total += 1;
      if (decision.outcome === 'rejected') own.rejected += 1;
    },
    exported(record, group, source) {
      const { environment, background } = record;
      const { bundle } = environment;
      samples += 1;
      sources.count(source);
      if (record.createdAt > newest) newest = record.createdAt;
      const own = byClass.get(record.class) ?? new Map<string, number>();
      byClass.set(record.class, own.set(group, (own.get(group) ?? 0) + 1));
      outcomes[record.decision?.outcome ?? 'undecided'] += 1;
      if (record.decision?.outcome === 'accepted' && deciderOf(record.decision) === 'rule') acceptedByRule += 1;
      verdicts[record.verdict.outcome] += 1;
      for (const gate of gates) {
        const result = record.scores[gate.id];
        if (result) gate.scored += 1;
        if (result?.pass) gate.passed += 1;
      }
      backgrounds.add(background.sha256);
      recipes.add(record.recipe.sha256);
      if (record.plan) planned += 1;
      counterparts.count(record);
      licences.add(bundle.licence).add(background.licence);
      imageLicences.add(licenceOf(record));
      models.add(`${bundle.id} ${bundle.version} (${bundle.licence})`);
      providers.add(`${environment.executionProvider} (ONNX Runtime ${environment.onnxruntime})`);
      worstOutside = Math.max(worstOutside, record.outsideMaskMaxDiff);
      const near = record.nearestReal?.distance;
      if (near !== undefined) nearestReal = Math.min(nearestReal ?? Infinity, near);
    },
    groups() {
      const sizes = new Map<string, number>();
      for (const own of byClass.values())
        for (const [group, count] of own) sizes.set(group, (sizes.get(group) ?? 0) + count);
      return sizes;
    },
    codes: () => [...byClass.keys()],
    nameOf: sources.nameOf,
    facts: (splits, list, hasOwnList) => ({
      ...sourceFacts(sources.found()),
      name,
      appVersion,
      scope,
      list,
      hasOwnList,
      samples,
      byClass: writtenCodes(list).flatMap((code) => {
        const own = byClass.get(code);
        return own ? [countsOf(code, own, splits)] : [];
      }),
      outcomes,
      verdicts,
      gates,
      decided,
      acceptedByRule,
      newest,
      agreement: cohenKappa(readings),
      backgrounds: backgrounds.size,
      recipes: recipes.size,
      planned,
      counterparts: counterparts.byClass(writtenCodes(list)),
      licences: [...licences].sort(),
      imageLicences: [...imageLicences].sort(),
      models: [...models].sort(),
      providers: [...providers].sort(),
      worstOutside,
      nearestReal,
    }),
  };
}

function sourceFacts({ sources, madeWhole, unnamed }: ReturnType<ReturnType<typeof countSources>['found']>) {
  return { sources, madeWhole, unnamedSources: unnamed };
}

function countsOf(
  code: ClassCode,
  own: ReadonlyMap<string, number>,
  splits: ReadonlyMap<string, ExportSplit>,
): ExportFacts['byClass'][number] {
  const parts = { train: 0, validation: 0, test: 0 };
  let samples = 0;
  for (const [group, count] of own) {
    parts[splits.get(group) ?? 'train'] += count;
    samples += count;
  }
  return { class: code, samples, parts: EXPORT_SPLITS.map((split) => parts[split]) };
}

/** In each series what a class has beyond the samples that were wanted for its own sake. */
function countCounterparts() {
  const lines = new Map<string, { readonly class: ClassCode; samples: number; own: number }>();
  return {
    count({ plan, class: code }: SampleRecord): void {
      if (!plan) return;
      const key = `${plan.sha256}:${code}`;
      const line = lines.get(key) ?? { class: code, samples: 0, own: 0 };
      lines.set(key, line);
      line.samples += 1;
      line.own = Math.max(line.own, plan.own ?? Infinity); // a plan that was changed may have wanted more before
    },
    byClass: (codes: readonly ClassCode[]): ExportFacts['counterparts'] =>
      codes.flatMap((code) => {
        const own = [...lines.values()].filter((line) => line.class === code);
        const samples = own.reduce((sum, line) => sum + Math.max(0, line.samples - line.own), 0);
        return samples > 0 ? [{ class: code, samples }] : [];
      }),
  };
}
