/** The sample under review, large, with all that is known about it. */
import { classLabel } from '../../contracts/classes';
import type { Sampler } from '../../contracts/recipe';
import type { SampleSummary } from '../../contracts/sample';
import { useStudio } from '../../state/context';
import { useSampleUrl } from '../../state/pixelUrls';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { NearestReal } from './NearestReal';
import styles from './Review.module.css';

export function Inspector({ sample }: { readonly sample: SampleSummary }) {
  const { samples } = useStudio();
  const url = useSampleUrl(sample.id);
  const { scores, environment, sampler } = sample;
  return (
    <section aria-label="Sample" className={styles['detail']}>
      {url !== null && <img src={url} alt={`${classLabel(sample.class)}, ${sample.id}`} className={styles['large']} />}
      <h2>{sample.id}</h2>
      <p className={styles['class']}>{classLabel(sample.class)}</p>
      <p className={sample.verdict.outcome === 'doubtful' ? styles['doubtful'] : undefined}>{sample.verdict.reason}</p>
      <div className={styles['decide']}>
        <Button
          aria-pressed={sample.decision?.outcome === 'accepted'}
          onClick={() => void samples.decide(sample.id, 'accepted')}
        >
          <Icon name="accept" /> Accept
        </Button>
        <Button
          aria-pressed={sample.decision?.outcome === 'rejected'}
          onClick={() => void samples.decide(sample.id, 'rejected')}
        >
          <Icon name="reject" /> Reject
        </Button>
      </div>
      <dl className={styles['facts']}>
        <dt>Typical of its class</dt>
        <dd>{gate(scores.typical, 'are as odd')}</dd>
        <dt>Right label</dt>
        <dd>{gate(scores.label, 'are read no more surely')}</dd>
        <dt>No copy</dt>
        <dd>{gate(scores.novel, 'have another as near')}</dd>
        <dt className={styles['acrossAll']}>Nearest real images, by cosine distance</dt>
        <dd className={styles['acrossAll']}>
          <NearestReal sample={sample} />
        </dd>
        <dt>Outside the mask</dt>
        <dd>
          {sample.outsideMaskMaxDiff === 0
            ? 'unchanged, measured'
            : `changed by up to ${sample.outsideMaskMaxDiff} grey levels`}
        </dd>
        <dt>Seed, sampler</dt>
        <dd>
          {sample.seed}; {samplerWords(sampler)}
        </dd>
        <dt>Background</dt>
        <dd>
          {sample.background.id} ({sample.background.licence})
        </dd>
        <dt>Made with</dt>
        <dd>
          {environment.bundle.id} {environment.bundle.version} on {environment.executionProvider}
        </dd>
      </dl>
    </section>
  );
}

function samplerWords({ name, steps, guidance }: Sampler): string {
  return name === 'student'
    ? `fast, ${steps} steps, distilled at guidance ${guidance}`
    : `${steps} steps, guidance ${guidance}`;
}

function gate(
  result: { readonly score: number; readonly p: number | null; readonly pass: boolean } | undefined,
  those: string,
): string {
  const p = result?.p ?? null;
  if (!result || p === null) return 'not scored';
  const share = p < 0.01 ? 'under 1' : String(Math.round(100 * p));
  return `${result.pass ? 'Passes' : 'Does not pass'}: ${share}\u00a0% of real images ${those} (score ${result.score.toFixed(2)})`;
}
