/** What the mouse does on the map, how near it is seen, and what its marks mean. */
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../../ui/Button';
import { Icon } from '../../../ui/Icon';
import styles from './Map.module.css';
import { MARKS } from './points';
import type { MapStage, Tool } from './useMapCanvas';

const STEP = 1.5;

export function Tools({
  tool,
  onTool,
  stage,
}: {
  readonly tool: Tool;
  readonly onTool: (tool: Tool) => void;
  readonly stage: MapStage;
}) {
  const { t } = useTranslation();
  return (
    <div className={styles['tools']}>
      <div role="group" aria-label={t('map.tools')} className={styles['switch']}>
        {(['lasso', 'move'] as const).map((each) => (
          <Button key={each} aria-pressed={tool === each} title={t('map.other')} onClick={() => onTool(each)}>
            {t(`map.${each}`)}
          </Button>
        ))}
      </div>
      <IconButton label={t('map.zoomIn')} icon={<Icon path="M9 4v10M4 9h10" />} onClick={() => stage.zoom(STEP)} />
      <IconButton label={t('map.zoomOut')} icon={<Icon path="M4 9h10" />} onClick={() => stage.zoom(1 / STEP)} />
      <IconButton label={t('map.fit')} icon={<Icon name="fit" />} onClick={stage.fit} />
    </div>
  );
}

/** As the canvas draws them. */
export function Marks() {
  const { t } = useTranslation();
  return (
    <ul className={styles['marks']} aria-label={t('map.marks.name')}>
      {MARKS.map((mark) => (
        <li key={mark}>
          <svg width="16" height="16" viewBox="-8 -8 16 16" aria-hidden="true" data-mark={mark}>
            {mark === 'rejected' ? (
              <path d="M-3.600-3.600 3.600 3.600M3.600-3.600-3.600 3.600" />
            ) : (
              <circle r={mark === 'real' ? 2.8 : 3.4} />
            )}
            {mark === 'accepted' && <circle r={5.8} className={styles['ring']} />}
          </svg>
          {t(`map.marks.${mark}`)}
        </li>
      ))}
    </ul>
  );
}
