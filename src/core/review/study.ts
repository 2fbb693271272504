/** The reader study: which images are shown. */
import type { ClassCode } from '../../contracts/classes';
import type { Study, StudyItem } from '../../contracts/study';
import { shuffled } from '../random/shuffle';

export interface Pool {
  readonly synthetic: readonly StudyItem[];
  readonly real: readonly StudyItem[];
}

/**
 * As many real as synthetic images of each class, so that the class gives nothing away, spread over the classes that both have.
 * @param classes of the project @param perKind how many of each kind are wanted; fewer come where there are not so many
 */
export function drawStudy(
  { synthetic, real }: Pool,
  classes: readonly ClassCode[],
  perKind: number,
  seed: number,
): StudyItem[] {
  const pools = classes.map((code, place) => {
    const own = (items: readonly StudyItem[], stream: number): StudyItem[] =>
      shuffled(
        items.filter((item) => item.class === code).sort((a, b) => (a.id < b.id ? -1 : 1)),
        seed,
        stream,
      );
    const stream = 2 * place;
    return { synthetic: own(synthetic, stream), real: own(real, stream + 1) };
  });
  const drawn: StudyItem[] = [];
  for (let round = 0; drawn.length < 2 * perKind; round += 1) {
    const left = pools.filter((pool) => pool.synthetic.length > round && pool.real.length > round);
    if (left.length === 0) break;
    for (const pool of left) {
      const [a, b] = [pool.synthetic[round], pool.real[round]];
      if (a && b && drawn.length < 2 * perKind) drawn.push(a, b);
    }
  }
  return shuffled(drawn, seed, 2 * classes.length);
}

/**
 * The study without questions that cannot be asked. For each, one of the other kind and the same class goes too, so that what is left gives
 * nothing away; what was answered stays.
 */
export function withoutQuestions(study: Study, missing: ReadonlySet<string>): Study {
  const asked = study.items.slice(0, study.answers.length);
  let open = study.items.slice(study.answers.length);
  for (const gone of open.filter(({ id }) => missing.has(id))) {
    const twin = open.findLast((item) => item.kind !== gone.kind && item.class === gone.class && !missing.has(item.id));
    open = open.filter((item) => item !== gone && item !== twin);
  }
  return { ...study, items: [...asked, ...open] };
}
