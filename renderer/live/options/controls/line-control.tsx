import { useState } from 'react';
import { Field } from '../../../parts/field.tsx';
import type { ControlProps } from './control-props.ts';
import styles from '../options.module.css';

/** A text of one line: Enter and leaving send it, Escape takes it back. */
export function LineControl({ spec, value, tone, onAsk, onDraft }: ControlProps) {
  const shown = typeof value === 'string' ? value : '';
  const [text, setText] = useState(shown);
  const [from, setFrom] = useState(shown);
  if (from !== shown) {
    setFrom(shown);
    setText(shown);
  }
  if (spec.kind.type !== 'text') return null;
  const draft = (next: string): void => {
    setText(next);
    onDraft({ changed: next !== shown, problem: null });
  };
  const send = (): void => {
    onDraft({ changed: false, problem: null });
    if (text !== shown) onAsk(text.trim() === '' ? null : text.trim());
  };
  return (
    <Field
      dense
      className={styles.control}
      aria-label={spec.label}
      tone={tone}
      placeholder={spec.kind.placeholder}
      value={text}
      onChange={(event) => draft(event.target.value)}
      onBlur={send}
      onKeyDown={(event) => {
        if (event.key === 'Enter') send();
        if (event.key === 'Escape') draft(shown);
      }}
    />
  );
}
