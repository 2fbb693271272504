/** Data sets handed to the real worker, for the tests of it. */
import { ISIC_2019 } from '../contracts/classes';
import type { DatasetApi, DatasetSource, OpenedDataset, PathedFile } from '../contracts/dataset';
import { InlayError, type Outcome } from '../contracts/failure';

export type Tree = Readonly<Record<string, Uint8Array<ArrayBuffer> | string>>;

export function picked(tree: Tree, name = 'mine'): DatasetSource {
  const files = Object.entries(tree).map(([path, body]): PathedFile => ({ path, file: new File([body], path) }));
  return { kind: 'files', name, files };
}

export function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw InlayError.of(outcome.failure);
  return outcome.value;
}

export async function opened(dataset: DatasetApi, source: DatasetSource): Promise<OpenedDataset> {
  const found = value(await dataset.open(source, ISIC_2019.classes, () => undefined));
  if ('token' in found) throw new Error('The project is about another data set.');
  return found;
}
