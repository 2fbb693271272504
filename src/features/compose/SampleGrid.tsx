/** Samples of one mask as a table: a row a class or a guidance, a column a seed. */
import { useTranslation } from 'react-i18next';
import type { SampleSummary } from '../../contracts/sample';
import type { Grid } from '../../contracts/storage';
import { useSlice, useStudio } from '../../state/context';
import { useSampleUrl } from '../../state/pixelUrls';
import { Icon } from '../../ui/Icon';
import variantStyles from './Variants.module.css';
import { FormingPicture } from './VariantCard';
import type { Cells, Variant } from './variants';

export function SampleGrid({ grid, cells }: { readonly grid: Grid; readonly cells: Cells }) {
  const { t } = useTranslation();
  if (grid.seeds.length === 1) return <Tiles grid={grid} cells={cells} />;
  return (
    <table className={variantStyles['sampleGrid']}>
      <caption>{t(`compose.gridName.${grid.axis}`)}</caption>
      <thead>
        <tr>
          <th scope="col">{t('compose.gridCorner')}</th>
          {grid.seeds.map((seed) => (
            <th key={seed} scope="col" title={String(seed)}>
              {seed}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {grid.rows.map(({ value, recipeSha256 }, row) => (
          <tr key={recipeSha256}>
            <th scope="row">{value}</th>
            {grid.seeds.map((seed, column) => (
              <td key={seed}>
                <Cell variant={cells[row]?.[column] ?? null} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** One seed only: its samples side by side, as many as fit. */
function Tiles({ grid, cells }: { readonly grid: Grid; readonly cells: Cells }) {
  const { t } = useTranslation();
  const name = t(`compose.tilesName.${grid.axis}`, { seed: grid.seeds[0] ?? 0 });
  return (
    <figure className={variantStyles['tiles']}>
      <figcaption>{name}</figcaption>
      <ul aria-label={name}>
        {grid.rows.map(({ value, recipeSha256 }, row) => (
          <li key={recipeSha256}>
            <Cell variant={cells[row]?.[0] ?? null} />
            <span>{value}</span>
          </li>
        ))}
      </ul>
    </figure>
  );
}

function Cell({ variant }: { readonly variant: Variant | null }) {
  const { t } = useTranslation();
  if (!variant) return <span className="srOnly">{t('compose.gridEmpty')}</span>;
  if (variant.kind === 'made') return <MadeCell sample={variant.sample} />;
  const { step, steps } = variant.sample;
  return (
    <>
      <FormingPicture sample={variant.sample} className={variantStyles['cell'] ?? ''} />
      <span className="srOnly">{t('compose.gridForming', { step, steps })}</span>
    </>
  );
}

/** Marked where the gates doubt it: by a sign, not by a colour alone. */
function MadeCell({ sample }: { readonly sample: SampleSummary }) {
  const { t } = useTranslation();
  const { generation } = useStudio();
  const isShown = useSlice(
    (s) => s.generation,
    (s) => s.shownId === sample.id,
  );
  const url = useSampleUrl(sample.id);
  const { outcome } = sample.verdict;
  const decided = sample.decision?.outcome;
  return (
    <button
      type="button"
      className={variantStyles['cellButton']}
      aria-label={[
        t('compose.show', { id: sample.id }),
        t(`compose.outcomes.${outcome}`),
        ...(decided ? [t(`compose.decided.${decided}`)] : []),
      ].join(', ')}
      aria-pressed={isShown}
      onClick={() => generation.show(isShown ? null : sample.id)}
    >
      {url !== null && <img className={variantStyles['cell']} src={url} alt="" />}
      {outcome === 'doubtful' && <Icon name="warn" />}
      {decided && <Icon name={decided === 'accepted' ? 'accept' : 'reject'} />}
    </button>
  );
}
