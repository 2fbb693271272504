/** Draws the map of Review. It shares with Evaluate what is described, and the time it is done in. */
import type { StoreApi } from 'zustand/vanilla';
import { LIES } from '../../contracts/evaluation';
import { failureOf, type Failure } from '../../contracts/failure';
import { DESCRIBED } from '../../contracts/fitting';
import type { SampleId } from '../../contracts/sample';
import { LEAST_POINTS } from '../../core/evaluation/mapLimits';
import type { StudioDependencies } from '../base/dependencies';
import type { ClassControl } from '../dataset/classStore';
import type { DatasetStore } from '../dataset/datasetStore';
import { lesionOf } from '../../core/dataset/lesionOf';
import { numbered } from '../dataset/fittingStore';
import { encoderOf } from '../session/encoderOf';
import type { Session } from '../session/sessionStore';
import type { EvaluationControl } from './evaluationStore';
import type { MapCost, MapLack, MapState } from './mapStore';
import { deepRows, labelsOf, type MaterialControl, type RealImages } from './material';

/** The parts of the studio that it works with. */
export interface MapNeeds {
  readonly session: Session;
  readonly dataset: DatasetStore;
  readonly classes: Pick<ClassControl, 'store'>;
  readonly material: () => Promise<MaterialControl>;
  readonly evaluation: EvaluationControl;
}

interface Subject {
  readonly encoder: string;
  readonly real: RealImages | null;
  /** The same as long as the axes mean the same. */
  readonly key: string;
}

const NOT_YET = DESCRIBED.indexOf('not-yet');

export function createMapWork(
  { evaluation: worker, fitting }: StudioDependencies,
  { session, dataset, classes, material: load, evaluation }: MapNeeds,
  store: StoreApi<MapState>,
) {
  let drawnKey = '';
  /** Samples that the map was drawn with; those whose image is gone are not on it. */
  let drawnWith: ReadonlySet<SampleId> = new Set();
  let looks = 0;

  /** What a map would be of; a word where there can be none. */
  function subject(): Subject | MapLack {
    const { manifest, model } = session.store.getState();
    const { opened, content, scannedCount } = dataset.store.getState();
    const encoder = encoderOf(manifest);
    if (manifest !== null && encoder === null) return 'no-encoder';
    if (encoder === null || model.phase !== 'ready') return 'no-model';
    if (opened && scannedCount < content.images.length) return 'not-scanned';
    const { edition } = dataset.store.getState();
    const key = `${encoder} ${edition} ${classes.store.getState().codes.join()}`;
    return { encoder, key, real: opened && { token: opened.summary.token, content } };
  }

  async function costOf({ encoder, real }: Subject): Promise<MapCost | MapLack> {
    const material = await load();
    const wanted = real ? (await material.comparable(real.content)).wanted : [];
    const all = material.compared();
    if (Math.max(wanted.length, all.length) < LEAST_POINTS) return 'too-few';
    const states = real && (await fitting.look(real.token, encoder, real.content.images.length));
    const unknown = await worker.countUnknown(
      encoder,
      all.map(({ id }) => id),
    );
    const left = states?.ok ? wanted.filter((at) => states.value[at] === NOT_YET).length : wanted.length;
    return { real: left, samples: unknown.ok ? unknown.value : all.length };
  }

  async function drawNow({ encoder, real, key }: Subject): Promise<Failure | null> {
    const { isCancelled, say } = evaluation;
    const material = await load();
    const described = await material.describe(real, encoder, { isCancelled, onProgress: say });
    if (isCancelled()) return failureOf('cancelled');
    if (!described.ok) return described.failure;
    const { heldOutOnly, real: rows, made } = described.value;
    const { codes } = classes.store.getState();
    const images = Array.from(rows.images).flatMap((at) => real?.content.images[at] ?? []);
    const samples = made.map(({ sample }) => sample);
    say('map', 0, 1);
    const found = await worker.map(
      {
        real: {
          deep: rows.deep,
          dim: rows.dim,
          labels: labelsOf(images, codes),
          lesions: numbered(images.map(lesionOf)),
        },
        made: { ...deepRows(made), labels: labelsOf(samples, codes) },
      },
      (done, total) => say('map', done, total),
    );
    if (!found.ok) return found.failure;
    drawnKey = key;
    const lies = Array.from(found.value.lies, (lie) => LIES[lie] ?? 'unknown');
    const ids = samples.map(({ id }) => id);
    store.setState({ drawn: { ...found.value, lies, ids, images: rows.images, heldOutOnly }, cost: null });
    return null;
  }

  async function draw(): Promise<void> {
    const about = subject();
    if (typeof about === 'string') return;
    const asked = new Set((await load()).compared().map(({ id }) => id));
    await evaluation.alone('map', async () => {
      const failure = await drawNow(about);
      if (failure === null) drawnWith = asked;
      return failure;
    });
    await lookAhead(false); // something may have come meanwhile
  }

  /** Looks at what a map would cost; where that is nothing, it is drawn. */
  async function lookAhead(mayDraw = true): Promise<void> {
    const look = (looks += 1);
    const about = subject();
    const material = await load();
    const isStale = typeof about === 'string' || about.key !== drawnKey;
    if (isStale) store.setState({ drawn: null });
    else if (store.getState().drawn && material.compared().every(({ id }) => drawnWith.has(id))) return;
    const cost = typeof about === 'string' ? about : await costOf(about);
    if (look !== looks) return; // another one has begun since
    const isLack = typeof cost === 'string';
    store.setState({ lack: isLack ? cost : null, cost: isLack ? null : cost });
    if (mayDraw && !isLack && cost.real + cost.samples === 0) await draw();
  }

  return { lookAhead: (): Promise<void> => lookAhead(), draw };
}
