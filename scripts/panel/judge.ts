/** The label gate beside an independent judge, a class at a time: a gate that passes what nobody reads as the class believes what it is told. */
import { readFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import { ISIC_CODES, lesionCodeSchema, type ClassCode } from '../../src/contracts/classes';

/** Class that the judge reads, by id (`python -m inlay_training.latent judge-read`). */
export type Readings = Readonly<Record<string, ClassCode>>;

const readingsSchema = z.record(z.string(), lesionCodeSchema);

/** Throws where the file is not such a one. */
export async function readReadings(path: string): Promise<Readings> {
  return readingsSchema.parse(JSON.parse(await readFile(path, 'utf8')));
}

export interface JudgedImage {
  readonly id: string;
  /** What it is called. */
  readonly code: ClassCode;
  /** By the label gate at its usual level. */
  readonly passes: boolean;
}

export interface Agreement {
  readonly code: ClassCode;
  /** Images that the judge has read. */
  readonly images: number;
  /** Share that it reads as what they are called. */
  readonly read: number;
  /** Share that the gate passes. */
  readonly passed: number;
  /** Of those that the gate passes, the share that the judge reads as the class; null where there is none. */
  readonly readOfPassed: number | null;
  /** Share on which both say the same. */
  readonly agree: number;
}

export function agreements(images: readonly JudgedImage[], readings: Readings): Agreement[] {
  return ISIC_CODES.flatMap((code) => {
    const own = images.filter((image) => image.code === code && readings[image.id] !== undefined);
    if (own.length === 0) return [];
    const isRead = ({ id }: JudgedImage): boolean => readings[id] === code;
    const share = (rows: readonly JudgedImage[], holds: (image: JudgedImage) => boolean): number =>
      rows.filter(holds).length / rows.length;
    const passed = own.filter(({ passes }) => passes);
    return {
      code,
      images: own.length,
      read: share(own, isRead),
      passed: passed.length / own.length,
      readOfPassed: passed.length > 0 ? share(passed, isRead) : null,
      agree: share(own, (image) => isRead(image) === image.passes),
    };
  });
}

/** @param sets by what they are: real lesions, samples */
export function agreementPage(sets: readonly (readonly [name: string, rows: readonly Agreement[]])[]): string[] {
  const shown = (value: number | null): string => value?.toFixed(2) ?? '-';
  return [
    '',
    '## The label gate and the judge',
    '',
    'A classifier that is no part of any loss and of no gate reads the same images. Shares of each class: what it reads as the class, what the label gate passes at its usual level, ' +
      'what it reads as the class of those that pass, and where both say the same.',
    '',
    '| images | class | of them | read | passed | read of the passed | both alike |',
    '|---|---|---|---|---|---|---|',
    ...sets.flatMap(([name, rows]) =>
      rows.map(
        ({ code, images, read, passed, readOfPassed, agree }) =>
          `| ${name} | ${code} | ${images} | ${shown(read)} | ${shown(passed)} | ${shown(readOfPassed)} | ${shown(agree)} |`,
      ),
    ),
  ];
}
