import { useEffect, useState } from 'react';
import styles from './evidence.module.css';

/** Typing that pauses this long is read. */
const pauseMs = 300;

/** Holds back what is typed until typing pauses; a text is told once. */
class Pause {
  #told: string;
  #waiting: (() => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(told: string) {
    this.#told = told;
  }

  typed(text: string, tell: (text: string) => void, atOnce: boolean): void {
    clearTimeout(this.#timer);
    this.#waiting = () => {
      if (text !== this.#told) tell(text);
      this.#told = text;
    };
    if (atOnce) this.flush();
    else this.#timer = setTimeout(() => this.flush(), pauseMs);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#waiting?.();
    this.#waiting = null;
  }
}

export interface PastedProps {
  readonly name: string;
  readonly value: string;
  readonly placeholder: string;
  readonly rows: number;
  readonly bad: boolean;
  readonly describedBy: string;
  readonly onText: (text: string) => void;
}

/** A field for a pasted text: read when typing pauses, at once when it is pasted or left. */
export function Pasted({ name, value, placeholder, rows, bad, describedBy, onText }: PastedProps) {
  const [text, setText] = useState(value);
  const [pause] = useState(() => new Pause(value));
  useEffect(() => () => pause.flush(), [pause]);
  return (
    <textarea
      className={styles.pasted}
      aria-label={name}
      aria-invalid={bad}
      aria-describedby={describedBy}
      placeholder={placeholder}
      rows={rows}
      value={text}
      spellCheck={false}
      wrap="off"
      onChange={(event) => {
        const next = event.target.value;
        const pasted = (event.nativeEvent as InputEvent).inputType === 'insertFromPaste';
        setText(next);
        pause.typed(next, onText, pasted);
      }}
      onBlur={() => pause.flush()}
    />
  );
}
