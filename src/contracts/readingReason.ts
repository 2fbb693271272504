/** Why a data set is read as it is; the words are of src/messages/datasetWords. Tables by their file's name. */
import * as z from 'zod/mini';

const names = z.array(z.string());
export const reasonSchema = z.discriminatedUnion('kind', [
  /** A column for each class. @property before: a table that could tell the class too, and tells less */
  z.object({ kind: z.literal('one-hot'), tables: names, like: z.string(), before: z.nullable(z.string()) }),
  z.object({ kind: z.literal('column'), tables: names, columns: names }),
  /** Columns as a published layout has them. */
  z.object({ kind: z.literal('layout'), tables: names, columns: names, like: z.string() }),
  z.object({ kind: z.literal('folders') }),
  z.object({ kind: z.literal('nothing') }),
]);
export type ReadingReason = z.infer<typeof reasonSchema>;
