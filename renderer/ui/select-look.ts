import { cx } from './cx.ts';
import styles from './fields.module.css';

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

const tones = { plain: undefined, accent: styles.selectAccent, alarm: styles.selectAlarm };

/** What the control of a closed choice looks like: its word, what it says on hover, its classes. */
export function closedLook(props: SelectProps): { word: string; title: string | undefined; className: string } {
  const { value, choices, tone = 'plain', look = 'box', shows, dense = false, className } = props;
  const label = choices.find((choice) => choice.value === value)?.label ?? '';
  return {
    word: shows ?? label,
    title: (look === 'box' && shows === undefined) || label === shows ? undefined : label,
    className: cx(
      styles.trigger,
      look === 'text' && styles.asText,
      dense && styles.selectDense,
      tones[tone],
      className,
    ),
  };
}
