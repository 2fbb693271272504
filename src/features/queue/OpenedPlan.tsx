/** A plan that came as a file: what it says, as it is. */
import { classLabel } from '../../contracts/classes';
import type { Plan } from '../../contracts/plan';
import { useSlice } from '../../state/context';
import { Card } from '../../ui/Page';
import { thousands } from '../../ui/thousands';
import styles from './Queue.module.css';

export function OpenedPlan({ plan }: { readonly plan: Plan }) {
  const { series, classes, accept, name } = plan;
  const backgrounds = useSlice(
    (s) => s.compose,
    (s) => s.backgrounds,
  );
  const manifestSha256 = useSlice(
    (s) => s.session,
    (s) => s.manifestSha256,
  );
  const here = new Set(backgrounds.map(({ sha256 }) => sha256));
  const missing = series.skin.filter(({ sha256 }) => !here.has(sha256)).length;
  const otherBundle = manifestSha256 !== '' && series.bundle.sha256 !== manifestSha256;
  return (
    <Card title="Plan from a file">
      <dl className={styles['facts']}>
        {name !== '' && (
          <>
            <dt>For</dt>
            <dd>{name}</dd>
          </>
        )}
        <dt>Samples</dt>
        <dd>{classes.map((one) => `${thousands(one.accepted)} ${classLabel(one.class)}`).join(', ')}</dd>
        <dt>Bundle</dt>
        <dd>
          {series.bundle.id} {series.bundle.version}
        </dd>
        <dt>Sampler</dt>
        <dd>
          {series.sampler.name === 'student' ? 'fast, ' : ''}
          {series.sampler.steps} steps, guidance {series.sampler.guidance}, seed {series.seed}
        </dd>
        <dt>Skin</dt>
        <dd>{thousands(series.skin.length)} backgrounds</dd>
        <dt>Masks</dt>
        <dd>
          {series.masks.from === 'model'
            ? 'drawn by the outline model'
            : `${thousands(series.masks.shapes.length)} outlines of a library`}
        </dd>
        <dt>Accepted by</dt>
        <dd>{accept.by === 'rule' ? 'the gates' : 'a person, in Review'}</dd>
      </dl>
      {otherBundle && (
        <p className={styles['hint']}>
          The plan is for another bundle than the one in use. Choose {series.bundle.id} {series.bundle.version} on the{' '}
          <a href="#/models">Models</a> screen before you start it.
        </p>
      )}
      {missing > 0 && (
        <p className={styles['hint']}>
          {thousands(missing)} of its {thousands(series.skin.length)} backgrounds are not here: the queue stops at the
          first of them. Open those images first.
        </p>
      )}
    </Card>
  );
}
