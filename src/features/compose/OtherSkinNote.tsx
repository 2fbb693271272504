/** What is measured of a rare class in skin that is not its own, and where the better thing is done: a quiet line under the class. */
import { Trans } from 'react-i18next';
import { isRare } from '../../core/dataset/rare';
import { livesIn } from '../../core/plan/livesIn';
import { useSlice, useStudio } from '../../state/context';
import styles from './Compose.module.css';

export function OtherSkinNote() {
  const { planning } = useStudio();
  const code = useSlice(
    (s) => s.compose,
    (s) => s.class,
  );
  const background = useSlice(
    (s) => s.compose,
    ({ backgrounds, backgroundId }) => backgrounds.find(({ id }) => id === backgroundId),
  );
  useSlice(
    (s) => s.dataset,
    (s) => s.content,
  ); // its images are counted below
  if (!background || !isRare(code, planning.real()) || livesIn(background, code)) return null;
  return (
    <p className={styles['hint']}>
      <Trans i18nKey="compose.rareInOtherSkin" values={{ code }} components={{ queue: <a href="#/queue" /> }} />
    </p>
  );
}
