/**
 * How much of anything is read from outside: every limit of the studio and of the command line, in one place. Each is checked before memory
 * is taken, and each leaves room for the largest honest input that is known.
 */
import type { Failure, FailureCode } from './failure';

const MIB = 2 ** 20;

export const LIMITS = {
  /** Cameras for skin take 24 million pixels (6000 x 4000); an image of 32 million takes 570 MB to open and to show. */
  image: {
    pixels: 25_000_000,
    /** Pixels of the longer side: no canvas is longer. */
    side: 32_767,
    /** Of a file: 6000 x 4000 pixels of 16 bits, uncompressed. */
    bytes: 160 * MIB,
    /** Of the header, in which the size stands. */
    headerBytes: MIB / 2,
    /** Of one part of a PNG that is no pixels (iCCP, zTXt, iTXt), unpacked: colour profiles have 3 MiB at most. */
    chunkBytes: 8 * MIB,
  },
  /** Of anything packed. Text in which one line stands again and again packs to a hundredth; deflate can do a thousandth. */
  packing: { ratio: 200, freeBytes: 16 * MIB },
  /** A bundle of today has 1 GiB at most; ISIC 2024 has 401,059 images. */
  zip: { entries: 500_000, pathCharacters: 1_000, pathDepth: 32 },
  bundle: { entries: 10_000, bytes: 2 ** 30 },
  project: { entries: 200_000, aboutBytes: 2 ** 16, lineCharacters: 2 ** 26 },
  export: { fileBytes: 160 * MIB, lineCharacters: 16 * MIB },
  /** Bytes of files, and of their pixels, that a scan has in memory at a time. */
  scan: { bytes: 192 * MIB },
  /** The table of ISIC 2024 has 401,059 rows, 55 columns and 250 MB. */
  table: { bytes: 512 * MIB, rows: 2_000_000, columns: 500, rowCharacters: 1_000_000 },
  /** A recipe file of 10,000 samples has 60 MB, most of it runs of masks. */
  json: { bytes: 160 * MIB, depth: 64, containers: 2_000_000, values: 24_000_000 },
  /** Of one mask, and of the polygons of one: edges times the columns that they cross. */
  mask: { pixels: 64_000_000, side: 32_768, runs: 4_000_000, crossings: 4_000_000 },
  /** ISIC's largest set has 10,015 masks. */
  coco: { images: 200_000, annotations: 50_000 },
  /** The paper makes 12,636 samples of its rarest class. */
  plan: { candidates: 250_000, bytes: 64 * MIB },
} as const;

/** Whether something was refused because it is over a limit: it may be honest, and can be made smaller. */
export function isOverLimit({ code, params }: Failure): boolean {
  if ('fault' in params && typeof params.fault === 'object') return isOverLimit(params.fault);
  return LIMIT_CODES.has(code) || code.startsWith('limit-');
}

/** Of codes that are older than the family `limit-*`. */
const LIMIT_CODES: ReadonlySet<FailureCode> = new Set([
  'image-too-large',
  'zip-too-many-files',
  'dataset-too-many-files',
  'bundle-too-large',
  'bundle-file-too-large',
  'export-file-too-large',
  'export-line-too-long',
  'coco-image-too-large',
  'rule-candidates',
  'rule-mask-size',
]);
