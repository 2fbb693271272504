/** Buttons: one look for text, one for icons; the accessible name is always a word. */
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import styles from './Button.module.css';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: 'normal' | 'primary' | 'quiet';
  readonly wide?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({ look = 'normal', wide = false, className, type = 'button', ...rest }: ButtonProps) {
  const classes = [styles['button'], look !== 'normal' && styles[look], wide && styles['wide'], className];
  return <button type={type} className={classes.filter(Boolean).join(' ')} {...rest} />;
}

export interface IconButtonProps extends Omit<ButtonProps, 'aria-label' | 'children'> {
  readonly label: string;
  /** Shown behind the label in the tooltip. */
  readonly keys?: string;
  readonly icon: ReactNode;
}

export function IconButton({ label, keys, icon, look = 'quiet', ...rest }: IconButtonProps) {
  return (
    <Button
      aria-label={label}
      title={keys ? `${label} (${keys})` : label}
      look={look}
      className={styles['icon']}
      {...rest}
    >
      {icon}
    </Button>
  );
}
