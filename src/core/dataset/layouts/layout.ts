/** How a published data set is laid out, as far as its tables tell. */
import type { ClassCode } from '../../../contracts/classes';
import type { Field } from '../fields';

export interface Layout {
  readonly id: string;
  /** As its authors call it. */
  readonly name: string;
  /** Where its table is published. */
  readonly source: string;
  /** The header row of that table, separated by commas. */
  readonly header: string;
  /** Columns by which a table is known to be of this layout, in lower case; of some in a list of their own, one is enough. */
  readonly told: readonly (string | readonly string[])[];
  /** What a table of it is called, where that tells it too. */
  readonly file?: RegExp;
  /** Columns that name images, in lower case. None: the rows are about lesions. */
  readonly keys: readonly string[];
  /** Columns with the diagnosis, in lower case, the most exact first. None: a column a class, or no label. */
  readonly labels: readonly string[];
  /** Columns of this layout only that say something of an image, in lower case. */
  readonly fields?: Readonly<Partial<Record<Field, readonly string[]>>>;
  /** Labels of this layout only, in lower case, and the class of ISIC 2019 that each means. */
  readonly meanings?: Readonly<Record<string, ClassCode>>;
}
