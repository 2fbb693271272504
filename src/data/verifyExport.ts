/**
 * Whether an export is what it says: intact, its files are those of the hashes; consistent, no fact contradicts another; signed, and by
 * which key. Every file is read once, all tables beside each other, a sample in memory at a time (docs/formats/export.md).
 */
import type { ExportReport, Signed } from '../contracts/exportReport';
import { failureOf, InlayError } from '../contracts/failure';
import type { SampleRecord } from '../contracts/sample';
import { MANIFEST, parseManifest, SIGNATURE, TAG_MANIFEST } from '../core/export/bag';
import { readSignature } from '../core/export/signature';
import { LATER_TAG_FILES, readAbout, TAG_FILES, bagitFaults, type AboutBag } from '../core/exportCheck/tagCheck';
import { sha256Hex } from '../core/provenance/digest';
import type { BlockSource } from './blockSource';
import { checkedPayload } from './checkedPayload';
import { createFindings, type Findings } from './findings';
import { readList, SET_FILES } from './listCheck';
import { openExport, type OpenedExport } from './openExport';
import { checkRows } from './rowsCheck';
import type { BackgroundOf } from './sampleCheck';
import { isSigned } from './signing';

export interface VerifyOptions {
  readonly onFile?: (done: number, total: number) => void;
  /** Told of each record, in their order. */
  readonly onRecord?: (record: SampleRecord) => void;
  /** Left out where no background is to be looked at. */
  readonly backgroundOf?: BackgroundOf;
}

/** Throws InlayError of zip-* or export-* where it cannot be opened at all (openExport). @param zip closed with it */
export async function verifyExport(zip: BlockSource, options: VerifyOptions = {}): Promise<ExportReport> {
  const opened = await openExport(zip);
  try {
    return await verifyOpened(opened, options);
  } finally {
    await opened.close();
  }
}

/** The same of an export that is open already, and stays so. */
export async function verifyOpened(opened: OpenedExport, options: VerifyOptions = {}): Promise<ExportReport> {
  const findings = createFindings();
  const about = await readTags(opened, findings);
  const manifest = (await findings.attempt(() => readManifest(opened))) ?? new Map<string, string>();
  checkListed(opened, manifest, findings);
  const payload = checkedPayload(opened, manifest, findings, options.onFile ?? (() => undefined));
  const listed = await findings.attempt(() => readList(payload, findings));
  const samples = listed ? await checkRows({ opened, payload, findings, about, listed, ...options }) : 0;
  await payload.rest();
  const signed = await readSigned(opened, findings);
  return { files: manifest.size, samples, signed, ...findings.found() };
}

async function readManifest(opened: OpenedExport): Promise<Map<string, string>> {
  const text = await opened.text(MANIFEST);
  try {
    return parseManifest(text);
  } catch (error) {
    throw new InlayError('export-file-damaged', { path: MANIFEST }, String(error));
  }
}

async function readTags(opened: OpenedExport, findings: Findings): Promise<AboutBag> {
  const bagit = await findings.attempt(() => opened.text('bagit.txt'));
  if (bagit !== null) findings.contradiction(...bagitFaults(bagit));
  const about = readAbout((await findings.attempt(() => opened.text('bag-info.txt'))) ?? '');
  await checkTagManifest(opened, findings, about.format);
  return about;
}

async function checkTagManifest(opened: OpenedExport, findings: Findings, format: number): Promise<void> {
  const path = TAG_MANIFEST;
  if (!opened.paths().includes(path)) {
    const isNeeded = format >= 2 || opened.paths().includes(SIGNATURE);
    if (isNeeded) findings.damage(failureOf('export-file-missing', { path }));
    return;
  }
  const text = (await findings.attempt(() => opened.text(path))) ?? '';
  const hashes = readTagManifest(text);
  if (!hashes || TAG_FILES.some((file) => !hashes.has(file)) || hashes.size > TAG_FILES.length)
    findings.contradiction(failureOf('export-line', { path, line: TAG_FILES.join(', ') }));
  for (const file of TAG_FILES) {
    const bytes = await findings.attempt(() => opened.bytes(file));
    const hash = hashes?.get(file);
    if (bytes && hash !== undefined && (await sha256Hex(bytes)) !== hash)
      findings.damage(failureOf('export-file-hash', { path: file }));
  }
}

function readTagManifest(text: string): Map<string, string> | null {
  try {
    return parseManifest(text, '');
  } catch {
    return null;
  }
}

/** Every file is in the manifest, and belongs to a record or to the set: the first is looked at here. */
function checkListed(opened: OpenedExport, manifest: ReadonlyMap<string, string>, findings: Findings): void {
  const tags: readonly string[] = [...TAG_FILES, ...LATER_TAG_FILES];
  for (const path of opened.paths())
    if (!manifest.has(path) && !tags.includes(path)) findings.damage(failureOf('export-file-unlisted', { path }));
  for (const file of SET_FILES)
    if (!manifest.has(`data/${file}`) && !opened.paths().includes(`data/${file}`))
      findings.damage(failureOf('export-file-missing', { path: `data/${file}` }));
}

async function readSigned(opened: OpenedExport, findings: Findings): Promise<Signed> {
  if (!opened.paths().includes(SIGNATURE)) return { kind: 'nobody' };
  const text = await findings.attempt(() => opened.text(SIGNATURE));
  const signature = text === null ? null : readSignature(text);
  const bytes = await findings.attempt(() => opened.bytes(TAG_MANIFEST));
  if (signature && bytes && (await isSigned(signature, bytes))) return { kind: 'signed', key: signature.key };
  findings.contradiction(failureOf('export-signature-wrong', { path: SIGNATURE }));
  return { kind: 'nobody' };
}
