/** A value and its interval on a line, beside numbers that say the same. */
import styles from './IntervalBar.module.css';

/** @param from, to ends of the line @param mark where a thin stroke stands: what nothing would give */
export function IntervalBar({
  value,
  low,
  high,
  from,
  to,
  mark,
}: {
  readonly value: number | null;
  readonly low: number;
  readonly high: number;
  readonly from: number;
  readonly to: number;
  readonly mark: number;
}) {
  const at = (x: number): number => (100 * (Math.min(to, Math.max(from, x)) - from)) / (to - from);
  return (
    <svg viewBox="-3 0 106 10" className={styles['bar']} aria-hidden="true">
      <line x1={at(mark)} x2={at(mark)} y1={0} y2={10} className={styles['mark']} />
      <line x1={at(low)} x2={at(high)} y1={5} y2={5} />
      {value !== null && <circle cx={at(value)} cy={5} r={2.5} />}
    </svg>
  );
}
