/** Fills the plan with what a data set is thin in: samples of a class on skin of a tone and hair, and of a size. */
import type { ClassCode } from '../../contracts/classes';
import { isLike, type Likeness } from '../../core/dataset/coverage';
import { SIZE_GROUPS } from '../../core/dataset/looks';
import { t } from '../../messages';
import type { Studio } from '../studio';

/** With fewer pieces of skin than this, samples would look alike: more is cut out of the data set. */
const LEAST_SKIN = 20;
/** Images of that tone and hair out of which skin is cut at once. */
const IMAGES_FOR_SKIN = 60;

type Parts = Pick<Studio, 'notices' | 'dataset' | 'library' | 'planning'>;

/** The plan becomes this; the plan before can be taken back. @param wanted `all`, or a value, of each axis */
export async function fillPlan(studio: Parts, code: ClassCode, count: number, wanted: Likeness): Promise<void> {
  const { planning, notices } = studio;
  const { draft: before } = planning.store.getState();
  const { tone, hair, size } = wanted;
  const asksForSkin = tone !== 'all' || hair !== 'all';
  planning.set({
    rule: { kind: 'number', count: 0 },
    byHand: { [code]: count },
    skin: 'all',
    skinOfClass: false,
    forClass: undefined, // a size is meant as the table has it, not as the class has it
    like: asksForSkin ? { tone, hair } : null,
    masks: { ...before.masks, from: 'model', size: SIZE_GROUPS.find((name) => name === size) ?? 'any', ofClass: false },
  });
  notices.offer(t('coverage.filled', { count, name: code }), {
    label: t('app.undo'),
    run: () => planning.set({ like: null, ...before }),
  });
  if (asksForSkin) await findSkin(studio, wanted);
}

/** Cuts skin out of training images of such tone and hair, where little is here. */
async function findSkin({ planning, dataset, library }: Parts, wanted: Likeness): Promise<void> {
  await library.describeAll();
  const { opened, content } = dataset.store.getState();
  if (planning.outlook().pieces >= LEAST_SKIN || opened?.source.kind !== 'open') return;
  await library.findSkin(IMAGES_FOR_SKIN, (at) => isLike(content.scan, at, { ...wanted, size: 'all' }));
}
