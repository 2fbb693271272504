/** reference/gates.json: what `fitGates` found for the images of reference/images.safetensors. Small, so JSON. */
import * as z from 'zod/mini';
import { lesionCodeSchema } from '../../contracts/classes';
import { sha256Schema } from '../../contracts/recipe';
import { calibrationSet, CALIBRATIONS } from './calibrationSet';
import type { GateFit } from './gateFit';
import { GATES } from './list';
import type { ReferenceImages } from './referenceImages';

/** Beside these stand the fields of each gate. */
const gateFitFileSchema = z.looseObject({
  schema: z.literal(1),
  /** Of the file of reference images that was fitted; with other images the numbers mean nothing. */
  imagesSha256: sha256Schema,
  calibration: z.enum(CALIBRATIONS),
  /** How the images are described; absent: 1. */
  description: z.optional(z.union([z.literal(2), z.literal(3)])),
  /** The classes that are counted together. It follows from the images; other readers of the file are told. */
  together: z.record(lesionCodeSchema, z.array(lesionCodeSchema)),
});

export function writeGateFit(fit: GateFit, reference: ReferenceImages, imagesSha256: string): string {
  const together = Object.fromEntries(calibrationSet(reference, fit.calibration).together);
  const ofGates = GATES.filter(({ facts }) => facts.id in fit.fits).map((gate) =>
    gate.file.write(fit.fits[gate.facts.id]),
  );
  const fields = Object.fromEntries(ofGates.flatMap((written) => Object.entries(written)));
  const description = reference.description > 1 ? { description: reference.description } : {};
  return JSON.stringify({ schema: 1, imagesSha256, ...description, calibration: fit.calibration, together, ...fields });
}

/**
 * A gate of which the file says nothing was not there when it was fitted, and is not applied.
 * Throws ZodError or SyntaxError where the file is not such a one, RangeError where it is of other images.
 * @param imagesSha256 of the file of reference images beside it
 */
export function readGateFit(text: string, imagesSha256: string): GateFit {
  const file = gateFitFileSchema.parse(JSON.parse(text));
  if (file.imagesSha256 !== imagesSha256) throw new RangeError('The gates were fitted on other images.');
  const fitted = GATES.filter((gate) => gate.file.fields.some((field) => field in file));
  const fits = Object.fromEntries(fitted.map((gate) => [gate.facts.id, gate.file.schema.parse(file)]));
  return { calibration: file.calibration, fits };
}
