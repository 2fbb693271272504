/** Where each sample comes from, in the words of W3C PROV (PROV-JSON, W3C member submission of 2013): for tools that follow provenance. */
import { decisionBy, deciderOf, READERS, type Decision, type Reader, type SampleRecord } from '../../contracts/sample';
import type { ExportRow, RowFile, Section } from './rows';
import { imagePath } from './tables';

const KINDS = Object.fromEntries(
  ['sample', 'background', 'bundle', 'recipe', 'making', 'reading', 'decision'].map((name) => [
    name,
    `urn:inlay:${name}:`,
  ]),
);

type Attributes = Readonly<Record<string, unknown>>;
/** Name of a thing or of a relation -> what is said of it. */
type Named = readonly [string, Attributes];

/** Samples, backgrounds, bundles, recipes and decisions are entities; making and reading are activities; the studio and the readers agents. */
export function provJson(appVersion: string): RowFile {
  const agents = {
    'inlay:studio': {
      'prov:type': { $: 'prov:SoftwareAgent', type: 'prov:QUALIFIED_NAME' },
      'inlay:version': appVersion,
    },
    'inlay:rule': {
      'prov:type': { $: 'prov:SoftwareAgent', type: 'prov:QUALIFIED_NAME' },
      'prov:label': 'the rule of selection that was set',
    },
    ...Object.fromEntries(
      READERS.map((reader) => [`inlay:${reader}-reader`, { 'prov:label': `the ${reader} reader, a person` }]),
    ),
  };
  const sections = [
    once('entity', ({ record }) => [...thingsOf(record), sampleOf(record), ...readingsOf(record, decisionEntity)]),
    once('activity', ({ record }) => [
      [`making:${record.id}`, { 'prov:endTime': record.createdAt, 'inlay:seed': record.seed }],
      ...readingsOf(record, ({ when }, name) => [`reading:${name}`, { 'prov:endTime': when }]),
    ]),
    once('wasGeneratedBy', ({ record }) => [
      relation(`made-${record.id}`, { entity: `sample:${record.id}`, activity: `making:${record.id}` }),
      ...readingsOf(record, (_, name) =>
        relation(`decided-${name}`, { entity: `decision:${name}`, activity: `reading:${name}` }),
      ),
    ]),
    once('used', ({ record }) => [
      ...usedBy(record).map((entity, i) =>
        relation(`used-${record.id}-${i}`, { activity: `making:${record.id}`, entity }),
      ),
      ...readingsOf(record, (_, name) =>
        relation(`read-${name}`, { activity: `reading:${name}`, entity: `sample:${record.id}` }),
      ),
    ]),
    once('wasDerivedFrom', ({ record }) => [
      relation(`from-${record.id}`, {
        generatedEntity: `sample:${record.id}`,
        usedEntity: `background:${record.background.sha256}`,
      }),
    ]),
    once('wasAssociatedWith', ({ record }) => [
      relation(`by-${record.id}`, { activity: `making:${record.id}`, agent: 'inlay:studio' }),
      ...readingsOf(record, (decision, name, reader) =>
        relation(`by-${name}`, {
          activity: `reading:${name}`,
          agent: deciderOf(decision) === 'rule' ? 'inlay:rule' : `inlay:${reader}-reader`,
        }),
      ),
    ]),
  ];
  const start = JSON.stringify({ prefix: { inlay: 'urn:inlay:', ...KINDS }, agent: agents }).slice(0, -1);
  return {
    path: 'prov.json',
    scope: 'exported',
    sections: sections.map((section, i) => ({
      ...section,
      head: `${i === 0 ? `${start},` : ''}${section.head}`,
      foot: `${section.foot}${i === sections.length - 1 ? '}\n' : ','}`,
    })),
  };
}

/** An object of things by their names, each written the first time that it is met. */
function once(kind: string, statementsOf: (row: ExportRow) => readonly Named[]): Section {
  const shared = new Set<string>();
  return {
    head: `"${kind}":{\n`,
    separator: ',\n',
    foot: '\n}',
    rowsOf: (row) =>
      statementsOf(row).flatMap(([name, attributes]) => {
        if (shared.has(name)) return [];
        if (!name.includes('SYN_')) shared.add(name); // what belongs to a sample is met with it alone
        return [`${JSON.stringify(name)}:${JSON.stringify(attributes)}`];
      }),
  };
}

const bundleOf = ({ environment: { bundle } }: SampleRecord): string => `bundle:${bundle.sha256}`;

function usedBy(record: SampleRecord): string[] {
  return [`background:${record.background.sha256}`, `recipe:${record.recipe.sha256}`, bundleOf(record)];
}

function thingsOf(record: SampleRecord): Named[] {
  const { background, recipe, environment } = record;
  return [
    [`background:${background.sha256}`, { 'inlay:id': background.id, 'inlay:licence': background.licence }],
    [`recipe:${recipe.sha256}`, { 'inlay:class': record.class }],
    [
      bundleOf(record),
      {
        'inlay:id': environment.bundle.id,
        'inlay:version': environment.bundle.version,
        'inlay:licence': environment.bundle.licence,
      },
    ],
  ];
}

function sampleOf(record: SampleRecord): Named {
  return [
    `sample:${record.id}`,
    {
      'prov:location': imagePath(record.id),
      'inlay:class': record.class,
      'inlay:sha256': record.sha256 ?? '',
      'inlay:verdict': record.verdict.outcome,
      'inlay:synthetic': true,
    },
  ];
}

function decisionEntity({ outcome, reason }: Decision, name: string): Named {
  return [`decision:${name}`, { 'inlay:outcome': outcome, 'inlay:reason': reason }];
}

/** Something of each reader's decision on a sample. */
function readingsOf(
  record: SampleRecord,
  statementOf: (decision: Decision, name: string, reader: Reader) => Named,
): Named[] {
  return READERS.flatMap((reader) => {
    const decision = decisionBy(reader, record);
    return decision ? [statementOf(decision, `${record.id}-${reader}`, reader)] : [];
  });
}

function relation(name: string, attributes: Readonly<Record<string, string>>): Named {
  return [`_:${name}`, Object.fromEntries(Object.entries(attributes).map(([key, value]) => [`prov:${key}`, value]))];
}
