/** What the draft comes to, for the screen: told anew when the draft, the data set or the library changes. */
import { useEffect } from 'react';
import { useClassCodes, useSlice, useStudio } from '../../state/context';
import type { Outlook } from '../../core/plan/outlook';

export function useOutlook(): Outlook {
  const { planning, library } = useStudio();
  useSlice(
    (s) => s.planning,
    (s) => s.draft,
  );
  const backgrounds = useSlice(
    (s) => s.compose,
    (s) => s.backgrounds,
  );
  const phase = useSlice(
    (s) => s.session,
    (s) => s.model.phase,
  );
  useSlice(
    (s) => s.library,
    (s) => s,
  );
  const { edition, scannedCount } = useSlice(
    (s) => s.dataset,
    (s) => s,
  );
  useClassCodes();
  useEffect(() => void library.lesions.holdOut(), [library, edition, scannedCount]);
  useEffect(() => void library.scenes.read(), [library, backgrounds, phase]);
  useEffect(() => void library.looks.look(), [library, backgrounds, phase]);
  return planning.outlook();
}
