/** A recipe file to try things with: `tsx scripts/scale/recipe.ts BUNDLE SAMPLES STEPS > recipe.json`. */
import { readBundle, readImage } from '../../cli/files';
import { ISIC_CODES } from '../../src/contracts/classes';
import type { Recipe } from '../../src/contracts/recipe';
import { fillEllipse } from '../../src/core/mask/fillPath';
import { emptyMask, encodeRle } from '../../src/core/mask/rle';
import { pixelDigest, recipeDigest } from '../../src/core/provenance/digest';

const [folder = '', samples = '24', steps = '4'] = process.argv.slice(2);
const SKINS = 24;
const VARIANTS = 2;

const { manifest, manifestSha256 } = await readBundle(folder);
const { id, version } = manifest;
const recipes: { sha256: string; recipe: Recipe }[] = [];
for (let n = 0; n * VARIANTS < Number(samples); n += 1) {
  const skinId = `skin-${String((n % SKINS) + 1).padStart(2, '0')}`;
  const skin = await readImage(`public/skin/${skinId}.png`);
  const mask = emptyMask(skin.width, skin.height);
  fillEllipse(mask, { x: 70 + 2 * n, y: 90 }, { x: 150 + n, y: 160 + n }, 1);
  const recipe: Recipe = {
    ...{ schema: 1, bundle: { id, version, sha256: manifestSha256 }, seed: 1000 + n },
    class: ISIC_CODES[n % ISIC_CODES.length] ?? 'DF',
    background: { id: skinId, sha256: await pixelDigest(skin), licence: 'CC-BY-NC-SA-4.0' },
    mask: encodeRle(mask),
    sampler: { name: 'euler', steps: Number(steps), guidance: 2, featherPx: 4 },
    variants: Math.min(VARIANTS, Number(samples) - n * VARIANTS),
  };
  recipes.push({ sha256: await recipeDigest(recipe), recipe });
}
console.log(JSON.stringify({ schema: 1, recipes }));
