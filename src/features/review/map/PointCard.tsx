/** What lies at a point: its picture, and what is known of it in a few words. */
import { useTranslation } from 'react-i18next';
import { SCAN_STATES } from '../../../contracts/dataset';
import { decisionBy, deciderOf, type Reader, type SampleSummary } from '../../../contracts/sample';
import { t } from '../../../messages';
import { classWords } from '../../../messages/classNames';
import { useSlice } from '../../../state/context';
import { useSampleUrl, useThumbnailUrl } from '../../../state/pixelUrls';
import styles from './Map.module.css';
import type { Subject } from './points';

export function PointCard({
  subject,
  reader,
  style,
}: {
  readonly subject: Subject;
  readonly reader: Reader;
  readonly style: React.CSSProperties;
}) {
  const { t } = useTranslation();
  return (
    <div className={styles['card']} style={style} data-kind={subject.kind} aria-hidden="true">
      {subject.kind === 'real' ? <RealPicture image={subject.image} /> : <SamplePicture sample={subject.sample} />}
      <p>
        <b>{t(subject.kind === 'real' ? 'map.real' : 'map.synthetic')}</b>
        <span>{classWords(subject.class)}</span>
        {subject.kind === 'sample' && <span>{decisionWords(subject.sample, reader)}</span>}
        {subject.kind === 'sample' && subject.isOutside && <em>{t('map.liesOutside')}</em>}
      </p>
    </div>
  );
}

/** The same in one line. */
export function wordsOf(subject: Subject, reader: Reader): string {
  const words =
    subject.kind === 'real'
      ? [t('map.real'), classWords(subject.class)]
      : [
          t('map.synthetic'),
          classWords(subject.class),
          decisionWords(subject.sample, reader),
          subject.isOutside && t('map.liesOutside'),
          subject.sample.id,
        ];
  return words.filter(Boolean).join(', ');
}

function decisionWords(sample: SampleSummary, reader: Reader): string {
  const said = decisionBy(reader, sample);
  const words = t(`review.decisions.${said?.outcome ?? 'none'}`);
  return said && deciderOf(said) === 'rule' ? `${words}, ${t('review.byRule')}` : words;
}

function SamplePicture({ sample: { id } }: { readonly sample: SampleSummary }) {
  return <Picture url={useSampleUrl(id)} />;
}

function RealPicture({ image }: { readonly image: number }) {
  const isScanned = useSlice(
    (s) => s.dataset,
    (s) => SCAN_STATES[s.content.scan.state[image] ?? 0] === 'scanned',
  );
  return <Picture url={useThumbnailUrl(image, isScanned)} />;
}

/** Its place is kept free until it is there. */
function Picture({ url }: { readonly url: string | null }) {
  return url === null ? <span className={styles['noPicture']} /> : <img src={url} alt="" />;
}
