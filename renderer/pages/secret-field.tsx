import KeyRound from 'lucide-react/icons/key-round';
import { useEffect, useRef, useState } from 'react';
import type { Answers } from '../../shared/contract/bench-api.ts';
import type { SecretOwner } from '../../shared/protocol/endpoints/credential-id.ts';
import { useFirst } from '../store/context.ts';
import { newestAnswer } from '../store/newest-answer.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { Field } from '../ui/fields.tsx';
import styles from '../ui/form.module.css';

const keptAs = {
  store: 'kept by this computer',
  memory: 'kept until the bench is closed',
  environment: 'from the environment',
};

export interface SecretFieldProps {
  readonly id: string;
  readonly label: string;
  /** What it is called in a sentence: `key`, `password`. */
  readonly noun: string;
  /** Null while what it belongs to is not complete. */
  readonly owner: SecretOwner | null;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A secret goes once, by a command that can only write; the field is emptied and nothing ever reads it back. */
export function SecretField({ id, label, noun, owner, value, onChange }: SecretFieldProps) {
  const { bench, host } = useFirst();
  const [status, setStatus] = useState<Answers['secret.status'] | null>(null);
  const [said, setSaid] = useState<{ readonly text: string; readonly problem: boolean } | null>(null);
  const whose = JSON.stringify(owner);
  const [newest] = useState(() => newestAnswer(setStatus));
  const ask = (): Promise<void> =>
    newest.ask(async () => {
      if (owner === null) return null;
      const answer = await bench.call('secret.status', { owner });
      return answer.ok ? answer : null;
    });
  // What goes on for long asks, when it is done, about what the form names then.
  const askNow = useRef(ask);
  useEffect(() => {
    askNow.current = ask;
  });
  useEffect(() => {
    newest.about(whose);
    setSaid(null);
    void ask();
    return () => newest.forget();
    // The owner, by value.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [whose]);
  const store = async (secret: string): Promise<void> => {
    if (owner === null) return;
    onChange('');
    await newest.tell(
      whose,
      () => host.storeSecret(owner, secret),
      (answer) => {
        if (!answer.ok) setSaid({ text: answer.error.message, problem: true });
        else setSaid(answer.note === null ? null : { text: answer.note, problem: false });
      },
    );
    await askNow.current();
  };
  if (status?.needed === false) return null;
  const { present = false, from = null, variable } = status ?? {};
  return (
    <>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <div className={styles.row}>
        <Field
          id={id}
          type="password"
          placeholder={present ? `Another ${noun} replaces the one at hand` : `Paste the ${noun}`}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || value === '') return;
            event.preventDefault();
            event.stopPropagation();
            void store(value);
          }}
        />
        {value === '' && present && from !== 'environment' ? (
          <Button onClick={() => void store('')}>Forget</Button>
        ) : (
          <Button disabled={value === '' || owner === null} onClick={() => void store(value)}>
            Store
          </Button>
        )}
      </div>
      <p
        className={cx(styles.note, said?.problem === true && styles.problem)}
        role={said === null ? undefined : said.problem ? 'alert' : 'status'}
      >
        {present && from !== null && said?.problem !== true ? (
          <>
            <KeyRound className={styles.ok} /> A {noun} is at hand,{' '}
            {variable === undefined ? keptAs[from] : `from ${variable}`}. It is never shown again. {said?.text}
          </>
        ) : (
          (said?.text ?? `The ${noun} goes to the engine only; no page, log or record ever holds it.`)
        )}
      </p>
    </>
  );
}
