/** Labelled controls. A number is typed or dragged; both write the same value. */
import { useId, useState, type ReactNode } from 'react';
import styles from './Field.module.css';
import { Help } from './Help';

/** Beside the label: the name of the mark, and what it opens. */
interface FieldHelp {
  readonly name: string;
  readonly words: string;
}

export interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  /** With a slider under the number. */
  readonly slider?: boolean;
  readonly onChange: (value: number) => void;
  readonly extra?: ReactNode;
  readonly help?: FieldHelp;
}

export function NumberField({
  label,
  value,
  min,
  max,
  step = 1,
  slider = false,
  onChange,
  extra,
  help,
}: NumberFieldProps) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const commit = (text: string): void => {
    setTyped(null);
    if (text.trim() !== '') onChange(Number(text));
  };
  return (
    <div className={styles['field']}>
      <Label id={id} label={label} help={help} />
      <span className={styles['row']}>
        <input
          id={id}
          className={`${styles['number'] ?? ''} ${max > 1e6 ? (styles['wideNumber'] ?? '') : ''}`}
          type="number"
          inputMode="decimal"
          min={min}
          max={max}
          step={step}
          value={typed ?? value}
          onChange={(event) => {
            setTyped(event.target.value);
            const number = event.target.valueAsNumber;
            if (number >= min && number <= max) onChange(number);
          }}
          onBlur={(event) => commit(event.target.value)}
        />
        {extra}
      </span>
      {slider && (
        <input
          className={styles['range']}
          type="range"
          tabIndex={-1}
          aria-hidden="true"
          min={min}
          max={max}
          step={step}
          value={value}
          onChange={(event) => onChange(event.target.valueAsNumber)}
        />
      )}
    </div>
  );
}

interface LabelProps {
  readonly id: string;
  readonly label: string;
  readonly help: FieldHelp | undefined;
}

function Label({ id, label, help }: LabelProps) {
  const labelId = `${id}-label`;
  return (
    <span className={styles['label']}>
      <label id={labelId} htmlFor={id}>
        {label}
      </label>
      {help && (
        <Help name={help.name} aboutId={labelId}>
          {help.words}
        </Help>
      )}
    </span>
  );
}

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Enter counts as leaving. */
  readonly onLeave: () => void;
}

export function TextField({ label, value, onChange, onLeave }: TextFieldProps) {
  const id = useId();
  return (
    <div className={styles['field']}>
      <Label id={id} label={label} help={undefined} />
      <input
        id={id}
        className={styles['select']}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onLeave}
        onKeyDown={({ key }) => key === 'Enter' && onLeave()}
      />
    </div>
  );
}

export interface SelectFieldProps {
  readonly label: string;
  readonly value: string;
  readonly disabled?: boolean;
  readonly onChange: (value: string) => void;
  readonly children: ReactNode;
  readonly help?: FieldHelp;
}

export function SelectField({ label, value, disabled = false, onChange, children, help }: SelectFieldProps) {
  const id = useId();
  return (
    <div className={styles['field']}>
      <Label id={id} label={label} help={help} />
      <select
        id={id}
        className={styles['select']}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value)}
      >
        {children}
      </select>
    </div>
  );
}
