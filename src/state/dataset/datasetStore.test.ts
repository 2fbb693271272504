import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { ISIC_2019, ISIC_CODES } from '../../contracts/classes';
import type { DatasetApi, OpenedDataset, ScanBatch } from '../../contracts/dataset';
import { fail, type Outcome, succeed } from '../../contracts/failure';
import { exampleImage } from '../../testing/samples';
import { createDatasetState } from './datasetStore';
import type { StudioDependencies } from '../base/dependencies';
import { createNoticeStore } from '../base/noticeStore';
import type { Session } from '../session/sessionStore';

const COUNT = 4_500;
const images = Array.from({ length: COUNT }, (_, at) => exampleImage(`${at}`));

const opened: OpenedDataset = {
  source: { kind: 'open' },
  summary: {
    name: 'mine',
    token: 't',
    reading: { layout: 'imagefolder', tables: [], label: { kind: 'folder' }, classes: {} },
    detection: { candidates: [], why: null },
    images: COUNT,
    labels: [],
    tables: [],
    oddities: [],
  },
};

const batch = (...places: number[]): ScanBatch => ({
  images: Int32Array.from(places),
  state: new Uint8Array(places.length).fill(1),
  itaDeg: new Float32Array(places.length).fill(40),
  hairShare: new Float32Array(places.length).fill(NaN),
  diameter: new Float32Array(places.length).fill(NaN),
  duplicateOf: new Int32Array(places.length).fill(-1),
});

/** A state with a stand-in worker. */
function state(changes: Partial<DatasetApi> = {}) {
  const requested: number[][] = [];
  const worker = {
    open: () => Promise.resolve(succeed(opened)),
    restore: () => Promise.resolve(succeed({ ...opened, source: { kind: 'gone' } })),
    images: (from: number, count: number) => Promise.resolve(succeed(images.slice(from, from + count))),
    scanned: () => Promise.resolve(succeed(batch())),
    scan: (): Promise<Outcome<null>> => Promise.resolve(succeed(null)),
    look: (): Promise<Outcome<null>> => Promise.resolve(succeed(null)),
    fingerprints: () => Promise.resolve(succeed(['aa', 'bb'])),
    thumbnails: (places: readonly number[]) => {
      requested.push([...places]);
      return Promise.resolve(succeed(places.map((place) => (place === 1 ? null : Uint8Array.of(place)))));
    },
    ...changes,
  } as unknown as DatasetApi;
  const notices = createNoticeStore();
  const session = { refreshStorage: () => Promise.resolve() } as Session;
  const dataset = createDatasetState(
    {
      dataset: worker,
      onDataset: (): void => undefined,
      schedule: () => 1,
      unschedule: (): void => undefined,
    } as unknown as StudioDependencies,
    {
      notices,
      session,
      classes: { store: createStore(() => ({ list: ISIC_2019, codes: ISIC_CODES })) },
    },
  );
  const messages = (): string =>
    notices.store
      .getState()
      .notices.map(({ message }) => message)
      .join(' ');
  return { dataset, requested, messages };
}

const files = { kind: 'files', name: 'mine', files: [] } as const;
/** After everything that is waiting. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('the open data set', () => {
  it('comes over in pieces, is scanned, and counts what was scanned', async () => {
    const { dataset } = state({
      scan: (onScanned) => {
        onScanned(batch(0, 1, 2));
        return Promise.resolve(succeed(null));
      },
    });
    await dataset.open(files);
    await settled();
    const { content, scannedCount, phase, scanning } = dataset.store.getState();
    expect(content.images).toHaveLength(COUNT);
    expect([phase.kind, scannedCount, scanning]).toEqual(['open', 3, false]);
  });

  it('is looked at for hair and size once all of it is scanned, also where only its thumbnails are left', async () => {
    const all = batch(...images.keys());
    let looks = 0;
    const look: DatasetApi['look'] = (onLooked) => {
      looks += 1;
      onLooked({ ...batch(1), hairShare: Float32Array.of(0.5) });
      return Promise.resolve(succeed(null));
    };
    const { dataset } = state({ look, scanned: () => Promise.resolve(succeed(all)) });
    await dataset.open(files);
    await settled();
    const { content, looking } = dataset.store.getState();
    expect([content.scan.hairShare[1], content.scan.hairShare[2], looking]).toEqual([0.5, NaN, false]);
    const gone = state({ look, scanned: () => Promise.resolve(succeed(all)) });
    await gone.dataset.restore();
    await settled();
    expect(looks).toBe(2);
  });

  it('that is closed while it is looked at is not looked at any more, and nothing is said of that', async () => {
    let end: () => void = () => undefined;
    let looks = 0;
    const { dataset, messages } = state({
      scanned: () => Promise.resolve(succeed(batch(...images.keys()))),
      look: async () => {
        looks += 1;
        if (looks > 1) return fail('dataset-not-reached');
        await new Promise<void>((resolve) => (end = resolve));
        return succeed(null);
      },
      close: () => {
        end();
        return Promise.resolve(succeed(null));
      },
    });
    await dataset.open(files);
    await settled();
    await dataset.close();
    await settled();
    expect(looks).toBe(1);
    expect(messages()).toBe('The data set mine is closed.');
  });

  it('stays as it was when another one cannot be opened', async () => {
    let isFirst = true;
    let scans = 0;
    const { dataset, messages } = state({
      scan: () => {
        scans += 1;
        return Promise.resolve(succeed(null));
      },
      open: () => {
        const answer = isFirst ? succeed(opened) : fail('dataset-empty', { name: 'it' });
        isFirst = false;
        return Promise.resolve(answer);
      },
    });
    await dataset.open(files);
    await settled();
    await dataset.open(files);
    expect(messages()).toContain('There is no image in it.');
    expect(scans).toBe(2); // the attempt had stopped the first one
    expect(dataset.store.getState().phase.kind).toBe('open');
    expect(dataset.store.getState().content.images).toHaveLength(COUNT);
  });

  it('is shown without its files when the permission is withdrawn, with what was scanned before', async () => {
    const { dataset, messages } = state({
      scan: (onScanned) => {
        onScanned(batch(7));
        return Promise.resolve(fail('dataset-permission'));
      },
    });
    await dataset.open(files);
    await settled();
    const { opened: shown, scannedCount, scanning } = dataset.store.getState();
    expect(messages()).toContain('no longer allows');
    expect([shown?.source.kind, scannedCount, scanning]).toEqual(['gone', 1, false]);
  });

  it('asks for thumbnails of one moment together, and finds images by what a record says', async () => {
    const { dataset, requested } = state();
    await dataset.open(files);
    const made = await Promise.all([dataset.thumbnail(3), dataset.thumbnail(1), dataset.thumbnail(5)]);
    expect(requested).toEqual([[3, 1, 5]]);
    expect(made.map((outcome) => (outcome.ok ? outcome.value[0] : null))).toEqual([3, null, 5]);
    expect(await dataset.placeOf('own-bb')).toBe(1);
    expect(await dataset.placeOf('17')).toBe(17);
    expect(await dataset.placeOf('ISIC_unknown')).toBeNull();
  });
});
