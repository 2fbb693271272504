/** A gate is a file and a line in two lists: then it is everywhere. */
import { skinSource } from '../core/export/sources';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { ISIC_2019 } from '../contracts/classes';
import { gatePanelSchema, panelFile, type GatePanel } from '../contracts/gatePanel';
import { sampleRecordSchema, summaryOf, type SampleRecord } from '../contracts/sample';
import type { SavedSample } from '../contracts/storage';
import { choices, ruleWords, USUAL_RULE } from '../core/gates/choices';
import { GATE_FACTS } from '../core/gates/facts';
import { readGateFit, writeGateFit } from '../core/gates/gateFitFile';
import { GATES } from '../core/gates/list';
import { fitGates, openGates, type Assessment, type Gates } from '../core/gates/gates';
import { gatesFitted } from '../core/gates/scales';
import { MEASURED_NAMES } from '../core/description/describeRegion';
import { encodeRle } from '../core/mask/rle';
import { pixelDigest } from '../core/provenance/digest';
import { encodePng } from '../core/provenance/png';
import { EVERYTHING, GATE_FILTERS, WALL_ORDERS, wallOf } from '../core/review/wallOrder';
import { checkExport } from '../data/exportCheck';
import { writeExport } from '../data/exportZip';
import { createOpenedExport } from '../data/openedExport';
import { openExport } from '../data/openExport';
import { blobSource } from '../data/blockSource';
import { SelectionPanel } from '../features/review/SelectionPanel';
import { StudioContext } from '../state/context';
import { exampleDescribed, exampleRealImages } from './realImages';
import { exampleMadeSample } from './samples';
import { exampleStudio } from './studio';

vi.mock('../core/gates/facts', async (importOriginal) => {
  const { GATE_FACTS } = await importOriginal<typeof import('../core/gates/facts')>();
  return { GATE_FACTS: [...GATE_FACTS, (await import('./exampleGate')).exampleGateFacts] };
});
vi.mock('../core/gates/list', async (importOriginal) => {
  const { GATES } = await importOriginal<typeof import('../core/gates/list')>();
  return { GATES: [...GATES, (await import('./exampleGate')).exampleGate] };
});

const { reference, hashes } = exampleRealImages();
/** Those that can be fitted on such images. */
const fitted = GATE_FACTS.filter(({ id }) => GATES.find(({ facts }) => facts.id === id)?.needs?.(reference) ?? true);
const SHA256 = 'a'.repeat(64);
const image = { width: 8, height: 6, data: new Uint8ClampedArray(4 * 48).fill(255) };
const mask = { width: 8, height: 6, data: Uint8Array.from({ length: 48 }, (_, i) => (i % 5 === 0 ? 1 : 0)) };

/** As a real image, but as bright as is said. */
function sample(brighter: number) {
  const { texture } = exampleDescribed(reference).depths;
  const bright = Float64Array.from(texture, (v, i) =>
    /^(red|green|blue) inside$/.test(MEASURED_NAMES[i] ?? '') ? v + brighter : v,
  );
  return exampleDescribed(reference, { texture: bright });
}

let gates: Gates;
let usual: Assessment;
let bright: Assessment;

beforeAll(() => {
  const fit = fitGates(reference, hashes, 'held-out');
  gates = openGates(reference, readGateFit(writeGateFit(fit, reference, SHA256), SHA256));
  usual = gates.assess('DF', sample(-0.2));
  bright = gates.assess('DF', sample(60));
});

async function made(seed: number, { scores, verdict }: Assessment): Promise<SavedSample> {
  const decision: SampleRecord['decision'] = { outcome: 'accepted', reason: '', when: '2026-11-29T10:00:00Z' };
  const pixelSha256 = await pixelDigest(image);
  return exampleMadeSample({ seed, decision, scores, verdict, mask: encodeRle(mask), pixelSha256 });
}

describe('a gate that was added', () => {
  it('is fitted, kept, opened, and asked of a sample', () => {
    expect(Object.keys(usual.scores)).toEqual(fitted.map(({ id }) => id));
    expect(GATE_FACTS.at(-1)?.id).toBe('example-gate');
    expect(usual.scores['example-gate']?.pass).toBe(true);
    expect(bright.verdict.reason).toBe('Doubtful: it is brighter than real ones.');
    expect(gates.reference['DF']?.scales['example-gate']?.real.length).toBeGreaterThan(0);
  });

  it('orders and filters the wall', async () => {
    expect(WALL_ORDERS).toContain('example-gate');
    expect(GATE_FILTERS).toContain('example-gate');
    const records = [await made(1, usual), await made(2, bright)].map(({ record }) => summaryOf(record));
    const wall = { filter: EVERYTHING, order: 'example-gate', reader: 'first', groupOf: null } as const;
    expect(wallOf(records, wall).map(({ seed }) => seed)).toEqual([2, 1]);
    const rejected = wallOf(records, { ...wall, filter: { ...EVERYTHING, gate: 'example-gate' } });
    expect(rejected.map(({ seed }) => seed)).toEqual([2]);
  });

  it('has a chart in the panel, under its own words', async () => {
    const panel = createElement(SelectionPanel, { code: 'DF', shown: [], all: [], chosen: new Map(), active: null });
    const { studio } = await exampleStudio();
    const page = renderToString(createElement(StudioContext.Provider, { value: studio }, panel));
    for (const words of ['Example of a gate', 'dark', 'Right label']) expect(page).toContain(words);
  });

  it('is not spoken of with a model that was fitted without it', async () => {
    const { calibration, fits } = fitGates(reference, hashes, 'held-out');
    const { 'example-gate': _, ...older } = fits;
    const opened = openGates(reference, { calibration, fits: older });
    expect(gatesFitted(gates.reference)).toEqual(fitted);
    expect(gatesFitted(opened.reference)).toEqual(fitted.slice(0, -1));
    const { record } = await made(1, opened.assess('DF', sample(0)));
    expect(ruleWords({ rule: USUAL_RULE, by: 'rule', controlSeed: 1 }, [record])).not.toContain('example-gate');
  });

  it('is part of the usual rule of selection', async () => {
    const records = [await made(1, usual), await made(2, bright)].map(({ record }) => summaryOf(record));
    const found = choices(records, { rule: USUAL_RULE, by: 'rule', controlSeed: 1 });
    expect(records.map(({ id }) => found.get(id))).toEqual(['kept', 'gate']);
  });

  it('stands in the record and in every file of an export, is verified, and is there when it is replayed', async () => {
    const saved = [await made(1, usual), await made(2, bright)].sort((a, b) => (a.record.id < b.record.id ? -1 : 1));
    for (const { record } of saved) expect(sampleRecordSchema.parse(record).scores['example-gate']).toBeDefined();
    const written: Uint8Array<ArrayBuffer>[] = [];
    await writeExport(
      { write: (bytes) => void written.push(bytes), close: () => undefined },
      {
        async *samples() {
          for (const sample of saved) yield await Promise.resolve(sample);
        },
        readPng: () => Promise.resolve(encodePng(image)),
        groupOf: ({ background: { sha256 } }) => sha256,
        skinOf: ({ background }) => skinSource(background, undefined),
        evaluation: () => Promise.resolve(null),
        openSpool: () => {
          const rows: Uint8Array<ArrayBuffer>[] = [];
          const read = () => Promise.resolve(new Blob(rows).stream());
          return Promise.resolve({ write: (bytes) => void rows.push(bytes), close: () => undefined, read });
        },
      },
      { name: 'set', appVersion: '1', scope: 'accepted', classes: ISIC_2019 },
      () => undefined,
      () => false,
    );
    const zip = new Blob(written);
    expect((await checkExport(blobSource(zip), () => undefined)).files).toBeGreaterThan(0);
    const opened = await openExport(blobSource(zip));
    expect(await opened.text('data/metadata.jsonl')).toContain('"example-gate_p":');
    expect(await opened.text('data/decisions.csv')).toContain('example-gate_score,example-gate_p');
    expect(await opened.text('data/croissant.json')).toContain('at least as bright');
    expect(await opened.text('data/README.md')).toContain('not too bright 1 of 2');
    const replay = createOpenedExport();
    const set = await replay.open(new File([zip], 'set.zip'), () => undefined);
    expect(set.ok && set.value.report).toMatchObject({ damages: [], contradictions: [], unchecked: [] });
    const first = saved[0]?.record.id;
    const found = first && (await replay.sample(first));
    expect(found && found.ok && JSON.stringify(found.value)).toContain('"example-gate"');
  });

  it('has its place in the panel that a bundle brings', () => {
    const measured = { auroc: 0.9, missed: 0.1 };
    const sets = [{ name: '(a)', bar: { gate: 'example-gate', auroc: 0.8 }, gates: { 'example-gate': measured } }];
    const panel: GatePanel = { schema: 1, when: '', each: 1, promise: [], calledCopies: { images: 0, of: 1 }, sets, copies: [] }; // prettier-ignore
    expect(gatePanelSchema.parse(JSON.parse(panelFile(panel)))).toEqual(panel);
  });
});
