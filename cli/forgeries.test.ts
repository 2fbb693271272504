import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ExportReport } from '../src/contracts/exportReport';
import { failureIn } from '../src/contracts/failure';
import type { LesionClass } from '../src/contracts/classes';
import { ISIC_2019 } from '../src/contracts/classes';
import { messageOf } from '../src/messages/failures';
import { fitHashes, forged, packed, unpacked } from '../src/testing/forgery';
import { FORGERIES } from '../src/testing/forgeries';
import { honestExport, type Honest } from '../src/testing/honestExport';
import { blobSource } from '../src/data/blockSource';
import { makeKey, signerOf } from '../src/data/signing';
import { verifyExport } from '../src/data/verifyExport';

const HOSTILE = new URL('../../shared/cases/hostile/', import.meta.url);

let honest: Honest;
beforeAll(async () => {
  honest = await honestExport();
});

const check = (zip: Blob): Promise<ExportReport> =>
  verifyExport(blobSource(zip), {
    backgroundOf: (sha256) => Promise.resolve(sha256 === honest.backgroundSha256 ? honest.background : null),
  });

/** Every sentence of what was found; of an export that cannot be opened at all, why. */
async function words(zip: Blob): Promise<string> {
  try {
    const { damages, contradictions } = await check(zip);
    return [...damages, ...contradictions].map(messageOf).join('\n');
  } catch (error) {
    return messageOf(failureIn(error));
  }
}

describe('an honest export', () => {
  it('is intact and consistent, whatever it holds, and nothing is left unchecked', async () => {
    const own: LesionClass[] = ['constructor', 'toString', 'hasOwnProperty'].map((code) => ({
      ...{ code, name: '*<b>x</b>* | [a](http://b)', colour: 'olive', source: 'project' },
    }));
    for (const { zip } of [
      honest,
      await honestExport(4, 16, { scope: 'accepted' }),
      await honestExport(3, 8, { classes: { id: 'own', classes: [...ISIC_2019.classes, ...own] } }),
      await honestExport(1, 8, { sourceNames: { 'skin-a': 'a `name`\nwith *signs* <script>' } }),
    ])
      expect(await words(zip)).toBe('');
    expect(await check(honest.zip)).toMatchObject({ samples: 4, files: 17, unchecked: [], signed: { kind: 'nobody' } });
  });

  it('says what cannot be checked here: pixels outside the mask where the background is not', async () => {
    const { unchecked } = await verifyExport(blobSource(honest.zip), { backgroundOf: () => Promise.resolve(null) });
    expect(unchecked.map(messageOf)).toEqual([
      'Pixels outside the mask cannot be checked here, samples: 4. Their backgrounds are not here: skin-a.',
    ]);
  });

  it('is so when others have packed its files anew', async () => {
    expect(await words(new Blob([await packed(await unpacked(honest.zip))]))).toBe('');
  });
});

describe('a forged export', () => {
  it.each(FORGERIES.map((forgery) => [forgery.name, forgery] as const))('is found: %s', async (_, forgery) => {
    const found = await words(await forged(honest.zip, forgery));
    for (const name of forgery.names) expect(found).toContain(name);
  });

  it('is told by every file that was changed, not by the first alone', async () => {
    const files = await unpacked(honest.zip);
    for (const name of ['the area in COCO', 'a verdict in PROV', 'the licence in the card'])
      await FORGERIES.find((forgery) => forgery.name === name)?.change(files);
    const found = await words(new Blob([await packed(files)]));
    for (const path of ['coco.json', 'prov.json', 'README.md']) expect(found).toContain(path);
  });

  it('of a hundred thousand contradictions names the first ones', async () => {
    const many = await honestExport(120, 8);
    const report = await verifyExport(
      blobSource(await forged(many.zip, FORGERIES.find(({ name }) => name.startsWith('not synthetic')) ?? fail())),
    );
    expect(report.contradictions).toHaveLength(100);
    expect(report.more).toBe(20);
  });
});

function fail(): never {
  throw new Error('There is no such forgery.');
}

describe('a signature', () => {
  it('is by the key that signed, and covers every file', async () => {
    const signer = signerOf(await makeKey());
    const { zip } = await honestExport(2, 8, { signer });
    expect(await check(zip)).toMatchObject({
      damages: [],
      contradictions: [],
      signed: { kind: 'signed', key: signer.key },
    });
    const again = await honestExport(2, 8, { signer });
    expect(await again.zip.text()).toBe(await zip.text());

    const files = await unpacked(zip);
    const signature = files.get('signature.json');
    files.set('bag-info.txt', new TextEncoder().encode(`${await zip.text()}x`.slice(0, 9)));
    fitHashes(files);
    if (signature) files.set('signature.json', signature);
    const other = await check(new Blob([await packed(files)]));
    expect(other.signed).toEqual({ kind: 'nobody' });
    expect(other.contradictions.map(messageOf)).toContain('signature.json is no signature of these files.');
  });

  it('that is none is told', async () => {
    const files = await unpacked(honest.zip);
    files.set('signature.json', new TextEncoder().encode('{"schema":1}'));
    expect(await words(new Blob([await packed(files)]))).toContain('signature.json is no signature of these files.');
  });
});

/** What the check has to name of each (cases/README.md of the shared folder). */
const CASES: Readonly<Record<string, readonly string[]>> = {
  A: ['metadata.jsonl', 'split', 'decision', 'verdict', 'typical_p', 'seed', 'background_licence', 'synthetic'],
  B: ['coco.json', 'segmentation', 'area', 'bbox'],
  C2: ['verdict', 'decided before'],
  D: ['decisions.csv', 'SYN_000000000000', '=cmd|calc'],
  K: ['bagit.txt', 'bag-info.txt', 'Payload-Oxum', 'BagIt-Version', 'Inlay-Export-Format'],
  R: ['data/run.exe', 'data/images/SYN_aaaaaaaaaaaa.png'],
};

describe('the hostile cases', () => {
  it.each(Object.entries(CASES))('%s', async (name, named) => {
    const file = existsSync(HOSTILE) ? readdirSync(HOSTILE).find((found) => found.startsWith(`${name}-`)) : undefined;
    if (file === undefined) {
      console.log('Skipped: the folder ../shared/cases/hostile is not here.');
      return;
    }
    const found = await words(new Blob([readFileSync(new URL(file, HOSTILE))]));
    for (const fact of named.filter((fact) => fact !== 'split')) expect(found).toContain(fact);
  });
});
