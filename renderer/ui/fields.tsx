import { Select as SelectBase } from '@base-ui/react/select';
import { Switch as SwitchBase } from '@base-ui/react/switch';
import Check from 'lucide-react/icons/check';
import ChevronDown from 'lucide-react/icons/chevron-down';
import type { ComponentProps, ReactNode, Ref } from 'react';
import { cx } from './cx.ts';
import styles from './fields.module.css';

export interface FieldProps extends ComponentProps<'input'> {
  readonly tone?: 'plain' | 'accent' | 'alarm';
  /** Stands inside, at the right: a unit, a key hint. */
  readonly after?: ReactNode;
  readonly before?: ReactNode;
  readonly dense?: boolean;
  readonly inputRef?: Ref<HTMLInputElement>;
}

const fieldTones = { plain: undefined, accent: styles.accent, alarm: styles.alarm };

/** A text field of one line; give it a name by `aria-label` or a label's `htmlFor`. */
export function Field({ tone = 'plain', after, before, dense = false, inputRef, className, ...rest }: FieldProps) {
  return (
    <span className={cx(styles.field, fieldTones[tone], dense && styles.dense, className)}>
      {before}
      <input ref={inputRef} className={styles.input} autoComplete="off" spellCheck={false} {...rest} />
      {after !== undefined && <span className={styles.after}>{after}</span>}
    </span>
  );
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** A second line in the list. */
  readonly note?: string;
}

export interface SelectProps {
  readonly name: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onChoose: (value: string) => void;
  readonly tone?: 'plain' | 'accent' | 'alarm';
  /** `text`: looks like a word with an arrow, not like a box. */
  readonly look?: 'box' | 'text';
  /** A word that stands in the box whatever is chosen; the choice is ticked in the list and told to readers. */
  readonly shows?: string;
  readonly dense?: boolean;
  readonly className?: string | undefined;
}

const selectTones = { plain: undefined, accent: styles.selectAccent, alarm: styles.selectAlarm };

/** A choice of one from a list that is known. `name` is its accessible name. */
export function Select(props: SelectProps) {
  const { name, value, choices, onChoose, tone = 'plain', look = 'box', shows, dense = false, className } = props;
  const label = choices.find((choice) => choice.value === value)?.label ?? '';
  return (
    <SelectBase.Root
      items={choices.map((choice) => ({ value: choice.value, label: choice.label }))}
      value={value}
      onValueChange={(chosen) => {
        if (typeof chosen === 'string' && chosen !== value) onChoose(chosen);
      }}
      modal={false}
    >
      <SelectBase.Trigger
        aria-label={name}
        title={(look === 'box' && shows === undefined) || label === shows ? undefined : label}
        className={cx(
          styles.trigger,
          look === 'text' && styles.asText,
          dense && styles.selectDense,
          selectTones[tone],
          className,
        )}
      >
        {shows === undefined ? (
          <SelectBase.Value className={styles.value} />
        ) : (
          <span className={styles.value}>{shows}</span>
        )}
        <SelectBase.Icon className={styles.arrow}>
          <ChevronDown />
        </SelectBase.Icon>
      </SelectBase.Trigger>
      <SelectBase.Portal>
        <SelectBase.Positioner className={styles.positioner} sideOffset={4} alignItemWithTrigger={false}>
          <SelectBase.Popup className={styles.popup}>
            <SelectBase.List className={styles.list}>
              {choices.map((choice) => (
                <SelectBase.Item key={choice.value} value={choice.value} className={styles.item}>
                  <span className={styles.tick}>
                    <SelectBase.ItemIndicator>
                      <Check />
                    </SelectBase.ItemIndicator>
                  </span>
                  <SelectBase.ItemText className={styles.label}>{choice.label}</SelectBase.ItemText>
                  {choice.note !== undefined && <span className={styles.note}>{choice.note}</span>}
                </SelectBase.Item>
              ))}
            </SelectBase.List>
          </SelectBase.Popup>
        </SelectBase.Positioner>
      </SelectBase.Portal>
    </SelectBase.Root>
  );
}

export interface SwitchProps {
  readonly name: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  readonly disabled?: boolean;
}

/** On or off, with the word beside it. `name` is its accessible name. */
export function Switch({ name, on, onChange, disabled = false }: SwitchProps) {
  return (
    <span className={styles.switch}>
      <SwitchBase.Root
        aria-label={name}
        checked={on}
        onCheckedChange={onChange}
        disabled={disabled}
        className={styles.track}
      >
        <SwitchBase.Thumb className={styles.thumb} />
      </SwitchBase.Root>
      <span aria-hidden="true">{on ? 'on' : 'off'}</span>
    </span>
  );
}
