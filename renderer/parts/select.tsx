import { Select as Base } from '@base-ui/react/select';
import ChevronDown from 'lucide-react/icons/chevron-down';
import Check from 'lucide-react/icons/check';
import { cx } from '../styles/cx.ts';
import styles from './select.module.css';

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

const tones = { plain: undefined, accent: styles.accent, alarm: styles.alarm };

/** A choice of one from a list that is known. `name` is its accessible name. */
export function Select(props: SelectProps) {
  const { name, value, choices, onChoose, tone = 'plain', look = 'box', shows, dense = false, className } = props;
  const label = choices.find((choice) => choice.value === value)?.label ?? '';
  return (
    <Base.Root
      items={choices.map((choice) => ({ value: choice.value, label: choice.label }))}
      value={value}
      onValueChange={(chosen) => {
        if (typeof chosen === 'string' && chosen !== value) onChoose(chosen);
      }}
      modal={false}
    >
      <Base.Trigger
        aria-label={name}
        title={(look === 'box' && shows === undefined) || label === shows ? undefined : label}
        className={cx(styles.trigger, look === 'text' && styles.text, dense && styles.dense, tones[tone], className)}
      >
        {shows === undefined ? <Base.Value className={styles.value} /> : <span className={styles.value}>{shows}</span>}
        <Base.Icon className={styles.arrow}>
          <ChevronDown />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className={styles.positioner} sideOffset={4} alignItemWithTrigger={false}>
          <Base.Popup className={styles.popup}>
            <Base.List className={styles.list}>
              {choices.map((choice) => (
                <Base.Item key={choice.value} value={choice.value} className={styles.item}>
                  <span className={styles.tick}>
                    <Base.ItemIndicator>
                      <Check />
                    </Base.ItemIndicator>
                  </span>
                  <Base.ItemText className={styles.label}>{choice.label}</Base.ItemText>
                  {choice.note !== undefined && <span className={styles.note}>{choice.note}</span>}
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
