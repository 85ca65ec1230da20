import { useState } from 'react';
import type { CallView } from '../../../shared/session/calls/call-view.ts';
import { Button } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import { useStores, useView } from '../../store/context.ts';
import styles from './call.module.css';

function Result({ call }: { readonly call: CallView }) {
  const { drive, ui } = useStores();
  const [output, setOutput] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const send = async (): Promise<void> => {
    const answer = await drive.answerCall(call, output);
    if (!answer.ok) setRefusal(answer.error.message);
  };
  return (
    <form
      className={styles.result}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Field
        dense
        className={styles.field}
        aria-label={`Result of ${call.name}`}
        placeholder="What the function gives back; JSON, usually"
        value={output}
        onChange={(event) => setOutput(event.target.value)}
      />
      <Button size="dense" onClick={() => void send()}>
        Give back
      </Button>
      <Button size="dense" look="quiet" onClick={() => ui.setState({ dialog: 'tool-answers' })}>
        Table
      </Button>
      {refusal !== null && (
        <span role="alert" className={styles.refusal}>
          {refusal}
        </span>
      )}
    </form>
  );
}

const how: Readonly<Record<'rule' | 'otherwise', string>> = {
  rule: 'from the table',
  otherwise: 'the fixed answer',
};

/** A call of a function with its arguments, and its result or the place to type it. */
export function Call({ call }: { readonly call: CallView }) {
  const open = useView((view) => view?.phase === 'open');
  return (
    <div className={styles.call}>
      <code className={styles.code}>
        <b>{call.name}</b>({call.arguments})
      </code>
      {call.status === 'answered' && (
        <code className={styles.code}>
          <span className={styles.gives}>gives </span>
          {call.output}
          {call.answeredBy !== null && <span className={styles.gives}>, {how[call.answeredBy]}</span>}
        </code>
      )}
      {call.status === 'open' && open && <Result call={call} />}
      {call.status === 'open' && !open && <span className={styles.gives}>No result was given.</span>}
    </div>
  );
}
