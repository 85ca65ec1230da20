import { useEffect, useRef, useState } from 'react';
import { Button } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import { useStores } from '../../store/context.ts';
import styles from './conversation.module.css';

/** A typed message: Enter sends it and asks for an answer, Escape puts the line away. What was typed stays when the engine refuses. */
export function Composer() {
  const { desk, ui } = useStores();
  const [text, setText] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const send = async (): Promise<void> => {
    if (text.trim() === '') return;
    const answer = await desk.sendText(text);
    setRefusal(answer.ok ? null : answer.error.message);
    if (answer.ok) setText('');
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className={styles.composer}>
        <Field
          inputRef={input}
          aria-label="Message"
          placeholder="Type what you would say. Enter sends it and asks for an answer."
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') ui.setState({ composing: false });
          }}
        />
        <Button onClick={() => void send()} disabled={text.trim() === ''}>
          Send
        </Button>
      </div>
      {refusal !== null && (
        <p role="alert" className={styles.refusal}>
          {refusal}
        </p>
      )}
    </form>
  );
}
