/** What each exported PNG carries inside: its record, and the mark that says it is partly made by a model. */
import { sampleRecordSchema, type SampleRecord } from '../../contracts/sample';
import { readTextChunks, withTextChunks } from './png';

export const RECORD_KEYWORD = 'inlay';
const XMP_KEYWORD = 'XML:com.adobe.xmp';
/** IPTC's term for inpainting by a trained model: part photograph or rendering, part generated. */
export const DIGITAL_SOURCE_TYPE =
  'http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia';

/** Adds the record (without the file's own hash, which it cannot contain) and the IPTC digital source type as XMP. */
export function embedRecord(png: Uint8Array, record: SampleRecord): Uint8Array<ArrayBuffer> {
  return withTextChunks(png, [
    { keyword: RECORD_KEYWORD, kind: 'tEXt', text: asciiJson(withoutFileHash(record)) },
    { keyword: XMP_KEYWORD, kind: 'iTXt', text: xmpPacket() },
  ]);
}

/** The record inside a PNG. Throws when there is none or it is not one. */
export function readRecord(png: Uint8Array): SampleRecord {
  const text = readTextChunks(png)[RECORD_KEYWORD];
  if (text === undefined) throw new RangeError('The file holds no record.');
  return sampleRecordSchema.parse(JSON.parse(text));
}

export function withoutFileHash(record: SampleRecord): SampleRecord {
  const { sha256: _, ...rest } = record;
  return rest;
}

/** JSON whose every character is ASCII, as a tEXt chunk needs. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function xmpPacket(): string {
  return [
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">',
    `<Iptc4xmpExt:DigitalSourceType>${DIGITAL_SOURCE_TYPE}</Iptc4xmpExt:DigitalSourceType>`,
    '</rdf:Description></rdf:RDF></x:xmpmeta>',
    '<?xpacket end="r"?>',
  ].join('\n');
}
