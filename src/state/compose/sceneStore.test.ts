import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fail, succeed, type Outcome } from '../../contracts/failure';
import type { Mask, RgbaImage } from '../../contracts/image';
import type { SceneFits } from '../../contracts/inference';
import { exampleStudio, type Example } from '../../testing/studio';
import { withClasses } from '../queue/sceneClasses';
import { readsScenes } from './sceneStore';

const SCENES = { path: 'reference/scenes.json', bytes: 1, sha256: '0'.repeat(64) };
const sceneFits = vi.fn<(background: RgbaImage, mask: Mask | null) => Promise<Outcome<SceneFits | null>>>();
let example: Example;

beforeEach(async () => {
  example = await exampleStudio();
  sceneFits.mockReset().mockResolvedValue(succeed({ DF: 0.04, NV: 0.6 }));
  Object.assign(example.dependencies.inference, { sceneFits });
});

/** As if the bundle read scenes. */
function reading(): void {
  const { store } = example.studio.session;
  const { manifest } = store.getState();
  if (manifest) store.setState({ manifest: { ...manifest, files: [SCENES] } });
}
const fits = () => example.studio.scene.store.getState().fits;

describe('the scene on the Compose screen', () => {
  it('is read once the mask rests, the mask with it', async () => {
    reading();
    example.paint();
    expect(sceneFits).not.toHaveBeenCalled();
    example.runTimers();
    await vi.waitFor(() => expect(fits()).toEqual({ DF: 0.04, NV: 0.6 }));
    expect(sceneFits.mock.lastCall?.[1]?.data.includes(1)).toBe(true);
  });

  it('is not read with a bundle that cannot, and nothing is said where reading fails', async () => {
    example.paint();
    example.runTimers();
    expect(sceneFits).not.toHaveBeenCalled();
    reading();
    sceneFits.mockResolvedValue(fail('device-lost'));
    example.studio.compose.document.undo();
    example.runTimers();
    await vi.waitFor(() => expect(sceneFits).toHaveBeenCalled());
    expect(fits()).toBeNull();
    expect([readsScenes(null), readsScenes({ files: [] }), readsScenes({ files: [SCENES] })]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('is forgotten where another mask came while it was read', async () => {
    reading();
    example.paint();
    let answer: (fits: Outcome<SceneFits | null>) => void = () => undefined;
    sceneFits.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    example.runTimers();
    example.studio.compose.document.undo();
    answer(succeed({ DF: 0.9 }));
    await Promise.resolve();
    expect(fits()).toBeNull();
  });
});

describe('skin that the person opened', () => {
  it('gets the classes that the bundle finds to live there; other skin keeps its own', async () => {
    reading();
    const { compose, library } = example.studio;
    const [skin] = compose.store.getState().backgrounds;
    if (!skin) throw new Error('There is no skin.');
    compose.putBackgrounds([
      { ...skin, id: 'own-1', origin: 'file' },
      { ...skin, id: 'own-2', origin: 'region', class: 'MEL' },
    ]);
    await library.scenes.read();
    expect(sceneFits).toHaveBeenCalledTimes(1);
    const { livesIn } = library.store.getState();
    const classes = withClasses(compose.store.getState().backgrounds, livesIn).map((own) => [own.id, own.classes]);
    expect(classes).toEqual([
      ['skin-01', undefined],
      ['own-1', ['NV']],
      ['own-2', undefined],
    ]);
    await library.scenes.read();
    expect(sceneFits).toHaveBeenCalledTimes(1);
  });
});
