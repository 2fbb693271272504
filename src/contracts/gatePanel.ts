/** reference/panel.json: how the gates of a bundle were tested and what came out (`npm run panel`), for whoever has to trust them. */
import * as z from 'zod/mini';
import { lesionCodeSchema } from './classes';
import { gateIdSchema } from './sample';

const countsSchema = z.tuple([z.int(), z.int()]);
const shareSchema = z.number().check(z.minimum(0), z.maximum(1));

/** AUROC of real test images against a set, and the share of it that passes where 95 % of them pass; null where it has no image. */
const measuredSchema = z.object({ auroc: z.nullable(shareSchema), missed: z.nullable(shareSchema) });
export type Measured = z.infer<typeof measuredSchema>;

const promiseSchema = z.object({
  class: lesionCodeSchema,
  gate: gateIdSchema,
  /** Real test images, and the held-out ones among which p-values are counted. */
  images: z.int(),
  heldOut: z.int(),
  levels: z.array(
    z.object({
      alpha: z.number(),
      rejected: z.int(),
      /** Central 95 % of the binomial distribution. */
      binomial: countsSchema,
      /** The same where the held-out images are drawn by chance, too. */
      exact: countsSchema,
    }),
  ),
});
export type PanelPromise = z.infer<typeof promiseSchema>;

/** In the file a gate's measurement stands beside `name` and `bar`, under the gate's id. */
const setSchema = z.pipe(
  z.looseObject({
    name: z.string(),
    /** What which gate has to reach; null where a set is only shown. */
    bar: z.nullable(z.object({ gate: gateIdSchema, auroc: shareSchema })),
  }),
  z.transform(({ name, bar, ...gates }) => ({ name, bar, gates: z.record(gateIdSchema, measuredSchema).parse(gates) })),
);
export type PanelSetResult = z.infer<typeof setSchema>;

export const gatePanelSchema = z.object({
  schema: z.literal(1),
  /** Day, ISO 8601. */
  when: z.string(),
  /** Real test images a class at most, one a lesion. */
  each: z.int(),
  promise: z.array(promiseSchema),
  /** Real test images that the novel gate calls copies. */
  calledCopies: z.object({ images: z.int(), of: z.int() }),
  sets: z.array(setSchema),
  /** Training images changed in a known way, and the share of them that the novel gate rejects. */
  copies: z.array(z.object({ name: z.string(), images: z.int(), rejected: shareSchema, bar: shareSchema })),
});
export type GatePanel = z.infer<typeof gatePanelSchema>;

/** As it stands in reference/panel.json. */
export function panelFile(panel: GatePanel): string {
  const sets = panel.sets.map(({ name, bar, gates }) => ({ name, bar, ...gates }));
  return `${JSON.stringify({ ...panel, sets })}\n`;
}
