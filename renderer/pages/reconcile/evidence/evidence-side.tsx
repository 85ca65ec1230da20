import Check from 'lucide-react/icons/check';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import CircleX from 'lucide-react/icons/circle-x';
import { type ReactNode, useEffect, useState } from 'react';
import type { BenchError } from '../../../../shared/kit/errors.ts';
import tones from '../../../ui/styles/tone.module.css';
import styles from './evidence.module.css';

const icons = {
  read: <Check className={tones.ok} />,
  refused: <CircleX className={tones.alarm} />,
  nothing: <CircleDashed className={tones.calm} />,
};

/** The head of one side: whether it was understood, what it is, and where it is from. */
export function SideHead({
  title,
  state,
  note,
}: {
  readonly title: string;
  readonly state: keyof typeof icons;
  readonly note: ReactNode;
}) {
  return (
    <div className={styles.sideHead}>
      {icons[state]}
      <h2 className={styles.sideTitle}>{title}</h2>
      <span className={styles.sideNote}>{note}</span>
    </div>
  );
}

/** Why a side was refused, and what to do about it. */
function SideError({ id, error }: { readonly id: string; readonly error: BenchError }) {
  return (
    <p id={id} role="alert" className={styles.sideError}>
      {error.message}
      {error.nextStep !== undefined && <span>{` ${error.nextStep}`}</span>}
    </p>
  );
}

/** Under the evidence of one side: why it was refused, else what was understood of it. Its field is described by this `id`. */
export function Understood({
  id,
  side,
  children,
}: {
  readonly id: string;
  readonly side: { readonly kind: 'read' | 'nothing' } | { readonly kind: 'refused'; readonly error: BenchError };
  readonly children: ReactNode;
}) {
  if (side.kind === 'refused') return <SideError id={id} error={side.error} />;
  return (
    <div id={id} className={styles.understood}>
      {children}
    </div>
  );
}

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
