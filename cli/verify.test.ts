import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader, ZipWriter } from '@zip.js/zip.js';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeKey, signerOf } from '../src/data/signing';
import { honestExport } from '../src/testing/honestExport';
import { withNinthClass } from '../e2e/support/bundles';
import { readBundle } from './files';
import { BUNDLE, COMMON, recipe, run, workplace } from './testing';

const { at, said, complained, writeJson } = workplace();

/** The same zip with its files changed. */
async function tampered(zip: string, name: string, change: (files: Map<string, Uint8Array>) => void): Promise<string> {
  const archive = new ZipReader(new Uint8ArrayReader(new Uint8Array(await readFile(zip))));
  const files = new Map<string, Uint8Array>();
  for (const entry of await archive.getEntries())
    if (!entry.directory) files.set(entry.filename, await entry.getData(new Uint8ArrayWriter()));
  change(files);
  const writer = new ZipWriter(new Uint8ArrayWriter());
  for (const [path, bytes] of files) await writer.add(path, new Uint8ArrayReader(bytes));
  await writeFile(at(name), await writer.close());
  return at(name);
}

/** The lines of the payload's hashes, as somebody would make them anew who wants to hide a change. */
function manifestOf(files: ReadonlyMap<string, Uint8Array>): string {
  return [...files]
    .filter(([path]) => path.startsWith('data/'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, bytes]) => `${createHash('sha256').update(bytes).digest('hex')}  ${path}\n`)
    .join('');
}

/** The first verdict, the other way round. */
function otherVerdict(records: string): string {
  return records.replace(/"outcome":"(credible|doubtful)"/, (_, said) =>
    said === 'credible' ? '"outcome":"doubtful"' : '"outcome":"credible"',
  );
}

/** The first sample, said to show a melanoma: MEL is the first column. */
function otherLabel(truth: string): string {
  const [head = '', first = '', ...rest] = truth.split('\r\n');
  const [id = '', ...cells] = first.split(',');
  return [head, [id, '1.0', ...cells.slice(1).map(() => '0.0')].join(), ...rest].join('\r\n');
}

describe('pack, verify and replay', () => {
  let zip: string;
  beforeAll(async () => {
    zip = at('set.zip');
    const file = await writeJson('recipe.json', await recipe());
    expect(await run('generate', file, '--out', at('whole'), ...COMMON)).toBe(0);
    expect(await run('pack', at('whole'), '--out', zip), complained.join()).toBe(0);
  });

  it('pack the same bytes again, and say when there is nothing to pack', async () => {
    expect(await run('pack', at('whole'), '--out', at('again.zip'), '--json')).toBe(0);
    expect(said.at(-1)).toContain('"samples":3');
    const renamed = at('set/set.zip'); // the name is in the card
    await mkdir(at('set'));
    expect(await run('pack', at('whole'), '--out', renamed)).toBe(0);
    expect((await readFile(renamed)).equals(await readFile(zip))).toBe(true);
    expect(await run('pack', at('set'), '--out', at('none.zip'))).toBe(3);
    expect(complained.at(-1)).toContain('There is no sample in');
    expect((await readdir(at('.'))).filter((name) => name.includes('partial') || name === 'none.zip')).toEqual([]);
  });

  it('find nothing in what was exported, and make the same pixels again', async () => {
    expect(await run('verify', zip), complained.join()).toBe(0);
    expect(said[0]).toContain('no fact contradicts another');
    expect(await run('replay', zip, '--bundle', BUNDLE, '--threads', '1', '--json')).toBe(0);
    expect(said.slice(1).map((line) => (JSON.parse(line) as { maxDiff: number }).maxDiff)).toEqual([0, 0, 0]);
    expect(await run('verify', BUNDLE)).toBe(0);
  });

  it('find a flipped bit in any file', async () => {
    const paths: string[] = [];
    await tampered(zip, 'same.zip', (files) => paths.push(...files.keys()));
    for (const path of paths) {
      // within the zip, so that its own checksum is wrong
      const bytes = new Uint8Array(await readFile(zip));
      const archive = new ZipReader(new Uint8ArrayReader(bytes));
      const entry = (await archive.getEntries()).find(({ filename }) => filename === path);
      const nameLength = (bytes[(entry?.offset ?? 0) + 26] ?? 0) + 256 * (bytes[(entry?.offset ?? 0) + 27] ?? 0);
      const extraLength = (bytes[(entry?.offset ?? 0) + 28] ?? 0) + 256 * (bytes[(entry?.offset ?? 0) + 29] ?? 0);
      const middle =
        (entry?.offset ?? 0) + 30 + nameLength + extraLength + Math.floor((entry?.compressedSize ?? 0) / 2);
      bytes[middle] = (bytes[middle] ?? 0) ^ 4;
      await writeFile(at('flipped.zip'), bytes);
      expect(await run('verify', at('flipped.zip')), path).toBe(1);
    }
  });

  it.each([
    ['a missing file', (files: Map<string, Uint8Array>) => files.delete('data/coco.json'), 'data/coco.json is missing'],
    [
      'an extra file',
      (files: Map<string, Uint8Array>) => files.set('data/more.txt', new Uint8Array(3)),
      'data/more.txt is not in the manifest',
    ],
    [
      'a path that leads out of it',
      (files: Map<string, Uint8Array>) => files.set('data/../../evil.png', new Uint8Array(3)),
      'leads out of it',
    ],
    [
      'a file beside the payload',
      (files: Map<string, Uint8Array>) => files.set('run.sh', new Uint8Array(3)),
      'run.sh is not in the manifest',
    ],
  ])('find %s', async (_, change, words) => {
    expect(await run('verify', await tampered(zip, 'changed.zip', change))).toBe(1);
    expect(said[0]).toContain(words);
  });

  it.each<[string, string, (text: string) => string, string]>([
    ['a verdict', 'provenance.jsonl', otherVerdict, 'is not the one in provenance.jsonl'],
    ['a class', 'provenance.jsonl', (text) => text.replace('"class":"DF"', '"class":"AK"'), 'something else than its'],
    ['a label', 'GroundTruth.csv', otherLabel, 'GroundTruth.csv gives SYN_'],
    ['a label', 'metadata.jsonl', (text) => text.replace('"label":"DF"', '"label":"AK"'), 'metadata.jsonl gives SYN_'],
    ['a label', 'coco.json', (text) => text.replace(/"category_id":\d/, '"category_id":1'), 'coco.json gives SYN_'],
  ])('find %s that was changed in %s, though every hash was made to fit', async (_, name, change, words) => {
    const changed = await tampered(zip, 'changed.zip', (files) => {
      const before = new TextDecoder().decode(files.get(`data/${name}`));
      expect(change(before)).not.toBe(before);
      files.set(`data/${name}`, new TextEncoder().encode(change(before)));
      files.set('manifest-sha256.txt', new TextEncoder().encode(manifestOf(files)));
    });
    expect(await run('verify', changed)).toBe(1);
    expect(said[0]).toContain(words);
  });

  it('do not read a file that says it is larger than any image', async () => {
    const bytes = await readFile(zip);
    const name = bytes.lastIndexOf('bagit.txt'); // in the list at the end
    bytes.writeUInt32LE(2 ** 30, name - 46 + 24); // its size, unpacked
    await writeFile(at('huge.zip'), bytes);
    expect(await run('verify', at('huge.zip'))).toBe(3);
    expect(complained[0]).toContain('bagit.txt unpacks to more than 200 times its size');
  });

  it('say that a zip was made by a later version', async () => {
    const later = await tampered(zip, 'later.zip', (files) => {
      const info = new TextDecoder().decode(files.get('bag-info.txt'));
      files.set('bag-info.txt', new TextEncoder().encode(info.replace('Export-Format: 2', 'Export-Format: 3')));
    });
    expect(await run('replay', later)).toBe(3);
    expect(complained[0]).toContain('It was written by a later version (Inlay ');
    expect(await run('verify', later)).toBe(1);
  });

  it('say of a zip that is none of ours what is missing in it', async () => {
    const other = await tampered(zip, 'other.zip', (files) => files.clear());
    expect(await run('verify', other)).toBe(3);
    expect(await run('replay', other)).toBe(3);
    await writeFile(at('text.zip'), 'hello');
    expect(await run('replay', at('text.zip'))).toBe(3);
    expect(await run('replay', zip)).toBe(3); // made with another bundle than the shipped one
    expect(complained.at(-1)).toContain('was made with the bundle inlay-smoke');
    expect(await run('replay', zip, '--bundle', BUNDLE, '--only', 'SYN_000000000000')).toBe(2);
  });
});

describe('verify of a signed set', () => {
  it('says by whom, wants the key that is named, and says what cannot be checked', async () => {
    const signer = signerOf(await makeKey());
    const { zip } = await honestExport(2, 8, { signer });
    await writeFile(at('signed.zip'), new Uint8Array(await zip.arrayBuffer()));
    expect(await run('verify', at('signed.zip')), complained.join()).toBe(0);
    expect(said[0]).toContain('intact: 13 files');
    expect(said[0]).toContain(`signed: by ${signer.key}`);
    expect(said[0]).toContain('cannot be checked here');
    await writeFile(at('key.txt'), `the clinic: ${signer.key}\n`);
    expect(await run('verify', at('signed.zip'), '--key', at('key.txt'), '--json')).toBe(0);
    expect(JSON.parse(said[1] ?? '')).toMatchObject({ intact: true, consistent: true, signed: signer.key });
    expect(await run('verify', at('signed.zip'), '--key', 'a'.repeat(64))).toBe(1);
    expect(said[2]).toContain('not signed by aaaa');
    expect(await run('verify', at('signed.zip'), '--key', 'abc')).toBe(2);
    expect(complained[0]).toContain('64 hexadecimal digits');
    const unsigned = await honestExport(2, 8);
    await writeFile(at('unsigned.zip'), new Uint8Array(await unsigned.zip.arrayBuffer()));
    expect(await run('verify', at('unsigned.zip'))).toBe(0);
    expect(said[3]).toContain('consistent; anyone could have written it');
    expect(await run('verify', at('unsigned.zip'), '--key', signer.key)).toBe(1);
  });
});

describe('a set over more classes than ISIC 2019 has', () => {
  it('is made, packed with its list, verified, scored and replayed; a list that does not fit is found', async () => {
    const nine = at('nine');
    for (const [path, bytes] of await withNinthClass('SPITZ', 'Spitz nevus', 'DF')) {
      await mkdir(join(nine, path, '..'), { recursive: true });
      await writeFile(join(nine, path), bytes);
    }
    const { manifestSha256: sha256 } = await readBundle(nine);
    const { bundle } = await recipe();
    const file = await writeJson(
      'nine.json',
      await recipe({ class: 'SPITZ', variants: 1, bundle: { ...bundle, sha256 } }),
    );
    const out = at('ninth');
    const withNine = ['--bundle', nine, '--threads', '1'];
    expect(await run('generate', file, '--out', out, ...withNine), complained.join()).toBe(0);
    const zip = at('ninth.zip');
    expect(await run('pack', out, '--out', zip), complained.join()).toBe(0);
    expect(await run('verify', zip), complained.join()).toBe(0);
    expect(await run('replay', zip, ...withNine, '--json'), complained.join()).toBe(0);
    expect(JSON.parse(said.at(-1) ?? '')).toMatchObject({ maxDiff: 0 });
    await cp(join(out, 'images'), at('scored/Spitz'), { recursive: true });
    expect(await run('score', at('scored'), ...withNine, '--json'), complained.join()).toBe(0);
    expect(JSON.parse(said.at(-1) ?? '')).toMatchObject({
      class: 'SPITZ',
      verdict: 'unscored',
      reason: 'Not scored: there are no held-out real images of SPITZ to compare with.',
    });

    const text = (files: Map<string, Uint8Array>, path: string) => new TextDecoder().decode(files.get(path));
    const fit = (files: Map<string, Uint8Array>) =>
      files.set('manifest-sha256.txt', new TextEncoder().encode(manifestOf(files)));
    const cases: [name: string, change: (files: Map<string, Uint8Array>) => void, words: string][] = [
      [
        'gone.zip',
        (files) => void files.delete('data/classes.json'),
        'names a list of classes, and classes.json is missing',
      ],
      [
        'renamed.zip',
        (files) => {
          const list = text(files, 'data/classes.json').replace('Spitz nevus', 'another name');
          files.set('data/classes.json', new TextEncoder().encode(list));
        },
        'names another list of classes than classes.json',
      ],
      ['broken.zip', (files) => void files.set('data/classes.json', new TextEncoder().encode('{}')), 'classes.json'],
    ];
    for (const [name, change, words] of cases) {
      const changed = await tampered(zip, name, (files) => {
        change(files);
        fit(files);
      });
      expect(await run('verify', changed), name).not.toBe(0);
      expect([...said, ...complained].join(), name).toContain(words);
    }
  });
});
