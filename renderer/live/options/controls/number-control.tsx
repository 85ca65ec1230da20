import { useState } from 'react';
import { checkOption } from '../../../../shared/protocol/build-session.ts';
import { optionText, readOptionText } from '../../../../shared/protocol/options/text.ts';
import { Field } from '../../../parts/field.tsx';
import type { ControlProps } from './control-props.ts';
import styles from '../options.module.css';
import { stepped } from '../value-text.ts';

/** A number in its field: arrows step it, Enter and leaving send it, Escape takes it back. */
export function NumberControl({ spec, value, tone, onAsk, onDraft }: ControlProps) {
  const shown = optionText(spec, value);
  const [text, setText] = useState(shown);
  const [from, setFrom] = useState(shown);
  if (from !== shown) {
    setFrom(shown);
    setText(shown);
  }
  const { kind } = spec;
  if (kind.type !== 'number') return null;
  const draft = (next: string): void => {
    setText(next);
    const read = readOptionText(spec, next);
    onDraft({ changed: next !== shown, problem: read.ok ? checkOption(spec, read.value) : read.problem });
  };
  const send = (): void => {
    const read = readOptionText(spec, text);
    if (!read.ok || checkOption(spec, read.value) !== null) return;
    onDraft({ changed: false, problem: null });
    setText(optionText(spec, read.value));
    if (text !== shown) onAsk(read.value);
  };
  return (
    <Field
      dense
      className={styles.control}
      aria-label={spec.label}
      inputMode="decimal"
      tone={tone}
      after={kind.unit}
      value={text}
      onChange={(event) => draft(event.target.value)}
      onBlur={send}
      onKeyDown={(event) => {
        if (event.key === 'Enter') send();
        if (event.key === 'Escape') draft(shown);
        const by = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
        if (by === 0) return;
        event.preventDefault();
        draft(stepped(spec, kind, text, by * (event.shiftKey ? 10 : 1)));
      }}
    />
  );
}
