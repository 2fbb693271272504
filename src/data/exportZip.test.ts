import { describe, expect, it } from 'vitest';
import { skinSource } from '../core/export/sources';
import type { ExportScope } from '../contracts/archive';
import { ISIC_2019, type ClassList, type LesionClass } from '../contracts/classes';
import type { Decision } from '../contracts/sample';
import type { SavedSample } from '../contracts/storage';
import { exampleMadeSample } from '../testing/samples';
import { exampleEvaluation } from '../testing/evaluation';
import { encodeRle } from '../core/mask/rle';
import { pixelDigest } from '../core/provenance/digest';
import { encodePng } from '../core/provenance/png';
import { blobSource } from './blockSource';
import { checkExport } from './exportCheck';
import { openExport } from './openExport';
import { CancelledError, EmptyExportError, writeExport, type ExportSource } from './exportZip';

const image = { width: 8, height: 6, data: new Uint8ClampedArray(4 * 48).fill(90) };
const mask = { width: 8, height: 6, data: Uint8Array.from({ length: 48 }, (_, i) => (i % 5 === 0 ? 1 : 0)) };
for (let i = 3; i < image.data.length; i += 4) image.data[i] = 255;

function decided(outcome: Decision['outcome']): Decision {
  return { outcome, reason: '', when: '2026-11-27T10:00:00Z' };
}

async function samples(): Promise<SavedSample[]> {
  const decisions = [decided('accepted'), decided('rejected'), null, decided('accepted')];
  const made = decisions.map(async (decision, seed) => {
    const background = { id: `skin-${seed}`, sha256: String(seed).repeat(64), licence: 'X' };
    const changes = { seed, decision, background, mask: encodeRle(mask), pixelSha256: await pixelDigest(image) };
    return exampleMadeSample(changes);
  });
  return (await Promise.all(made)).sort((a, b) => (a.record.id < b.record.id ? -1 : 1));
}

async function exported(
  scope: ExportScope,
  changes: Partial<ExportSource> = {},
  isCancelled = () => false,
  classes: ClassList = ISIC_2019,
) {
  const all = await samples();
  const written: Uint8Array<ArrayBuffer>[] = [];
  const source: ExportSource = {
    async *samples() {
      for (const sample of all) yield await Promise.resolve(sample);
    },
    readPng: () => Promise.resolve(encodePng(image)),
    groupOf: ({ background: { sha256 } }) => sha256,
    skinOf: ({ background }) => skinSource(background, undefined),
    evaluation: () => Promise.resolve(exampleEvaluation()),
    openSpool: () => {
      const rows: Uint8Array<ArrayBuffer>[] = [];
      const read = () => Promise.resolve(new Blob(rows).stream());
      return Promise.resolve({ write: (bytes) => void rows.push(bytes), close: () => undefined, read });
    },
    ...changes,
  };
  const sink = { write: (bytes: Uint8Array<ArrayBuffer>) => void written.push(bytes), close: () => undefined };
  const request = { name: 'set', appVersion: '1', scope, classes };
  const writing = writeExport(sink, source, request, () => undefined, isCancelled);
  const facts = await writing.catch((error: unknown) => error);
  return { facts, zip: new Blob(written) };
}

async function metadata(zip: Blob): Promise<{ split: string; decision: string | null }[]> {
  const opened = await openExport(blobSource(zip));
  const lines = (await opened.text('data/metadata.jsonl')).trim().split('\n');
  return lines.map((line) => JSON.parse(line) as { split: string; decision: string | null });
}

describe('an export', () => {
  it('holds the accepted samples or all, is whole, and is the same each time', async () => {
    const first = await exported('accepted');
    expect((await checkExport(blobSource(first.zip), () => undefined)).files).toBe(2 * 2 + 9);
    const again = await exported('accepted');
    expect(new Uint8Array(await again.zip.arrayBuffer())).toEqual(new Uint8Array(await first.zip.arrayBuffer()));
    const all = await exported('all');
    expect((await metadata(all.zip)).map(({ decision }) => decision).sort()).toEqual(
      ['accepted', 'accepted', 'rejected', null].sort(),
    );
    expect(all.facts).toMatchObject({ samples: 4, outcomes: { accepted: 2, rejected: 1, undecided: 1 } });
  });

  it('keeps skin of one real image on one side of the split', async () => {
    const { zip } = await exported('all', { groupOf: () => 'one real image' });
    expect(new Set((await metadata(zip)).map(({ split }) => split)).size).toBe(1);
  });

  it('stops when it is told to, before the next sample', async () => {
    let calls = 0;
    const { facts } = await exported('all', {}, () => (calls += 1) > 2);
    expect(facts).toBeInstanceOf(CancelledError);
    expect(calls).toBe(3);
  });

  it('of nothing writes nothing', async () => {
    const { facts, zip } = await exported('accepted', {
      async *samples() {
        await Promise.resolve();
        yield* [];
      },
    });
    expect(facts).toBeInstanceOf(EmptyExportError);
    expect(zip.size).toBe(0);
  });

  it('fails with what went wrong when an image cannot be read', async () => {
    const { facts } = await exported('all', { readPng: () => Promise.reject(new Error('The disk is gone.')) });
    expect(facts).toMatchObject({ message: 'The disk is gone.' });
  });
});

describe('an export over classes of the maker’s own', () => {
  const constructor: LesionClass = { code: 'constructor', name: 'Spitz | nevus', colour: 'olive', source: 'project' };
  const own: ClassList = { id: 'project', classes: [...ISIC_2019.classes, constructor] };
  const ninth: Partial<ExportSource> = {
    async *samples() {
      const made = [await exampleOf('constructor', 1), await exampleOf('SKIN', 2), await exampleOf('DF', 3)];
      yield* made.sort((a, b) => (a.record.id < b.record.id ? -1 : 1));
    },
  };

  async function exampleOf(code: string, seed: number): Promise<SavedSample> {
    const changes = { class: code, seed, mask: encodeRle(mask), pixelSha256: await pixelDigest(image) };
    return exampleMadeSample(changes);
  }

  it('has its columns, categories and names, holds the list once, and every record names it', async () => {
    const { zip } = await exported('all', ninth, undefined, own);
    const opened = await openExport(blobSource(zip));
    expect(JSON.parse(await opened.text('data/classes.json'))).toEqual(own);
    const [head, ...rows] = (await opened.text('data/GroundTruth.csv')).trim().split('\r\n');
    expect(head).toBe('image,MEL,NV,BCC,AK,BKL,DF,VASC,SCC,constructor,UNK');
    expect(rows.filter((row) => row.endsWith(',1.0,0.0'))).toHaveLength(1);
    expect(await opened.text('data/coco.json')).toContain('{"id":9,"name":"constructor","supercategory":"skin"}');
    expect(await opened.text('data/README.md')).toContain('| constructor Spitz \\| nevus | 1 |');
    expect(await opened.text('data/croissant.json')).toContain('as classes.json lists them: MEL');
    for await (const { classes } of opened.records()) expect(classes?.id).toBe('project');
    expect((await checkExport(blobSource(zip), () => undefined)).files).toBeGreaterThan(0);
  });

  it('adds a class by its code that the list has forgotten', async () => {
    const { zip } = await exported('all', ninth);
    const opened = await openExport(blobSource(zip));
    expect(JSON.parse(await opened.text('data/classes.json'))).toMatchObject({
      id: 'project',
      classes: { length: 9, 8: { code: 'constructor', name: 'constructor' } },
    });
    expect((await checkExport(blobSource(zip), () => undefined)).files).toBeGreaterThan(0);
  });

  it('over ISIC 2019 says nothing of it', async () => {
    const { zip } = await exported('all');
    const opened = await openExport(blobSource(zip));
    expect(opened.paths()).not.toContain('data/classes.json');
    expect(await opened.text('data/provenance.jsonl')).not.toContain('"classes"');
  });
});
