import { useState } from 'react';
import type { Json } from '../../../../shared/kit/json.ts';
import { checkOption, type OptionSpec, readOptionText } from '../../../../shared/protocol/options/options.ts';
import { Button, printedKey } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { editText } from './option-text.ts';
import styles from './options.module.css';

export interface OptionDraft {
  /** What stands in the field differs from what was asked. */
  readonly changed: boolean;
  readonly problem: string | null;
}

export interface ControlProps {
  readonly spec: OptionSpec;
  readonly value: Json;
  readonly tone: 'plain' | 'accent' | 'alarm';
  readonly onAsk: (value: Json) => void;
  readonly onDraft: (draft: OptionDraft) => void;
}

export interface LongOptionProps {
  readonly spec: OptionSpec;
  readonly value: Json;
  readonly onAsk: (value: Json) => void;
  readonly onDraft: (draft: OptionDraft) => void;
}

const placeholderOf = ({ kind }: OptionSpec): string => ('placeholder' in kind ? kind.placeholder : '');
const takeWords = ({ kind }: OptionSpec): string =>
  kind.type === 'text' ? 'Use this text' : kind.type === 'list' ? 'Use these words' : 'Use this JSON';

/** Free text, words or JSON under its row: it goes out when asked to, never half typed. */
export function LongOption({ spec, value, onAsk, onDraft }: LongOptionProps) {
  const shown = editText(spec, value);
  const [text, setText] = useState(shown);
  const [from, setFrom] = useState(shown);
  if (from !== shown) {
    setFrom(shown);
    setText(shown);
  }
  const changed = text !== shown;
  const read = readOptionText(spec, text);
  const problem = read.ok ? checkOption(spec, read.value) : read.problem;
  const draft = (next: string): void => {
    setText(next);
    const nextRead = readOptionText(spec, next);
    onDraft({
      changed: next !== shown,
      problem: nextRead.ok ? checkOption(spec, nextRead.value) : nextRead.problem,
    });
  };
  const use = (): void => {
    if (!read.ok || problem !== null) return;
    onDraft({ changed: false, problem: null });
    onAsk(read.value);
  };
  return (
    <div className={styles.text}>
      <textarea
        className={cx(styles.area, spec.kind.type === 'json' && 'type-mono')}
        aria-label={`${spec.label}, text`}
        aria-invalid={changed && problem !== null ? true : undefined}
        rows={spec.kind.type === 'json' ? 6 : 3}
        spellCheck={false}
        placeholder={placeholderOf(spec)}
        value={text}
        onChange={(event) => draft(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) use();
          if (event.key === 'Escape' && changed) draft(shown);
        }}
      />
      {changed && (
        <div className={styles.textActions}>
          <Button size="dense" look="quiet" onClick={() => draft(shown)}>
            Undo
          </Button>
          <Button
            size="dense"
            disabled={problem !== null}
            title={`${printedKey('Mod+Enter')} in the field`}
            onClick={use}
          >
            {takeWords(spec)}
          </Button>
        </div>
      )}
    </div>
  );
}
