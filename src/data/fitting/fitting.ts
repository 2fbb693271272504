/** The fitting worker's service. Descriptions survive a reload; a fit is written before the entry that names it. */
import { get, set } from 'idb-keyval';
import { fittedSchema, type FittingApi } from '../../contracts/fitting';
import { fail, type Failed } from '../../contracts/failure';
import { createTurns } from '../../core/turns';
import { FeatureError } from '../../core/features/features';
import { MEASURED_NAMES, SHARPNESS } from '../../core/description/describeRegion';
import { fitOwn, LEAST_IMAGES, type OwnFit } from '../../core/gates/fitOwn';
import { guarded } from '../guard';
import { FITTED_KEY } from '../keys';
import { list, readFile, remove, writeFile } from '../opfs';
import { forget, type Place } from '../place';
import { openDescriptions, type DescriptionStore } from './descriptionStore';

export function createFitting({ database, folder }: Place): FittingApi {
  const descriptions = `${folder}/descriptions`;
  const fits = `${folder}/fits`;
  const imagesFile = (sha256: string): string => `${fits}/${sha256}.images`;
  const gatesFile = (sha256: string): string => `${fits}/${sha256}.gates`;
  let open: { readonly store: DescriptionStore; readonly name: string; readonly encoderSha256: string } | null = null;

  /** Of two that open one file at once, the second would be refused. */
  const inTurn = createTurns();

  async function kept() {
    const about = fittedSchema.safeParse(await get<unknown>(FITTED_KEY, database));
    return about.success ? about.data : null;
  }

  /** A description that holds no numbers is damaged, and others may be. */
  async function throwAway(error: FeatureError): Promise<Failed> {
    open?.store.close();
    if (open) await remove(`${descriptions}/${open.name}`);
    open = null;
    return fail('fit-damaged', {}, String(error));
  }

  /** Another version measures otherwise. */
  const nameOf = (token: string, encoderSha256: string): string =>
    `${token}-${encoderSha256.slice(0, 12)}-${MEASURED_NAMES.length}.bin`;

  async function begin(token: string, encoderSha256: string, images: number): Promise<Uint8Array<ArrayBuffer>> {
    const name = nameOf(token, encoderSha256);
    if (open?.name !== name) {
      open?.store.close();
      open = null;
      for (const other of await list(descriptions)) if (other !== name) await remove(`${descriptions}/${other}`);
      open = { name, encoderSha256, store: await openDescriptions(`${descriptions}/${name}`, images) };
    }
    return open.store.states.slice();
  }

  return {
    begin: (token, encoderSha256, images) =>
      guarded('descriptions', () => inTurn(() => begin(token, encoderSha256, images))),
    look: (token, encoderSha256, images) =>
      guarded('descriptions', () =>
        inTurn(async () =>
          (await list(descriptions)).includes(nameOf(token, encoderSha256))
            ? begin(token, encoderSha256, images)
            : new Uint8Array(images),
        ),
      ),
    keep: (image, description) =>
      guarded('descriptions', () => {
        open?.store.write(image, description);
        return Promise.resolve(null);
      }),
    described: (images) =>
      guarded('descriptions', () => {
        const found = Array.from(images).flatMap((image) => {
          const description = open?.store.read(image);
          return description ? [{ image, description }] : [];
        });
        const dim = found[0]?.description.deep.length ?? 0;
        const deep = new Float32Array(found.length * dim);
        found.forEach(({ description }, row) => deep.set(description.deep, row * dim));
        return Promise.resolve({
          images: Int32Array.from(found, ({ image }) => image),
          deep,
          dim,
          sharpness: Float32Array.from(found, ({ description }) => description.texture[SHARPNESS] ?? NaN),
        });
      }),
    async fit(request) {
      let made: OwnFit | null;
      try {
        made = open && (await fitOwn(request, open.encoderSha256, (image) => open?.store.read(image) ?? null));
      } catch (error) {
        if (error instanceof FeatureError) return throwAway(error);
        throw error;
      }
      if (!made) return fail('fit-too-few', { least: LEAST_IMAGES });
      const { about, images, gates } = made;
      return guarded('fit', async () => {
        await writeFile(imagesFile(about.sha256), images);
        await writeFile(gatesFile(about.sha256), gates);
        await set(FITTED_KEY, about, database);
        const used = [imagesFile(about.sha256), gatesFile(about.sha256)];
        for (const other of await list(fits)) if (!used.includes(`${fits}/${other}`)) await remove(`${fits}/${other}`);
        return about;
      });
    },
    load: (encoderSha256) =>
      guarded('fit', async () => {
        const about = await kept();
        if (about?.encoderSha256 !== encoderSha256) return null;
        const [images, gates] = await Promise.all([
          readFile(imagesFile(about.sha256)),
          readFile(gatesFile(about.sha256)),
        ]);
        return { about, files: { images, gates } };
      }),
    forget: () =>
      guarded('fit', async () => {
        await forget(database, [FITTED_KEY]);
        return null;
      }),
    takeBack: (about) =>
      guarded('fit', async () => {
        await set(FITTED_KEY, about, database);
        return null;
      }),
    purge: () =>
      guarded('fit', async () => {
        if (!(await kept())) await remove(fits);
        return null;
      }),
  };
}
