/** What a sample can be compared with: pinned ones of the same background. */
import type { SampleId, SampleSummary } from '../../contracts/sample';
import { useSlice } from '../../state/context';

export interface Others {
  readonly ids: readonly SampleId[];
  /** The one that is chosen, while it still can be; null: the plain skin. */
  readonly chosen: SampleId | null;
}

export function useOthers(sample: SampleSummary | undefined): Others {
  const withId = useSlice(
    (s) => s.compare,
    (s) => s.withId,
  );
  const pinned = useSlice(
    (s) => s.compose,
    (s) => s.pinned,
  );
  const { samples } = useSlice(
    (s) => s.samples,
    (s) => s,
  );
  const ids = sample
    ? pinned.filter((id) => id !== sample.id && samples.get(id)?.background.id === sample.background.id)
    : [];
  return { ids, chosen: ids.find((id) => id === withId) ?? null };
}
