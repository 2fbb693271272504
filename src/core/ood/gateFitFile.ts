/** reference/gates.json: what `fitGates` found for the images of reference/images.safetensors. Small, so JSON. */
import { z } from 'zod';
import { lesionCodeSchema, LESION_CODES } from '../../contracts/classes';
import { sha256Schema } from '../../contracts/recipe';
import { CALIBRATIONS, type GateFit } from './gates';
import { ASPECTS } from './aspects';
import { METHODS } from './scorers';

const ascending = z.array(z.number());
const partSchema = z.object({ method: z.enum(METHODS), aspect: z.enum(ASPECTS) });

const calibrationSchema = z.object({
  scales: z.array(z.object({ mean: z.number(), sd: z.number().positive() })),
  scores: ascending,
});

export const gateFitFileSchema = z
  .object({
    schema: z.literal(1),
    /** Of the file of reference images that was fitted; with other images the numbers mean nothing. */
    imagesSha256: sha256Schema,
    calibration: z.enum(CALIBRATIONS),
    parts: z.array(partSchema).min(1),
    typical: z.partialRecord(lesionCodeSchema, calibrationSchema),
    together: z.record(lesionCodeSchema, z.array(lesionCodeSchema)),
    margins: z.record(lesionCodeSchema, ascending),
    distances: z.object({ features: ascending, hashes: ascending }),
  })
  .refine(
    ({ parts, typical }) => Object.values(typical).every(({ scales }) => scales.length === parts.length),
    'a scale for each part',
  );
export type GateFitFile = z.infer<typeof gateFitFileSchema>;

/** Seven significant digits: what single precision holds. */
function short(values: Iterable<number>): number[] {
  return Array.from(values, (value) => Number(value.toPrecision(7)));
}

export function gateFitFile(fit: GateFit, imagesSha256: string): GateFitFile {
  return {
    schema: 1,
    imagesSha256,
    calibration: fit.calibration,
    parts: [...fit.parts],
    typical: Object.fromEntries(
      Object.entries(fit.typical).map(([code, { scales, scores }]) => [
        code,
        { scales: [...scales], scores: short(scores) },
      ]),
    ),
    together: Object.fromEntries(
      LESION_CODES.map((code) => [code, [...fit.together[code]]]),
    ) as GateFitFile['together'],
    margins: Object.fromEntries(LESION_CODES.map((code) => [code, short(fit.margins[code])])) as GateFitFile['margins'],
    distances: { features: short(fit.distances.features), hashes: short(fit.distances.hashes) },
  };
}

export function gateFitOf(file: GateFitFile): GateFit {
  return {
    calibration: file.calibration,
    parts: file.parts,
    typical: Object.fromEntries(
      Object.entries(file.typical).map(([code, { scales, scores }]) => [
        code,
        { scales, scores: Float64Array.from(scores) },
      ]),
    ),
    together: file.together,
    margins: Object.fromEntries(
      LESION_CODES.map((code) => [code, Float64Array.from(file.margins[code])]),
    ) as GateFit['margins'],
    distances: {
      features: Float64Array.from(file.distances.features),
      hashes: Float64Array.from(file.distances.hashes),
    },
  };
}
