import { useState } from 'react';
import { checkOption } from '../../../../shared/protocol/build-session.ts';
import { optionText, readOptionText } from '../../../../shared/protocol/options/text.ts';
import { Field } from '../../../parts/field.tsx';
import { Select, type Choice } from '../../../parts/select.tsx';
import type { ControlProps } from './control-props.ts';
import styles from '../options.module.css';

const offWord = ' off';
const otherWord = ' other';

/** One of a list; where other words go too, `Other` opens a field for one. */
export function ChoiceControl({ spec, value, tone, onAsk, onDraft }: ControlProps) {
  const { kind } = spec;
  const [typing, setTyping] = useState(false);
  if (kind.type !== 'choice') return null;
  const known = value === null || (typeof value === 'string' && kind.values.includes(value));
  const text = value === null ? offWord : typeof value === 'string' ? value : optionText(spec, value);
  const choices: Choice[] = [
    ...(kind.offLabel === undefined ? [] : [{ value: offWord, label: kind.offLabel }]),
    ...kind.values.map((word) => ({ value: word, label: optionText(spec, word) })),
    ...(known ? [] : [{ value: text, label: optionText(spec, value) }]),
    ...(kind.free === true ? [{ value: otherWord, label: 'Other' }] : []),
  ];
  const take = (typed: string): void => {
    setTyping(false);
    onDraft({ changed: false, problem: null });
    const read = readOptionText(spec, typed);
    if (typed.trim() !== '' && read.ok && checkOption(spec, read.value) === null) onAsk(read.value);
  };
  if (typing) {
    return (
      <Field
        dense
        autoFocus
        tone="accent"
        className={styles.control}
        aria-label={spec.label}
        placeholder={kind.named === undefined ? 'type a name' : `name or ${kind.named.prefix}:…`}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' && event.key !== 'Enter') return;
          // The list comes back in place of the field, and takes the focus over.
          const row = event.currentTarget.closest('[data-option]');
          requestAnimationFrame(() => row?.querySelector<HTMLElement>('[role=combobox]')?.focus());
          if (event.key === 'Escape') setTyping(false);
          if (event.key === 'Enter') event.currentTarget.blur();
        }}
        onBlur={(event) => take(event.target.value)}
      />
    );
  }
  return (
    <Select
      dense
      className={styles.control}
      name={spec.label}
      tone={tone}
      value={text}
      choices={choices}
      onChoose={(chosen) => {
        if (chosen === otherWord) setTyping(true);
        else onAsk(chosen === offWord ? null : chosen);
      }}
    />
  );
}
