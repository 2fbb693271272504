/** The plan as it stands, for a screen: told anew when anything changes that it is made of. */
import { useMemo } from 'react';
import type { Outcome } from '../../contracts/failure';
import type { Plan } from '../../contracts/plan';
import { useSlice, useStudio } from '../../state/context';

export function usePlan(): Outcome<Plan> {
  const { planning } = useStudio();
  const { draft, opened } = useSlice(
    (s) => s.planning,
    (s) => s,
  );
  const dataset = useSlice(
    (s) => s.dataset,
    (s) => s,
  );
  const library = useSlice(
    (s) => s.library,
    (s) => s,
  );
  const manifest = useSlice(
    (s) => s.session,
    (s) => s.manifest,
  );
  const backgrounds = useSlice(
    (s) => s.compose,
    (s) => s.backgrounds,
  );
  const rule = useSlice(
    (s) => s.selection,
    (s) => s.rule,
  );
  return useMemo(
    () => planning.plan(),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what the plan is made of
    [planning, draft, opened, dataset, library, manifest, backgrounds, rule],
  );
}
