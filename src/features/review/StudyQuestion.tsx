/** One picture of the reader study: is it real, and which class is it? */
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { NO_CLASS, type ClassCode } from '../../contracts/classes';
import type { Study, StudyItem } from '../../contracts/study';
import { classWords } from '../../messages/classNames';
import { useClassCodes, useSlice, useStudio } from '../../state/context';
import { Button } from '../../ui/Button';
import { isSwitchedOff } from '../../ui/singleKeys';
import { isTyping } from '../../ui/typing';
import styles from './ReaderStudy.module.css';

const KINDS = ['real', 'synthetic'] as const;
/** 1 to 9 are the first nine answers; where there are more, 0 is "cannot tell". */
function keyOf(choices: readonly (ClassCode | null)[], place: number): string {
  if (place < 9) return String(place + 1);
  return choices[place] === null ? '0' : '';
}

export function StudyQuestion({ study }: { readonly study: Study }) {
  const { t } = useTranslation();
  const { study: control } = useStudio();
  const { kind, hasAppeared } = useSlice(
    (s) => s.study,
    (s) => s,
  );
  const codes = useClassCodes();
  const choices = useMemo(() => [...codes, null], [codes]);
  const place = study.answers.length;
  const item = study.items[place];

  useEffect(() => {
    const stop = new AbortController();
    window.addEventListener(
      'keydown',
      (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isSwitchedOff(event)) return;
        if (event.repeat) return; // a key held down answers one picture
        const ofKind = KINDS[['1', '2'].indexOf(event.key)];
        const ofClass = choices.find((_, at) => keyOf(choices, at) === event.key);
        if (event.key === 'Backspace') void control.stepBack();
        else if (kind === null && ofKind) control.sayKind(ofKind);
        else if (kind !== null && ofClass !== undefined) void control.sayClass(ofClass);
        else return;
        event.preventDefault();
      },
      { signal: stop.signal },
    );
    return () => stop.abort();
  }, [control, kind, choices]);

  if (!item) return null;
  return (
    <section aria-label={t('review.study.name')} className={styles['question']}>
      <Picture key={item.id} item={item} />
      <div className={styles['panel']}>
        <p role="status">{t('review.study.progress', { n: place + 1, total: study.items.length })}</p>
        <div role="group" aria-label={t('review.study.askKind')} className={styles['answers']}>
          <span>{t('review.study.askKind')}</span>
          {KINDS.map((option, n) => (
            <Button
              key={option}
              disabled={!hasAppeared}
              aria-pressed={kind === option}
              onClick={() => control.sayKind(option)}
            >
              {kind === null && <kbd>{n + 1}</kbd>} {t(`review.study.${option}`)}
            </Button>
          ))}
        </div>
        <div role="group" aria-label={t('review.study.askClass')} className={styles['answers']}>
          <span>{t('review.study.askClass')}</span>
          {choices.map((code, n) => (
            <Button key={code ?? NO_CLASS} disabled={kind === null} onClick={() => void control.sayClass(code)}>
              {kind !== null && keyOf(choices, n) !== '' && <kbd>{keyOf(choices, n)}</kbd>}{' '}
              {code === null ? t('review.study.cannotTell') : classWords(code)}
            </Button>
          ))}
        </div>
        <Button disabled={place === 0 && kind === null} onClick={() => void control.stepBack()}>
          {t('review.study.back')}
        </Button>
      </div>
    </section>
  );
}

function Picture({ item }: { readonly item: StudyItem }) {
  const { t } = useTranslation();
  const { study } = useStudio();
  const image = useRef<HTMLImageElement>(null);
  const picture = study.picture(item);
  useEffect(() => {
    if (!picture || !image.current) return;
    const url = URL.createObjectURL(picture);
    image.current.src = url;
    return () => URL.revokeObjectURL(url);
  }, [picture]);
  return (
    <img
      ref={image}
      alt={t('review.study.picture')}
      draggable={false}
      className={styles['picture']}
      onLoad={() => study.appeared()}
    />
  );
}
