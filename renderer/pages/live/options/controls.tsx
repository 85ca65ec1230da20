import ChevronDown from 'lucide-react/icons/chevron-down';
import { useState } from 'react';
import { assertNever } from '../../../../shared/kit/errors.ts';
import {
  checkOption,
  type OptionSpec,
  optionText,
  readOptionText,
} from '../../../../shared/protocol/options/options.ts';
import { cx } from '../../../ui/cx.ts';
import { type Choice, Field, Select, Switch } from '../../../ui/fields.tsx';
import type { ControlProps } from './long-option.tsx';
import { stepped, summaryText } from './option-text.ts';
import styles from './options.module.css';

const offWord = ' off';
const otherWord = ' other';

/** One of a list; where other words go too, `Other` opens a field for one. */
function ChoiceControl({ spec, value, tone, onAsk, onDraft }: ControlProps) {
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

/** A number in its field: arrows step it, Enter and leaving send it, Escape takes it back. */
function NumberControl({ spec, value, tone, onAsk, onDraft }: ControlProps) {
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

/** A text of one line: Enter and leaving send it, Escape takes it back. */
function LineControl({ spec, value, tone, onAsk, onDraft }: ControlProps) {
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

/** Edited in a field of its own under the row, for it has no room in it. */
export const isLong = ({ kind }: OptionSpec): boolean =>
  kind.type === 'list' || kind.type === 'json' || (kind.type === 'text' && kind.oneLine !== true);

export interface OptionControlProps extends ControlProps {
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
}

/** What a long value comes to, as a button that opens its field. */
function Opener({ spec, value, tone, open, onOpen }: OptionControlProps) {
  return (
    <button
      type="button"
      className={cx(styles.opener, tone !== 'plain' && (tone === 'alarm' ? styles.openerAlarm : styles.openerAccent))}
      aria-expanded={open}
      aria-label={`${spec.label}: ${summaryText(spec, value)}`}
      onClick={() => onOpen(!open)}
    >
      <span className={styles.openerText}>{summaryText(spec, value)}</span>
      <ChevronDown className={cx(open && styles.openerUp)} />
    </button>
  );
}

/** The editor of one option, by its kind. */
export function OptionControl(props: OptionControlProps) {
  const { spec, value, onAsk } = props;
  switch (spec.kind.type) {
    case 'choice':
      return <ChoiceControl {...props} />;
    case 'number':
      return <NumberControl {...props} />;
    case 'boolean':
      return <Switch name={spec.label} on={value === true} onChange={onAsk} />;
    case 'text':
      return isLong(spec) ? <Opener {...props} /> : <LineControl {...props} />;
    case 'list':
    case 'json':
      return <Opener {...props} />;
    default:
      return assertNever(spec.kind, 'Option kind');
  }
}
