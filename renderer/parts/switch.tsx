import { Switch as Base } from '@base-ui/react/switch';
import styles from './switch.module.css';

export interface SwitchProps {
  readonly name: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  readonly disabled?: boolean;
}

/** On or off, with the word beside it. `name` is its accessible name. */
export function Switch({ name, on, onChange, disabled = false }: SwitchProps) {
  return (
    <span className={styles.row}>
      <Base.Root aria-label={name} checked={on} onCheckedChange={onChange} disabled={disabled} className={styles.track}>
        <Base.Thumb className={styles.thumb} />
      </Base.Root>
      <span aria-hidden="true">{on ? 'on' : 'off'}</span>
    </span>
  );
}
