import { afterEach, describe, expect, it, vi } from 'vitest';
import { pixelDigest } from '../core/provenance/digest';
import { encodePng } from '../core/provenance/png';
import { readSkin, readSkinIndex } from './shippedSkin';

const BASE = 'https://studio.test/';
const ENTRY = {
  id: 'skin-01',
  name: 'Skin 1',
  file: 'skin-01.png',
  width: 4,
  height: 4,
  sha256: '1'.repeat(64),
  licence: 'CC0',
  ita: 60.1,
};
const SCENE = { ...ENTRY, id: 'scene-1', file: 'scene-1.png', site: 'lower-limb', classes: ['DF', 'NV'], tone: 3 };

/** Serves files by their name. */
function serve(files: Readonly<Record<string, Uint8Array<ArrayBuffer> | string>>): void {
  vi.stubGlobal('fetch', (url: URL | string) => {
    const body = files[String(url).slice(BASE.length)];
    return Promise.resolve(new Response(body, { status: body === undefined ? 404 : 200 }));
  });
}
const readIndex = (entries: readonly unknown[]) => {
  serve({ 'skin/index.json': JSON.stringify(entries) });
  return readSkinIndex(BASE);
};

afterEach(() => vi.unstubAllGlobals());

describe('the index of shipped skin', () => {
  it('says where a scene is and which classes live there; an older index says neither', async () => {
    const [older, scene] = (await readIndex([ENTRY, SCENE])).map(({ background }) => background);
    expect(scene).toMatchObject({
      id: 'scene-1',
      site: 'lower-limb',
      classes: ['DF', 'NV'],
      tone: 3,
      origin: 'shipped',
    });
    expect(older).toEqual({
      id: 'skin-01',
      name: 'Skin 1',
      width: 4,
      height: 4,
      sha256: ENTRY.sha256,
      licence: 'CC0',
      origin: 'shipped',
      notices: [],
    });
  });

  it('is refused where it names no class of a lesion, or a site or a tone that nobody knows', async () => {
    for (const wrong of [{ classes: ['SKIN'] }, { classes: [] }, { site: 'elbow' }, { tone: 6 }, { tone: 2.5 }])
      await expect(readIndex([{ ...SCENE, ...wrong }]), JSON.stringify(wrong)).rejects.toThrow();
  });

  it('keeps skin of an earlier version, whose pixels are read as before', async () => {
    const image = {
      width: 4,
      height: 4,
      data: Uint8ClampedArray.from({ length: 64 }, (_, i) => (i % 4 === 3 ? 255 : 3 * i)),
    };
    const old = { ...ENTRY, sha256: await pixelDigest(image), retired: true };
    serve({ 'skin/index.json': JSON.stringify([SCENE, old]), 'skin/skin-01.png': encodePng(image) });
    const skin = (await readSkinIndex(BASE)).find(({ background }) => background.retired);
    expect(skin?.background.id).toBe('skin-01');
    if (skin) expect(await readSkin(skin)).toEqual(image);
  });
});
