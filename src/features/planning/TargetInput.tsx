/** A whole number in a table: written when it is one, as the label of its row says. */
import { useState } from 'react';
import { PLAN_LIMITS } from '../../contracts/plan';
import styles from './Planning.module.css';

export function TargetInput({
  label,
  value,
  disabled = false,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly disabled?: boolean;
  readonly onChange: (count: number) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <input
      type="number"
      inputMode="numeric"
      aria-label={label}
      className={styles['number']}
      min={0}
      max={PLAN_LIMITS.accepted.max}
      value={typed ?? value}
      disabled={disabled}
      onChange={(event) => {
        setTyped(event.target.value);
        const count = Math.round(event.target.valueAsNumber);
        if (count >= 0 && count <= PLAN_LIMITS.accepted.max) onChange(count);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
