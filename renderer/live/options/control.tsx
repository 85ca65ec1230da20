import { useState } from 'react';
import type { Json } from '../../../shared/json.ts';
import { checkOption } from '../../../shared/protocol/build-session.ts';
import type { OptionSpec } from '../../../shared/protocol/options.ts';
import { Field } from '../../parts/field.tsx';
import { Select, type Choice } from '../../parts/select.tsx';
import { Switch } from '../../parts/switch.tsx';
import styles from './options.module.css';
import { readNumber, stepped, valueText } from './value-text.ts';

export interface ControlProps {
  readonly spec: OptionSpec;
  readonly value: Json;
  readonly tone: 'plain' | 'accent' | 'alarm';
  readonly onAsk: (value: Json) => void;
  /** Whether what stands in the field differs from what was asked, and what is wrong with it. */
  readonly onDraft: (draft: { readonly changed: boolean; readonly problem: string | null }) => void;
}

const offWord = ' off';
const otherWord = ' other';

function ChoiceControl({ spec, value, tone, onAsk }: ControlProps) {
  const { kind } = spec;
  const [typing, setTyping] = useState(false);
  if (kind.type !== 'choice') return null;
  const text = value === null ? offWord : valueText(spec, value);
  const known = kind.values.includes(text) || value === null;
  const choices: Choice[] = [
    ...(kind.offLabel === undefined ? [] : [{ value: offWord, label: kind.offLabel }]),
    ...kind.values.map((word) => ({ value: word, label: word })),
    ...(known ? [] : [{ value: text, label: text }]),
    ...(kind.free === true ? [{ value: otherWord, label: 'Other' }] : []),
  ];
  if (typing) {
    return (
      <Field
        dense
        autoFocus
        tone="accent"
        className={styles.control}
        aria-label={spec.label}
        placeholder="type a name"
        onKeyDown={(event) => {
          if (event.key === 'Escape') setTyping(false);
          if (event.key === 'Enter') event.currentTarget.blur();
        }}
        onBlur={(event) => {
          setTyping(false);
          const typed = event.target.value.trim();
          if (typed !== '') onAsk(typed);
        }}
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

function NumberControl({ spec, value, tone, onAsk, onDraft }: ControlProps) {
  const shown = valueText(spec, value);
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
    const read = readNumber(kind, next);
    const problem = read === undefined ? `${spec.label} is a number.` : checkOption(spec, read);
    onDraft({ changed: next !== shown, problem });
  };
  const send = (): void => {
    const read = readNumber(kind, text);
    if (read === undefined || checkOption(spec, read) !== null) return;
    onDraft({ changed: false, problem: null });
    setText(valueText(spec, read));
    if (text !== shown) onAsk(read);
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
        draft(stepped(kind, text, by * (event.shiftKey ? 10 : 1)));
      }}
    />
  );
}

/** The editor of one option, by its kind. Free text has its own below the row. */
export function OptionControl(props: ControlProps) {
  const { spec, value, onAsk } = props;
  switch (spec.kind.type) {
    case 'choice':
      return <ChoiceControl {...props} />;
    case 'number':
      return <NumberControl {...props} />;
    case 'boolean':
      return <Switch name={spec.label} on={value === true} onChange={onAsk} />;
    case 'text':
      return null;
  }
}
