/** Sentences for the person, in a corner, read out politely. */
import { useTranslation } from 'react-i18next';
import { useSlice, useStudio } from '../state/context';
import { Button, IconButton } from '../ui/Button';
import { Icon } from '../ui/Icon';
import styles from './App.module.css';
import { UnwrittenNews } from './UnwrittenNews';

export function NoticeArea() {
  const { notices } = useStudio();
  const { t } = useTranslation();
  const shown = useSlice(
    (s) => s.notices,
    (s) => s.notices,
  );
  return (
    <div className={styles['notices']} aria-live="polite">
      <UnwrittenNews />
      {shown.map(({ id, kind, message, advice, action }) => (
        <div
          key={id}
          role={kind === 'problem' ? 'alert' : 'status'}
          className={styles['notice']}
          data-kind={kind}
          onMouseEnter={() => notices.hold(id)}
          onMouseLeave={() => notices.release(id)}
          onFocus={() => notices.hold(id)}
          onBlur={() => notices.release(id)}
        >
          <p>
            <strong>{message}</strong> {advice}{' '}
            {action && (
              <Button
                onClick={() => {
                  action.run();
                  notices.dismiss(id);
                }}
              >
                {action.label}
              </Button>
            )}
          </p>
          <IconButton label={t('app.dismiss')} icon={<Icon name="close" />} onClick={() => notices.dismiss(id)} />
        </div>
      ))}
    </div>
  );
}
