/** The records of an export and every file that tells of them, gone through once, side by side. */
import { failureOf, type Failure } from '../contracts/failure';
import { sampleRecordSchema, type SampleRecord } from '../contracts/sample';
import { EXPORT_SPLITS, type ExportSplit } from '../core/export/backgroundSplit';
import { gatherFacts, type ExportFacts } from '../core/export/facts';
import { provJson } from '../core/export/prov';
import { shownText } from '../core/export/safeNames';
import type { SkinSource } from '../core/export/sources';
import { cocoJson, groundTruthColumns, imagePath, maskPath } from '../core/export/tables';
import { checkCard, scopeIn, unnamedIn } from '../core/exportCheck/cardCheck';
import { CROISSANT, croissantFaults } from '../core/exportCheck/croissantCheck';
import { csvRecords } from '../core/exportCheck/csvRows';
import { DECISIONS, openDecisions } from '../core/exportCheck/decisionCheck';
import { recordFaults, unknownFacts } from '../core/exportCheck/recordCheck';
import { METADATA, readMetadata, TRUTH, truthFaults } from '../core/exportCheck/rowCheck';
import { foundParts, placedLines } from '../core/exportCheck/sectionCheck';
import { bagInfoFaults, type AboutBag } from '../core/exportCheck/tagCheck';
import { unknownGates } from '../core/gates/verdictCheck';
import { nextLine, type CheckedPayload } from './checkedPayload';
import type { Findings } from './findings';
import { extraFaults, listFaults, type Listed } from './listCheck';
import { PROVENANCE, readLine, RECIPES, type OpenedExport } from './openExport';
import { readRecipes } from './recipeCheck';
import { createSampleCheck, type BackgroundOf, type RecordLine } from './sampleCheck';
import {
  COCO,
  cocoHeadFaults,
  isFirstAgent,
  licencesIn,
  openSetFile,
  PROV,
  provHeadFaults,
  readCoco,
  readProv,
  rowAlone,
} from './setFiles';

export interface RowsToCheck {
  readonly opened: OpenedExport;
  readonly payload: CheckedPayload;
  readonly findings: Findings;
  readonly about: AboutBag;
  readonly listed: Listed;
  readonly onRecord?: (record: SampleRecord) => void;
  readonly backgroundOf?: BackgroundOf;
}

/** Backgrounds that are named where they are not here. */
const MOST_NAMED = 5;

/** @returns how many samples there are */
export async function checkRows(given: RowsToCheck): Promise<number> {
  const { payload, findings, about, listed } = given;
  const { contradiction } = findings;
  const card = decode(await payload.bytes('data/README.md'));
  const facts = gatherFacts({ ...about, scope: scopeIn(card) });
  const recipes = await findings.attempt(() => readRecipes(payload.lines(`data/${RECIPES}`), contradiction));
  const tables = await openTables(given, facts.decided);
  const samples = createSampleCheck(given.backgroundOf ?? null);
  const ids = new Set<string>();
  const splitOf = new Map<string, ExportSplit>();
  let [place, last] = [0, ''];

  async function files(line: RecordLine): Promise<void> {
    const { record } = line;
    for (const path of [`data/${imagePath(record.id)}`, `data/${maskPath(record.id)}`]) {
      const sha256 = payload.hashOf(path);
      if (sha256 === undefined) contradiction(failureOf('export-record-unlisted', { path }));
      const bytes = sha256 === undefined ? null : await payload.bytes(path);
      if (!bytes || sha256 === undefined) continue;
      const file = { path, bytes, sha256 };
      const isImage = path.startsWith('data/images/');
      const faults = await findings.attempt(async () =>
        isImage ? samples.image(file, line) : Promise.resolve(samples.mask(file, record)),
      );
      contradiction(...(faults ?? []));
    }
  }

  async function row(record: SampleRecord): Promise<void> {
    const { split, source, hasSource, faults } = readMetadata(await nextLine(tables.metadata), record, about.format);
    contradiction(...faults, ...truthFaults(await nextLine(tables.truth), record, listed.list));
    contradiction(...(await tables.decisions.record(record)));
    tables.coco.add(rowAlone(record), place);
    tables.prov.add(rowAlone(record), place);
    const known = splitOf.get(record.background.sha256) ?? split;
    splitOf.set(record.background.sha256, known);
    if (known !== split)
      contradiction(
        failureOf('export-says', { path: METADATA, id: record.id, fact: 'split', said: split, meant: known }),
      );
    facts.decided(record);
    facts.exported(record, split, sourceOf(record, source, hasSource));
  }

  await findings.attempt(async () => {
    for await (const line of payload.lines(`data/${PROVENANCE}`)) {
      if (line === '') continue;
      const record = readLine(PROVENANCE, line, sampleRecordSchema);
      const raw = JSON.parse(line) as RecordLine['raw'];
      if (record.id <= last) contradiction(failureOf('export-line', { path: PROVENANCE, line: record.id }));
      last = record.id;
      contradiction(...lineFaults(line, raw, record), ...recordFaults(record), ...listFaults(record, listed));
      for (const fact of unknownGates(record)) findings.unchecked(failureOf('export-unchecked-gate', { fact }));
      contradiction(...(recipes?.record(record) ?? []));
      await files({ record, raw });
      await row(record);
      ids.add(record.id);
      given.onRecord?.(record);
      place += 1;
    }
  });
  contradiction(...(await tables.end()), ...(recipes?.unused() ?? []), ...extraFaults(payload, ids, listed));
  const missing = [...samples.withoutBackground];
  if (given.backgroundOf && missing.length > 0) {
    const ids = missing.slice(0, MOST_NAMED).map(([id]) => shownText(id));
    const count = missing.reduce((sum, [, samplesOn]) => sum + samplesOn, 0);
    findings.unchecked(failureOf('export-unchecked-outside', { ids, count }));
  }
  const splits = new Map(EXPORT_SPLITS.map((split) => [split, split] as const));
  await checkSet(given, facts.facts(splits, listed.list, listed.ref !== null), card, tables);
  return place;
}

type Tables = Awaited<ReturnType<typeof openTables>>;

async function openTables(
  { payload, findings, about, listed }: RowsToCheck,
  decidedElsewhere: Parameters<typeof openDecisions>[2],
) {
  const { list } = listed;
  const lines = (file: string) => payload.lines(`data/${file}`);
  const metadata = lines(METADATA);
  const truth = lines(TRUTH);
  const header = await nextLine(truth);
  if (header !== `${groundTruthColumns(list).join()}\r`)
    findings.contradiction(failureOf('export-line', { path: TRUTH, line: shownText(header ?? '') }));
  const decisions = await openDecisions(csvRecords(lines(DECISIONS)), about.format, decidedElsewhere);
  findings.contradiction(...decisions.faults);
  const cocoLines = lines(COCO);
  const cocoHead = (await nextLine(cocoLines)) ?? '';
  const makeCoco = () => cocoJson(list, licencesIn(cocoHead), { isFirst: about.format < 2 });
  const provLines = lines(PROV);
  const provHead = (await nextLine(provLines)) ?? '';
  const makeProv = () => provJson(about.appVersion);
  return {
    metadata,
    truth,
    decisions,
    coco: openSetFile(COCO, makeCoco, readCoco),
    prov: openSetFile(PROV, makeProv, readProv, isFirstAgent(provHead)),
    cocoHead,
    provHead,
    cocoFound: () => foundParts(placedLines(after(cocoHead, cocoLines), makeCoco()), makeCoco()),
    provFound: () => foundParts(placedLines(after(provHead, provLines), makeProv()), makeProv()),
    async end(): Promise<Failure[]> {
      const faults = await decisions.end();
      for (const [path, rows] of [
        [METADATA, metadata],
        [TRUTH, truth],
      ] as const)
        // prettier-ignore
        if ((await nextLine(rows)) !== undefined) faults.push(failureOf('export-rows', { path, records: PROVENANCE }));
      return faults;
    },
  };
}

async function* after(head: string, lines: AsyncIterable<string>): AsyncGenerator<string> {
  yield head;
  yield* lines;
}

/** What speaks of the whole set: computed from the records, and compared. */
async function checkSet(given: RowsToCheck, facts: ExportFacts, card: string, tables: Tables): Promise<void> {
  const { opened, payload, findings, about, listed } = given;
  const { contradiction } = findings;
  const counted: ExportFacts = { ...facts, unnamedSources: unnamedIn(card, facts.sources.length) };
  contradiction(...cocoHeadFaults(tables.cocoHead, listed.list, facts.imageLicences));
  contradiction(...provHeadFaults(tables.provHead, about.appVersion, about.format));
  for (const [path, file, found] of [
    [COCO, tables.coco, tables.cocoFound],
    [PROV, tables.prov, tables.provFound],
  ] as const) {
    const faults = await findings.attempt(async () =>
      file.faults(
        await found(),
        () => opened.lines(`data/${path}`),
        () => opened.records(),
      ),
    );
    contradiction(...(faults ?? []).map(asClass));
  }
  const { faults, tellsOfEvaluation } = checkCard(card, counted, about.format);
  contradiction(...faults);
  if (tellsOfEvaluation) findings.unchecked(failureOf('export-unchecked-evaluation', { path: 'README.md' }));
  const metadata = payload.hashOf(`data/${METADATA}`) ?? '';
  const columns = await firstColumns(opened);
  const croissant = decode(await payload.bytes(`data/${CROISSANT}`));
  contradiction(...croissantFaults(croissant, counted, metadata, columns, about.format));
  const info = (await findings.attempt(() => opened.text('bag-info.txt'))) ?? '';
  const bytes = [...payload.paths].reduce((sum, path) => sum + opened.size(path), 0);
  contradiction(...bagInfoFaults(info, about, facts, { bytes, files: payload.paths.size }));
}

/** Columns of metadata.jsonl, by its first row. */
async function firstColumns(opened: OpenedExport): Promise<string[]> {
  try {
    for await (const line of opened.lines(`data/${METADATA}`)) return Object.keys(JSON.parse(line) as object);
  } catch {
    // what is wrong with it is known by now
  }
  return [];
}

/** A category is a class. */
function asClass(failure: Failure): Failure {
  if (failure.code !== 'export-says' || failure.params.fact !== 'category_id') return failure;
  return failureOf('export-class', { path: COCO, id: failure.params.id });
}

function lineFaults(line: string, raw: RecordLine['raw'], record: SampleRecord): Failure[] {
  const path = PROVENANCE;
  const unknown = unknownFacts(raw, record).map((fact) =>
    failureOf('export-fact-unknown', { path, fact: shownText(fact) }),
  );
  return JSON.stringify(raw) === line ? unknown : [...unknown, failureOf('export-line', { path, line: record.id })];
}

/** Releases before `source_id` did not say it. */
function sourceOf({ background }: SampleRecord, source: string | null, hasSource: boolean): SkinSource {
  if (hasSource && source === null) return { key: '', shows: 'made-whole' };
  return { key: source ?? background.id, shows: 'person' };
}

function decode(bytes: Uint8Array | null): string {
  return bytes === null ? '' : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
