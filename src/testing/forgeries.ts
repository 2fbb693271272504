/** Kinds of forged exports, each made from an honest one: what `verify` says of them is in docs/results/trust.md. */
import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '../core/provenance/digest';
import { edit, fitHashes, forgeMask, forgeRecord, recordsOf, textIn, type Files, type Forgery } from './forgery';

const hex = (bytes: Uint8Array): string => toHex(sha256(bytes));
const text = (words: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(words);

/** A text that is changed, and every hash made to fit. */
function inFile(name: string, path: string, change: (text: string) => string, names: readonly string[]): Forgery {
  return {
    name,
    names,
    change(files) {
      edit(files, path, change);
      fitHashes(files);
    },
  };
}

function extra(name: string, path: string, names: readonly string[]): Forgery {
  return {
    name,
    names,
    change(files) {
      files.set(path, text('MZ'));
      fitHashes(files);
    },
  };
}

/** A name in the zip that is changed to another of as many bytes. */
function renamed(
  name: string,
  from: string,
  to: string,
  names: readonly string[],
  where: 'both' | 'local' = 'both',
): Forgery {
  return {
    name,
    names,
    change(files: Files) {
      files.set(from, text('MZ'));
      fitHashes(files);
    },
    patch(zip) {
      const [before, after] = [text(from), text(to)];
      if (before.length !== after.length) throw new Error(`${from} and ${to} are not as long.`);
      let [left, at] = [where === 'both' ? 2 : 1, -1];
      for (let i = 0; i + before.length <= zip.length && left > 0; i += 1)
        if (before.every((byte, j) => zip[i + j] === byte)) {
          const mark = new DataView(zip.buffer).getUint32(Math.max(0, i - 46), true);
          const isHeader =
            mark === 0x02014b50 || new DataView(zip.buffer).getUint32(Math.max(0, i - 30), true) === 0x04034b50;
          if (!isHeader) continue;
          zip.set(after, i);
          left -= 1;
          at = i;
        }
      if (at < 0) throw new Error(`${from} was not found.`);
      return zip;
    },
  };
}

const flipped = (said: string): string => (said === 'credible' ? 'doubtful' : 'credible');

export const FORGERIES: readonly Forgery[] = [
  // records against themselves
  {
    name: 'every gate failed, and the verdict says credible',
    names: ['verdict', 'doubtful'],
    change: (files) =>
      forgeRecord(files, (record) => ({
        ...record,
        scores: Object.fromEntries(
          Object.entries(record.scores).map(([id, result]) => [id, { ...result, p: 0.0001, pass: false }]),
        ),
      })).then(() => fitHashes(files)),
  },
  {
    name: 'a score passes that is below its level',
    names: ['scores.typical.pass'],
    change: (files) =>
      forgeRecord(files, (record) => ({
        ...record,
        scores: { ...record.scores, typical: { score: 9, p: 0.001, pass: true } },
      })).then(() => fitHashes(files)),
  },
  {
    name: 'pixels outside the mask inverted, recorded as 0',
    names: ['outsideMaskMaxDiff'],
    change: (files) =>
      forgeRecord(
        files,
        (record) => record,
        ({ data }) => data.forEach((value, i) => (data[i] = i % 4 === 3 ? 255 : 255 - value)),
      ).then(() => fitHashes(files)),
  },
  {
    name: 'decided before it was made',
    names: ['decided before'],
    change: (files) =>
      forgeRecord(files, (record) => ({
        ...record,
        decision: { outcome: 'accepted', reason: '', when: '1999-01-01T00:00:00.000Z' },
      })).then(() => fitHashes(files)),
  },
  {
    name: 'another version of the model than the recipe’s',
    names: ['something else than its recipe'],
    change: (files) =>
      forgeRecord(files, (record) => ({
        ...record,
        environment: { ...record.environment, bundle: { ...record.environment.bundle, version: '9.9.9' } },
      })).then(() => fitHashes(files)),
  },
  inFile('a record says more than a record does', 'data/provenance.jsonl', (all) => all.replace('"synthetic":true', '"synthetic":true,"confirmedBy":"Dr. No"'), ['provenance.jsonl', 'confirmedBy']), // prettier-ignore
  inFile('a fact stands twice in one line', 'data/provenance.jsonl', (all) => all.replace('{"id"', '{"seed":1,"id"'), ['provenance.jsonl']), // prettier-ignore
  // tables against records
  inFile('the split of one row', 'data/metadata.jsonl', (all) => all.replace('"split":"train"', '"split":"test"'), ['split']), // prettier-ignore
  inFile('a decision in the metadata', 'data/metadata.jsonl', (all) => all.replace('"decision":"accepted"', '"decision":"rejected"'), ['metadata.jsonl', 'decision']), // prettier-ignore
  inFile('a p-value in the metadata', 'data/metadata.jsonl', (all) => all.replace(/"typical_p":[\d.]+/, '"typical_p":0.99'), ['metadata.jsonl', 'typical_p']), // prettier-ignore
  inFile('the licence in the metadata', 'data/metadata.jsonl', (all) => all.replaceAll(/"background_licence":"[^"]*"/g, '"background_licence":"CC0"'), ['metadata.jsonl', 'background_licence']), // prettier-ignore
  inFile('not synthetic in the metadata', 'data/metadata.jsonl', (all) => all.replaceAll('"synthetic":true', '"synthetic":false'), ['metadata.jsonl', 'synthetic']), // prettier-ignore
  inFile('a column more in the metadata', 'data/metadata.jsonl', (all) => all.replaceAll('"synthetic":true', '"synthetic":true,"biopsy":"yes"'), ['metadata.jsonl', 'biopsy']), // prettier-ignore
  inFile('a label in the ground truth', 'data/GroundTruth.csv', (all) => all.replace(/(SYN_\w+),0\.0/, '$1,1.0'), ['GroundTruth.csv']), // prettier-ignore
  inFile('decisions of nobody', 'data/decisions.csv', () => 'image,decision\r\nSYN_000000000000,rejected\r\n=cmd|calc,accepted\r\n', ['decisions.csv']), // prettier-ignore
  inFile('another outcome in the decisions', 'data/decisions.csv', (all) => all.replace(',accepted,', ',rejected,'), ['decisions.csv', 'decision']), // prettier-ignore
  inFile('another reason in the decisions', 'data/decisions.csv', (all) => all.replace(/,accepted,[^,]*,/, ',accepted,seen by a professor,'), ['decisions.csv', 'reason']), // prettier-ignore
  inFile('a decision more', 'data/decisions.csv', (all) => `${all}${all.trim().split('\r\n').at(-1)?.replace(/SYN_\w+/, 'SYN_ffffffffffff') ?? ''}\r\n`, ['decisions.csv']), // prettier-ignore
  // masks
  inFile('the runs in COCO', 'data/coco.json', (all) => all.replace(/"counts":"[^"]*"/, '"counts":"`1"'), ['coco.json', 'segmentation']), // prettier-ignore
  inFile('the area in COCO', 'data/coco.json', (all) => all.replace(/"area":\d+/, '"area":1'), ['coco.json', 'area']),
  inFile('the box in COCO', 'data/coco.json', (all) => all.replace(/"bbox":\[[\d,]*\]/, '"bbox":[0,0,1,1]'), ['coco.json', 'bbox']), // prettier-ignore
  inFile('the licences in COCO', 'data/coco.json', (all) => all.replace(/"licenses":\[\{"id":1,"name":"[^"]*"/, '"licenses":[{"id":1,"name":"CC0"'), ['coco.json', 'licenses']), // prettier-ignore
  {
    name: 'another mask file',
    names: ['masks/SYN_'],
    change(files) {
      forgeMask(files);
      fitHashes(files);
    },
  },
  {
    name: 'a chunk more in an image',
    names: ['images/SYN_', 'gAMA'],
    change: async (files) => {
      const { withTextChunks } = await import('../core/provenance/png');
      const path = `data/images/${recordsOf(files)[0]?.id ?? ''}.png`;
      const before = files.get(path) ?? new Uint8Array();
      const after = withTextChunks(before, [{ keyword: 'gAMA', kind: 'tEXt', text: 'x' }]);
      for (let i = 0; i + 4 < 60; i += 1)
        if (after[i] === 0x74 && after[i + 1] === 0x45 && after[i + 2] === 0x58) after.set(text('gAMA'), i);
      files.set(path, after);
      fitHashes(files);
    },
  },
  // about the set
  inFile('the count in the card', 'data/README.md', (all) => all.replace(/^\d+ \*\*synthetic/m, '9000 **synthetic'), ['README.md', '9000']), // prettier-ignore
  inFile('the licence in the card', 'data/README.md', (all) => all.replace(/^(Licences inherited .*: ).*$/m, '$1CC0.'), ['README.md', 'CC0']), // prettier-ignore
  inFile('a sentence more in the card', 'data/README.md', (all) => `${all}- Confirmed by three dermatologists.\n`, ['README.md', 'three dermatologists']), // prettier-ignore
  inFile('verdicts in the card', 'data/README.md', (all) => all.replace(/verdicts: \d+ credible/, 'verdicts: 99 credible'), ['README.md', '99']), // prettier-ignore
  inFile('the licence in Croissant', 'data/croissant.json', (all) => all.replace(/"license": \[[^\]]*\]/, '"license": [\n  "CC0"\n ]'), ['croissant.json', 'license']), // prettier-ignore
  {
    name: 'the hash in Croissant',
    names: ['croissant.json', 'sha256'],
    change(files) {
      fitHashes(files);
      edit(files, 'data/croissant.json', (all) =>
        all.replace(/"sha256": "[0-9a-f]{64}"/, `"sha256": "${'0'.repeat(64)}"`),
      );
      const metadata = files.get('data/metadata.jsonl') ?? new Uint8Array();
      files.delete('data/metadata.jsonl'); // so that its hash is not put right
      files.set('data/metadata.jsonl', metadata);
      fitManifestOnly(files);
    },
  },
  inFile('a class in PROV', 'data/prov.json', (all) => all.replace(/("sample:SYN_\w+":\{[^}]*"inlay:class":")\w+/, '$1MEL'), ['prov.json', 'inlay:class']), // prettier-ignore
  inFile('a time in PROV', 'data/prov.json', (all) => all.replace(/("making:SYN_\w+":\{"prov:endTime":")\d{4}/, '$11999'), ['prov.json', 'prov:endTime']), // prettier-ignore
  inFile('a verdict in PROV', 'data/prov.json', (all) => all.replace(/"inlay:verdict":"(\w+)"/, (_, said: string) => `"inlay:verdict":"${flipped(said)}"`), ['prov.json', 'inlay:verdict']), // prettier-ignore
  // the bag
  inFile('another BagIt version', 'bagit.txt', (all) => all.replace('1.0', '0.1'), ['bagit.txt', 'BagIt-Version']),
  inFile('another date of the bag', 'bag-info.txt', (all) => all.replace(/Bagging-Date: .*/, 'Bagging-Date: 1999-01-01'), ['bag-info.txt', 'Bagging-Date']), // prettier-ignore
  inFile('another program', 'bag-info.txt', (all) => all.replace(/Bag-Software-Agent: .*/, 'Bag-Software-Agent: <script>'), ['bag-info.txt', 'Bag-Software-Agent']), // prettier-ignore
  inFile('a label more', 'bag-info.txt', (all) => `${all}Contact-Name: Dr. No\n`, ['bag-info.txt', 'Contact-Name']),
  {
    name: 'another Payload-Oxum',
    names: ['bag-info.txt', 'Payload-Oxum'],
    change(files) {
      edit(files, 'bag-info.txt', (all) => all.replace(/Payload-Oxum: .*/, 'Payload-Oxum: 1.1'));
      fitTagManifest(files);
    },
  },
  {
    name: 'a tag manifest of other files',
    names: ['does not match its hash'],
    change: (files) => edit(files, 'tagmanifest-sha256.txt', (all) => all.replace(/^[0-9a-f]{64}/, '0'.repeat(64))),
  },
  // payload without a record
  extra('a program in the payload', 'data/run.exe', ['data/run.exe']),
  extra('an image without a record', 'data/images/SYN_aaaaaaaaaaaa.png', ['SYN_aaaaaaaaaaaa.png']),
  {
    name: 'a recipe that no sample is from',
    names: ['recipe.json'],
    change(files) {
      const [first] = recordsOf(files);
      edit(files, 'data/provenance.jsonl', (all) => all.slice(all.indexOf('\n') + 1));
      files.delete(`data/images/${first?.id ?? ''}.png`);
      files.delete(`data/masks/${first?.id ?? ''}_segmentation.png`);
      fitHashes(files);
    },
  },
  // names and headers
  extra('names that differ in capitals', 'data/readme.md', ['one name on some systems']),
  renamed('a name that leads out', 'data/aaaaaaa.txt', 'data/../../a.txt', ['leads out']),
  renamed('an absolute name', 'data/aaaa.txt', '/data/aaa.txt', ['leads out']),
  renamed('a name with ./', 'data/aaaa.txt', 'data/./aa.txt', ['no plain path']),
  renamed('a name with a backslash', 'data/aaaa.txt', 'data\\aaaa.txt', ['no plain path']),
  renamed('a name with NUL', 'data/aaaa.txt', 'data/a\0aa.txt', ['not seen']),
  renamed('a name that is read from right to left', 'data/aaaaaa.exe', 'data/a\u202eaa.exe', ['not seen']),
  renamed('a device of Windows', 'data/aaa.txt', 'data/con.txt', ['Windows']),
  renamed('a name with a point at its end', 'data/aaaa.txt', 'data/aaaatxt.', ['Windows']),
  renamed('two names of one file', 'data/aaaa.txt', 'data/bbbb.txt', ['two things'], 'local'),
  {
    name: 'bytes before the zip',
    names: ['read this zip differently'],
    change: () => undefined,
    patch: (zip) => new Uint8Array([...text('#!/bin/sh\n'), ...zip]),
  },
];

/** The manifest, and what follows from it. */
function fitManifestOnly(files: Files): void {
  const croissant = files.get('data/croissant.json') ?? new Uint8Array();
  fitHashes(files);
  files.set('data/croissant.json', croissant);
  fitOne(files, 'data/croissant.json');
  fitTagManifest(files);
}

function fitOne(files: Files, path: string): void {
  const { hash } = { hash: hex(files.get(path) ?? new Uint8Array()) };
  edit(files, 'manifest-sha256.txt', (all) =>
    all.replace(new RegExp(`[0-9a-f]{64}(?=  ${path.replace('.', '\\.')})`), hash),
  );
}

function fitTagManifest(files: Files): void {
  if (!textIn(files, 'tagmanifest-sha256.txt')) return;
  for (const path of ['bagit.txt', 'bag-info.txt', 'manifest-sha256.txt']) {
    const hash = hex(files.get(path) ?? new Uint8Array());
    const all = textIn(files, 'tagmanifest-sha256.txt');
    files.set(
      'tagmanifest-sha256.txt',
      text(all.replace(new RegExp(`[0-9a-f]{64}(?=  ${path.replace('.', '\\.')})`), hash)),
    );
  }
  files.delete('signature.json');
}
