import { beforeEach, describe, expect, it } from 'vitest';
import { BUNDLE_PATHS } from '../../contracts/bundle';
import { fail, succeed } from '../../contracts/failure';
import { selectionSchema } from '../../contracts/selection';
import { exampleStudio, type Example } from '../../testing/studio';
import { choices, isKept, ruleWords, USUAL_RULE } from '../../core/gates/choices';
import type { Studio } from '../studio';

let example: Example;
let studio: Studio;

beforeEach(async () => {
  example = await exampleStudio();
  studio = example.studio;
});

/** Samples whose typical p-values are given; null is a sample that no gate has scored. */
async function make(...ps: (number | null)[]): Promise<void> {
  const { generate } = example.answers;
  example.paint();
  studio.compose.set({ variants: 1 });
  for (const [i, p] of ps.entries()) {
    studio.compose.set({ seed: i });
    example.answers.generate = () => {
      const made = generate();
      const scores = p === null ? {} : { typical: { score: 1 - p, p, pass: true } };
      return made.ok ? succeed({ ...made.value, scores }) : made;
    };
    await studio.generation.generate();
  }
}

const all = () => [...studio.samples.store.getState().samples.values()];
const decisions = () => all().map(({ decision }) => decision?.outcome ?? null);

describe('the selection', () => {
  it('shows what it would do and decides nothing until it is applied', async () => {
    await make(0.5, 0.02, null);
    const chosen = choices(all(), studio.selection.store.getState());
    expect(all().map(({ id }) => chosen.get(id))).toEqual(['kept', 'gate', 'unscored']);
    expect(decisions()).toEqual([null, null, null]);
  });

  it('decides what nobody has decided, gives the rule as the reason, and is taken back in one step', async () => {
    await make(0.5, 0.02, 0.01, null);
    const [, second] = all();
    if (!second) throw new Error('nothing was made');
    await studio.samples.decide(second.id, 'accepted', { reason: 'mine' });
    await studio.selection.apply(all(), all());
    expect(decisions()).toEqual(['accepted', 'accepted', 'rejected', null]);
    expect(all()[1]?.decision?.reason).toBe('mine');
    expect(all()[2]?.decision?.reason).toBe('rule: typical 0.05'); // no other gate has judged them
    await studio.samples.undoDecision();
    expect(decisions()).toEqual([null, 'accepted', null, null]);
  });

  it('draws as many by chance as the rule keeps, the same ones for the same seed', async () => {
    await make(0.9, 0.8, 0.02, 0.01, null);
    studio.selection.setBy('control');
    const drawn = () => [...choices(all(), studio.selection.store.getState())].filter(([, c]) => isKept(c));
    expect(drawn()).toHaveLength(2);
    expect(drawn()).toEqual(drawn());
    const seen = new Set<string>();
    for (let i = 0; i < 12; i += 1) {
      await studio.selection.drawAgain();
      seen.add(
        drawn()
          .map(([id]) => id)
          .join(),
      );
    }
    expect(seen.size).toBeGreaterThan(1);
    expect(ruleWords(studio.selection.store.getState(), all())).toContain('random control, seed 13');
  });

  it('is kept with its control, and a change of the rule goes back to the rule', async () => {
    await studio.selection.drawAgain();
    studio.selection.setRule({ gamma: 0.4 });
    await studio.selection.settle();
    expect(studio.selection.store.getState().by).toBe('rule');
    const again = await example.reopened();
    expect(again.studio.selection.store.getState()).toMatchObject({
      rule: { ...USUAL_RULE, gamma: 0.4 },
      controlSeed: 2,
    });
  });

  it('changes nothing when the decisions cannot be kept, and says so', async () => {
    await make(0.5, 0.02);
    example.answers.saveDecisions = () => fail('storage-full', { what: 'decisions' });
    await studio.selection.apply(all(), all());
    expect(decisions()).toEqual([null, null]);
    expect(example.problems()).toContain('There is no storage left on this device for the decisions.');
  });

  it('keeps the most varied ones among those that pass, once they are described', async () => {
    await make(0.9, 0.8, 0.7, 0.6, null);
    const seen = [[1, 0], [1, 0.01], [0, 1], [0.01, 1]].map((deep) => Float32Array.from(deep)); // prettier-ignore
    let asked = 0;
    example.answers.describe = () => {
      const none = new Float32Array(1);
      const deep = seen[asked++ % seen.length] ?? none;
      return succeed({ texture: none, mid: none, deep, logits: none, hashes: new Uint32Array(16) });
    };
    const found = () => {
      const chosen = choices(all(), studio.selection.store.getState());
      return all().map(({ id }) => chosen.get(id));
    };
    const { manifest } = studio.session.store.getState();
    const encoder = { path: BUNDLE_PATHS.encoder, bytes: 1, sha256: '0'.repeat(64) };
    if (manifest) studio.session.store.setState({ manifest: { ...manifest, files: [encoder] } });
    studio.selection.setRule({ mostVaried: 0.4 });
    expect(found()).toEqual([...new Array<string>(4).fill('undescribed'), 'unscored']);
    await studio.selection.apply(all(), all());
    expect(decisions()).toEqual([null, null, null, null, null]);
    await studio.selection.settle();
    expect(found()).toEqual(['kept', 'like-others', 'kept', 'like-others', 'unscored']);
    await studio.selection.apply(all(), all());
    expect(all()[0]?.decision?.reason).toContain('most varied 0.4');
    await studio.selection.describe();
    expect(asked).toBe(4);
    expect(studio.selection.store.getState().describing).toBeNull();
  });

  it('that was kept by an earlier version has no such share', () => {
    const { mostVaried, ...earlier } = { ...USUAL_RULE, mostVaried: undefined };
    expect(mostVaried).toBeUndefined();
    expect(selectionSchema.parse({ schema: 1, rule: earlier, controlSeed: 1 }).rule).toEqual(USUAL_RULE);
  });
});
