/** Features on which the probe is quick: the directions along which real images differ most, on one scale for real images and samples. */
import { spectrumOf } from '../features/spectrum';
import { centred, meanRow, pickRows, rowAt, rowCount, type Features } from '../features/features';
import { shuffled } from '../random/shuffle';

const DIMENSIONS = 64;
const MOST_ROWS = 3000;

/**
 * Projects rows [N,D] and [M,D] on the principal axes of some of the real ones, each axis scaled to unit variance. No label is looked at.
 * @param seed which rows the axes are found from, where there are many
 */
export function probeFeatures(real: Features, made: Features, seed: number): { real: Features; made: Features } {
  const rows = Array.from({ length: rowCount(real) }, (_, row) => row);
  const mean = meanRow(real);
  const { axes, variances } = spectrumOf(centred(pickRows(real, shuffled(rows, seed, 9).slice(0, MOST_ROWS)), mean));
  const dim = Math.min(DIMENSIONS, variances.length);
  const project = (features: Features): Features => {
    const data = new Float64Array(rowCount(features) * dim);
    for (let row = 0; row < rowCount(features); row += 1) {
      const x = rowAt(features, row);
      for (let axis = 0; axis < dim; axis += 1) {
        let along = 0;
        for (let i = 0; i < x.length; i += 1)
          along += ((x[i] ?? 0) - (mean[i] ?? 0)) * (axes[axis * features.dim + i] ?? 0);
        data[row * dim + axis] = along / Math.sqrt(variances[axis] ?? 1);
      }
    }
    return { dim, data };
  };
  return { real: project(real), made: project(made) };
}
