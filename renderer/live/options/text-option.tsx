import { useState } from 'react';
import type { Json } from '../../../shared/json.ts';
import type { OptionSpec } from '../../../shared/protocol/options.ts';
import { Button } from '../../parts/button.tsx';
import { printedKey } from '../../parts/key.tsx';
import styles from './options.module.css';

export interface TextOptionProps {
  readonly spec: OptionSpec;
  readonly value: Json;
  readonly onAsk: (value: Json) => void;
  readonly onDraft: (draft: { readonly changed: boolean; readonly problem: null }) => void;
}

/** Free text under its row: it goes out when asked to, never half typed. */
export function TextOption({ spec, value, onAsk, onDraft }: TextOptionProps) {
  const shown = typeof value === 'string' ? value : '';
  const [text, setText] = useState(shown);
  const [from, setFrom] = useState(shown);
  if (from !== shown) {
    setFrom(shown);
    setText(shown);
  }
  if (spec.kind.type !== 'text') return null;
  const changed = text !== shown;
  const draft = (next: string): void => {
    setText(next);
    onDraft({ changed: next !== shown, problem: null });
  };
  const use = (): void => {
    onDraft({ changed: false, problem: null });
    onAsk(text === '' ? null : text);
  };
  return (
    <div className={styles.text}>
      <textarea
        className={styles.area}
        aria-label={spec.label}
        rows={3}
        spellCheck={false}
        placeholder={spec.kind.placeholder}
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
          <Button size="dense" title={`${printedKey('Mod+Enter')} in the field`} onClick={use}>
            Use this text
          </Button>
        </div>
      )}
    </div>
  );
}
