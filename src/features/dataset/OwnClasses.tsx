/** The classes that the project has beside ISIC 2019's: renamed and removed as long as there are no samples of them. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isOfIsic, type LesionClass } from '../../contracts/classes';
import { useSlice, useStudio } from '../../state/context';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Card } from '../../ui/Page';
import { ClassName } from '../classes';
import { LearntClass } from './LearntClass';
import styles from './Dataset.module.css';

export function OwnClasses() {
  const { t } = useTranslation();
  const classes = useSlice(
    (s) => s.classes,
    (s) => s.list.classes,
  );
  const own = classes.filter(({ code }) => !isOfIsic(code));
  if (own.length === 0) return null;
  return (
    <Card title={t('dataset.own.title')}>
      <p>{t('dataset.own.note')}</p>
      <ul className={styles['own']} aria-label={t('dataset.own.title')}>
        {own.map((known) => (
          <OwnClass key={known.code} {...known} />
        ))}
      </ul>
    </Card>
  );
}

function OwnClass({ code, name, source }: LesionClass) {
  const { t } = useTranslation();
  const { ownClasses } = useStudio();
  const [typed, setTyped] = useState({ code, name });
  const [isOpen, setOpen] = useState(false);
  const manifest = useSlice(
    (s) => s.session,
    (s) => s.manifest,
  );
  useSlice(
    (s) => s.samples,
    (s) => s.revision,
  );
  useSlice(
    (s) => s.queue,
    (s) => s.entries,
  );
  const takesOwn = useSlice(
    (s) => s.session,
    (s) => s.takesOwnClasses,
  );
  const isPainted = manifest?.classes.some((painted) => painted.code === code) ?? false;
  const isFixed = ownClasses.isUsed(code) || (isPainted && source === 'bundle');
  return (
    <li>
      <span>
        <ClassName code={code} />
      </span>
      <span className={styles['soft']}>
        {t(source === 'bundle' ? 'dataset.own.fromBundle' : 'dataset.own.fromPerson')}
        {manifest && !isPainted && !takesOwn && ` ${t('dataset.own.unpainted')}`}
      </span>
      {isOpen ? (
        <form
          className={styles['actions']}
          onSubmit={(event) => {
            event.preventDefault();
            setOpen(false);
            void ownClasses.change(code, typed);
          }}
        >
          {!isFixed && (
            <TextField
              label={t('dataset.own.code')}
              value={typed.code}
              onChange={(next) => setTyped({ ...typed, code: next })}
              onLeave={() => undefined}
            />
          )}
          <TextField
            label={t('dataset.own.name')}
            value={typed.name}
            onChange={(next) => setTyped({ ...typed, name: next })}
            onLeave={() => undefined}
          />
          <Button type="submit">{t('dataset.own.keep')}</Button>
        </form>
      ) : (
        <span className={styles['actions']}>
          <Button look="quiet" aria-label={t('dataset.own.renameOf', { code })} onClick={() => setOpen(true)}>
            {t('dataset.own.rename')}
          </Button>
          {!isFixed && (
            <Button
              look="quiet"
              aria-label={t('dataset.own.removeOf', { code })}
              onClick={() => void ownClasses.remove(code)}
            >
              {t('dataset.own.remove')}
            </Button>
          )}
        </span>
      )}
      {manifest && !isPainted && <LearntClass code={code} />}
    </li>
  );
}
