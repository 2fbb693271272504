/** The skin that plans may use: found, painted, opened or shipped; sorted by what is seen in it, and thinned out by the person. */
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toneOf, TONES } from '../../core/colour/skinTone';
import { hairGroupOf } from '../../core/dataset/looks';
import type { ClassCode } from '../../contracts/classes';
import { BACKGROUND_ORIGINS, SKIN_GRADES, type Background, type SkinFacts } from '../../contracts/library';
import { classWords } from '../../messages/classNames';
import { groupWords } from '../../messages/likeness';
import { useClassCodes, useSlice, useStudio } from '../../state/context';
import { paintsSkin } from '../../core/bundle/painted';
import { useBackgroundUrl } from '../../state/pixelUrls';
import { showsLesion } from '../../state/queue/skinLooks';
import { Button } from '../../ui/Button';
import { NumberField, SelectField } from '../../ui/Field';
import { FileButton } from '../../ui/FileButton';
import { Card } from '../../ui/Page';
import { VirtualGrid } from '../../ui/VirtualGrid';
import { Waits } from '../waiting';
import { LibraryWorking } from '../planning';
import styles from './Queue.module.css';
import libraryStyles from './Library.module.css';

const IMAGE_TYPES = 'image/png,image/jpeg,image/webp,image/avif,image/bmp,image/gif';

interface Filter {
  readonly origin: Background['origin'] | 'all';
  readonly tone: string;
  readonly hair: 'all' | 'none' | 'some';
  readonly grade: string;
}
const ALL: Filter = { origin: 'all', tone: 'all', hair: 'all', grade: 'all' };

export function LibrarySkin() {
  const { t } = useTranslation();
  const { library } = useStudio();
  const [filter, setFilter] = useState<Filter>(ALL);
  const [count, setCount] = useState(100);
  const codes = useClassCodes();
  const [code, setCode] = useState<ClassCode>('DF');
  const all = useSlice(
    (s) => s.compose,
    (s) => s.backgrounds,
  );
  const backgrounds = useMemo(() => all.filter(({ retired }) => !retired), [all]);
  const { facts, work } = useSlice(
    (s) => s.library,
    (s) => s,
  );
  const isOpen = useSlice(
    (s) => s.dataset,
    (s) => s.opened?.source.kind === 'open' && s.scannedCount === s.content.images.length,
  );
  const manifest = useSlice(
    (s) => s.session,
    (s) => s.manifest,
  );
  useEffect(() => void library.describeAll(), [library, backgrounds]);
  const factsOf = (background: Background): SkinFacts | null => background.facts ?? facts.get(background.id) ?? null;
  const shown = backgrounds.filter((background) => fits(background, factsOf(background), filter));
  const used = backgrounds.filter(({ excluded }) => excluded !== true).length;
  const busy = work.kind !== 'idle';
  return (
    <Card title={t('queue.skin')}>
      <p>{t('queue.usedSkin', { used, all: backgrounds.length })}</p>
      <div className={libraryStyles['find']}>
        <NumberField label={t('queue.datasetImages')} value={count} min={1} max={20_000} onChange={setCount} />
        <Button disabled={!isOpen || busy} onClick={() => void library.findSkin(count)}>
          {t('queue.findSkin')}
        </Button>
        <Button
          disabled={!isOpen || busy || (manifest !== null && !paintsSkin(manifest))}
          onClick={() => void library.removeLesions(count)}
        >
          {t('queue.paintAway')}
        </Button>
        <FileButton accept={IMAGE_TYPES} multiple onFiles={(files) => void library.looks.importFiles(files)}>
          {t('queue.openImages')}
        </FileButton>
      </div>
      <div className={libraryStyles['find']}>
        <SelectField label={t('queue.lesionClass')} value={code} onChange={setCode}>
          {codes.map((option) => (
            <option key={option} value={option}>
              {classWords(option)}
            </option>
          ))}
        </SelectField>
        <Button disabled={!isOpen || busy} onClick={() => void library.lesions.take([code], count)}>
          {t('queue.takeLesions')}
        </Button>
      </div>
      <p className={styles['note']}>{isOpen ? t('queue.howDrawn') : t('queue.openDataset')}</p>
      <Waits what="lesion-removal" />
      <SeenLesions backgrounds={backgrounds} isBusy={busy} />
      <LibraryWorking kinds={['skin', 'lesionRemoval', 'lesions']} />
      <div className={styles['settings']}>
        <SelectField
          label={t('queue.from')}
          value={filter.origin}
          onChange={(value) => setFilter({ ...filter, origin: value as Filter['origin'] })}
        >
          <option value="all">{t('queue.anywhere')}</option>
          {BACKGROUND_ORIGINS.map((origin) => (
            <option key={origin} value={origin}>
              {t(`queue.origins.${origin}`)}
            </option>
          ))}
        </SelectField>
        <SelectField label={t('queue.tone')} value={filter.tone} onChange={(tone) => setFilter({ ...filter, tone })}>
          <option value="all">{t('queue.allTones')}</option>
          {TONES.map(({ name }) => (
            <option key={name} value={name}>
              {groupWords(name)}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t('queue.hair')}
          value={filter.hair}
          onChange={(value) => setFilter({ ...filter, hair: value as Filter['hair'] })}
        >
          <option value="all">{t('queue.hairs.all')}</option>
          <option value="none">{t('queue.hairs.none')}</option>
          <option value="some">{t('queue.hairs.some')}</option>
        </SelectField>
        <SelectField
          label={t('queue.quality')}
          value={filter.grade}
          onChange={(grade) => setFilter({ ...filter, grade })}
        >
          <option value="all">{t('queue.grades.all')}</option>
          {SKIN_GRADES.map((grade) => (
            <option key={grade} value={grade}>
              {t(`queue.grades.${grade}`)}
            </option>
          ))}
        </SelectField>
      </div>
      <VirtualGrid
        label={t('queue.skin')}
        count={shown.length}
        minCellPx={112}
        footPx={40}
        cell={(place) => {
          const background = shown[place];
          return background && <Skin key={background.id} background={background} facts={factsOf(background)} />;
        }}
      />
      {shown.length === 0 && <p className={styles['soft']}>{t('queue.noSkinFits')}</p>}
    </Card>
  );
}

/** Images that were brought as skin and show a lesion: none is used before somebody has said what is to become of it. */
function SeenLesions({
  backgrounds,
  isBusy,
}: {
  readonly backgrounds: readonly Background[];
  readonly isBusy: boolean;
}) {
  const { t } = useTranslation();
  const { library } = useStudio();
  const manifest = useSlice(
    (s) => s.session,
    (s) => s.manifest,
  );
  const count = backgrounds.filter(showsLesion).length;
  if (count === 0) return null;
  return (
    <div className={styles['hint']} role="status">
      <p>{t('queue.showsLesion', { count })}</p>
      <div className={styles['actions']}>
        <Button
          disabled={isBusy || manifest === null || !paintsSkin(manifest)}
          onClick={() => void library.looks.paintAway()}
        >
          {t('queue.paintSeenAway', { count })}
        </Button>
        <Button onClick={() => void library.looks.allow()}>{t('queue.isSkin')}</Button>
      </div>
    </div>
  );
}

function fits({ origin }: Background, facts: SkinFacts | null, filter: Filter): boolean {
  if (filter.origin !== 'all' && origin !== filter.origin) return false;
  if (filter.grade !== 'all' && facts?.grade !== filter.grade) return false;
  if (filter.tone !== 'all' && (facts?.itaDeg == null || toneOf(facts.itaDeg) !== filter.tone)) return false;
  if (filter.hair === 'all') return true;
  return facts !== null && hairGroupOf(facts.hairShare) === (filter.hair === 'some' ? 'hair' : 'no hair');
}

function Skin({ background, facts }: { readonly background: Background; readonly facts: SkinFacts | null }) {
  const { t } = useTranslation();
  const { library } = useStudio();
  const url = useBackgroundUrl(background);
  const { name, origin, site, classes, excluded = false } = background;
  const tone = facts?.itaDeg == null ? null : groupWords(toneOf(facts.itaDeg));
  const told = [
    [name, site && t(`queue.sites.${site}`)].filter(Boolean).join(', '),
    classes && t('queue.livesHere', { names: classes.join(', ') }),
    facts?.reason,
  ];
  return (
    <div className={libraryStyles['piece']} data-excluded={excluded} title={told.filter(Boolean).join('. ')}>
      <label>
        {url !== null && <img src={url} alt={[name, tone].filter(Boolean).join(', ')} draggable={false} />}
        <span className={libraryStyles['pieceFoot']}>
          <input
            type="checkbox"
            aria-label={t('queue.use', { id: background.id })}
            checked={!excluded}
            onChange={(event) => void library.exclude(background, !event.target.checked)}
          />
          <span className={libraryStyles['twoLines']}>
            {[tone, facts ? t(`queue.grades.${facts.grade}`) : '…'].filter(Boolean).join(', ')}
          </span>
        </span>
      </label>
      {origin !== 'shipped' && excluded && (
        <button
          type="button"
          aria-label={t('queue.removeOne', { id: background.id })}
          onClick={() => library.remove(background)}
        >
          {t('queue.remove')}
        </button>
      )}
    </div>
  );
}
