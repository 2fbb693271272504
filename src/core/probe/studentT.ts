/** Student's t, for intervals from few lesions. */
import jStat from 'jstat';

/** The 97.5 % quantile; degrees of freedom need not be whole. */
export function studentT975(degreesOfFreedom: number): number {
  return jStat.studentt.inv(0.975, Math.max(1, degreesOfFreedom));
}
