/** The reading worker's service: files from outside become what the studio keeps, and nothing is kept here. */
import { fail, failureIn, InlayError, succeed, type Outcome } from '../contracts/failure';
import { OWN_LICENCE } from '../contracts/library';
import { LIMITS } from '../contracts/limits';
import type { ReadingApi } from '../contracts/reading';
import type { ExportProgress } from '../contracts/archive';
import { parsePlan } from '../core/plan/planFile';
import { pixelDigest } from '../core/provenance/digest';
import { encodePng } from '../core/provenance/png';
import { decodeForeign } from './foreignImage';
import { readJsonFile } from './boundedJson';
import { guarded } from './guard';
import { nameOf, paced } from './paced';
import { placeOf, removePlace } from './place';

/** What is needed for one kind of file alone is loaded with it. */
export function createReading(): ReadingApi {
  let opener: ReturnType<typeof openerOf> | null = null;
  const others = (): ReturnType<typeof openerOf> => (opener ??= openerOf());
  return {
    async readImage(file, name) {
      const decoded = await decodeForeign(file);
      if (!decoded.ok) return decoded;
      const { image, notices } = decoded.value;
      return guarded('background', async () => {
        const [sha256, { factsOf }] = [await pixelDigest(image), await import('./dataset/scene')];
        const { width, height } = image;
        const background = {
          ...{ id: `own-${sha256.slice(0, 12)}`, sha256, licence: OWN_LICENCE, name, width, height },
          ...{ origin: 'file' as const, notices: [...notices], facts: factsOf(image) },
        };
        return { background, png: encodePng(image, true) };
      });
    },
    readShapes: async (file, onRead) => (await import('./shapeFile')).readShapeFile(file, paced(onRead)),
    readMask: async (file, onRead) => (await import('./shapeFile')).readMaskFile(file, paced(onRead)),
    async readPlan(file) {
      try {
        return parsePlan(await readJsonFile(file, nameOf(file), LIMITS.plan.bytes));
      } catch (error) {
        return error instanceof InlayError
          ? { ok: false, failure: error.failure }
          : fail('plan-not-json', {}, String(error));
      }
    },
    checkBundleZip: (zip, onRead) =>
      caught(async () => {
        const { zipSource } = await import('./bundleSource');
        const source = await zipSource(zip);
        return source.ok ? (await import('./bundleCheck')).checkBundle(source.value, paced(onRead)) : source;
      }),
    checkBundleFolder: (files, onRead) =>
      caught(async () => {
        const { folderSource } = await import('./bundleSource');
        return (await import('./bundleCheck')).checkBundle(folderSource(files), paced(onRead));
      }),
    readProject: (file, id, onRead) =>
      guarded('project', async () => {
        const [{ intoPlace }, { readProjectFile }] = await Promise.all([
          import('./projectFile'),
          import('./readProject'),
        ]);
        try {
          return await readProjectFile(file, intoPlace(placeOf(id)), paced(onRead));
        } catch (error) {
          await removePlace(placeOf(id)).catch(() => undefined);
          throw error;
        }
      }),
    async openExport(file, { baseUrl, projectId }, onProgress) {
      const [{ backgroundsHere }, { knownSigner }] = await Promise.all([
        import('./backgroundsHere'),
        import('./knownKeys'),
      ]);
      const backgroundOf = await backgroundsHere(placeOf(projectId), baseUrl);
      const opened = await (await others()).open(file, checking(onProgress), backgroundOf);
      if (!opened.ok) return opened;
      const { signed } = opened.value.report;
      return succeed({ ...opened.value, signer: signed.kind === 'signed' ? await knownSigner(signed.key) : null });
    },
    exportedSample: async (id) => (await others()).sample(id),
    exportedFile: async (id) => (await others()).file(id),
  };
}

async function openerOf() {
  return (await import('./openedExport')).createOpenedExport();
}

function checking(onProgress: (progress: ExportProgress) => void): (done: number, total: number) => void {
  return paced((done, total) => onProgress({ phase: 'checking', done, total }));
}

async function caught<T>(read: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await read();
  } catch (error) {
    return { ok: false, failure: failureIn(error) };
  }
}
