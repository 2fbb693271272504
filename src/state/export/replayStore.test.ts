import { beforeEach, describe, expect, it } from 'vitest';
import type { ExportReport } from '../../contracts/exportReport';
import type { RgbaImage } from '../../contracts/image';
import { fail, failureOf, succeed } from '../../contracts/failure';
import type { SampleRecord } from '../../contracts/sample';
import { exampleMadeSample, exampleRecord } from '../../testing/samples';
import { exampleStudio, type Example } from '../../testing/studio';

/** Nothing was found. */
const REPORT: ExportReport = {
  ...{ files: 11, samples: 0, damages: [], contradictions: [], more: 0, unchecked: [] },
  signed: { kind: 'nobody' },
};
const image: RgbaImage = { width: 64, height: 48, data: new Uint8ClampedArray(64 * 48 * 4) };
let example: Example;

/** As the studio that is open would have made it. */
function record(changes: Partial<SampleRecord> = {}): SampleRecord {
  const { compose, session } = example.studio;
  const [background] = compose.store.getState().backgrounds;
  const { manifestSha256 } = session.store.getState();
  const { environment } = exampleRecord();
  return exampleRecord({
    background: { id: 'skin', licence: 'X', sha256: background?.sha256 ?? '' },
    environment: { ...environment, bundle: { ...environment.bundle, sha256: manifestSha256 } },
    ...changes,
  });
}

const state = () => example.studio.replay.store.getState();

beforeEach(async () => {
  example = await exampleStudio();
});

describe('samples of an opened export', () => {
  const listed = (id: SampleRecord['id']) => ({ id, class: 'DF', background: 'skin-01', madeOn: 'wasm' as const });

  it('become samples of the project, with their decisions; those that are here stay', async () => {
    const [first, other] = [await exampleMadeSample({ seed: 1 }), await exampleMadeSample({ seed: 2, decision: null })];
    const byId = new Map([first, other].map((sample) => [sample.record.id, sample]));
    const samples = [...byId.keys()].map(listed);
    example.answers.openExport = () => succeed({ name: 'x.zip', samples, report: REPORT, signer: null });
    example.answers.exportedFile = (id) => {
      const sample = byId.get(id);
      return sample ? succeed({ sample, png: new Uint8Array(4) }) : fail('export-closed');
    };
    await example.studio.replay.open(new File([], 'x.zip'));
    await example.studio.replay.takeIn();
    const kept = () => example.studio.samples.store.getState().samples;
    expect([...kept().keys()].sort()).toEqual([...byId.keys()].sort());
    expect(kept().get(first.record.id)?.decision).toEqual(first.record.decision);
    expect(example.problems()).toContain('2 samples of x.zip are in Review now');
    await example.studio.replay.takeIn();
    expect(example.problems()).toContain('2 were here already and stay as they are.');
    expect(state().taking).toBeNull();
  });

  it('that cannot be read end it; what was taken stays', async () => {
    const first = await exampleMadeSample({ seed: 1 });
    const lost = exampleRecord().id;
    const samples = [listed(first.record.id), listed(lost)];
    example.answers.openExport = () => succeed({ name: 'x.zip', samples, report: REPORT, signer: null });
    example.answers.exportedFile = (id) =>
      id === lost ? fail('export-closed') : succeed({ sample: first, png: new Uint8Array(4) });
    await example.studio.replay.open(new File([], 'x.zip'));
    await example.studio.replay.takeIn();
    expect(example.studio.samples.store.getState().samples.size).toBe(1);
    expect(example.problems()).toContain('1 sample of x.zip is in Review now');
  });
});

describe('replay', () => {
  beforeEach(async () => {
    example.answers.openExport = () => succeed({ name: 'x.zip', samples: [], report: REPORT, signer: null });
    await example.studio.replay.open(new File([], 'x.zip'));
  });

  it('makes a sample again from its record and says that it is the same, or by how much it differs', async () => {
    const { id, seed } = record();
    example.answers.exportedSample = () => succeed({ record: record(), image });
    await example.studio.replay.replay(id);
    expect(example.jobs.at(-1)).toMatchObject({ class: 'DF', seed, mask: { width: 4, height: 4 } });
    expect(state().results.get(id)).toEqual({ max: 0, pixels: 0 });
    const brighter = { ...image, data: image.data.map((value, i) => (i === 8 ? value + 2 : value)) };
    example.answers.exportedSample = () => succeed({ record: record(), image: brighter });
    await example.studio.replay.replay(id);
    expect(state().results.get(id)).toEqual({ max: 2, pixels: 1 });
    expect(state().shown?.difference?.data[8]).toBe(16);
    expect(state().running).toBeNull();
  });

  it.each([
    ['another model', () => ({ environment: exampleRecord().environment }), 'was made with the bundle inlay-example'],
    ['skin that is not here', () => ({ background: exampleRecord().background }), 'The skin skin-01'],
  ])('says what is missing: %s', async (_, changes, words) => {
    example.answers.exportedSample = () => succeed({ record: record(changes()), image });
    await example.studio.replay.replay(record().id);
    expect(example.problems()).toContain(words);
    expect(example.jobs).toEqual([]);
    expect(state().running).toBeNull();
  });

  it('tells what is no export and what the device cannot make, and goes on', async () => {
    const damaged = failureOf('zip-damaged');
    example.answers.openExport = () => fail('export-not-readable', { fault: damaged });
    await example.studio.replay.open(new File([], 'x.zip'));
    expect(example.problems()).toContain('The file cannot be opened. It is not a zip, or it is damaged.');
    expect(state().phase).toBe('none');
    const key = 'a'.repeat(64);
    const found = { damages: [], contradictions: [], more: 0, unchecked: [], signed: { kind: 'signed', key } } as const;
    const report = { files: 11, samples: 0, ...found };
    example.answers.openExport = () => succeed({ name: 'x.zip', samples: [], report, signer: null });
    await example.studio.replay.open(new File([], 'x.zip'));
    expect(state().set).toMatchObject({ report: { files: 11 }, signer: null });
    await example.studio.replay.nameKey(key, ' A clinic ');
    expect(state().set?.signer).toEqual({ key, name: 'A clinic', isOwn: false });
    await example.studio.replay.nameKey(key, '');
    expect(state().set?.signer).toBeNull();
    example.answers.exportedSample = () => succeed({ record: record(), image });
    example.answers.generate = () => fail('device-lost');
    await example.studio.replay.replay(record().id);
    expect(example.problems()).toContain('The graphics device was lost.');
    expect(state().running).toBeNull();
  });
});
