import ShieldCheck from 'lucide-react/icons/shield-check';
import { useEffect, useRef, useState } from 'react';
import { errorText } from '../../../shared/kit/errors.ts';
import type { Endpoint, EntraSignIn, NetworkSettings } from '../../../shared/protocol/endpoints/schema.ts';
import { useFirst } from '../../store/context.ts';
import { newestAnswer } from '../../store/newest-answer.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { utcMinute } from '../../ui/format.ts';
import { SignInFields } from '../../ui/sign-in-fields.tsx';
import styles from '../../ui/form.module.css';

export interface EntraFieldsProps {
  readonly entra: EntraSignIn;
  readonly onChange: (entra: EntraSignIn) => void;
  /** Null while the address is not complete. */
  readonly endpoint: Endpoint | null;
  readonly network: NetworkSettings | null;
}

/** How to sign in with Entra ID, and whether that has been done. The token itself stays in the engine. */
export function EntraFields({ entra, onChange, endpoint, network }: EntraFieldsProps) {
  const { bench } = useFirst();
  const [until, setUntil] = useState<string | null>(null);
  /** The endpoint that is being signed in to; the form may name another meanwhile. */
  const [pending, setPending] = useState<Endpoint | null>(null);
  const busy = pending !== null;
  const [problem, setProblem] = useState<string | null>(null);
  const whose = JSON.stringify(endpoint);
  const [newest] = useState(() => newestAnswer(setUntil));
  const ask = (): Promise<void> =>
    newest.ask(async () => {
      if (endpoint === null) return null;
      const answer = await bench.call('entra.status', { endpoint });
      return answer.ok ? answer.expiresAt : null;
    });
  // What goes on for long asks, when it is done, about what the form names then.
  const askNow = useRef(ask);
  useEffect(() => {
    askNow.current = ask;
  });
  useEffect(() => {
    newest.about(whose);
    setProblem(null);
    void ask();
    return () => newest.forget();
    // The endpoint, by value.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [whose]);
  const signIn = async (): Promise<void> => {
    if (endpoint === null) return;
    setPending(endpoint);
    await newest.tell(
      whose,
      () => bench.call('entra.signIn', { endpoint, ...(network === null ? {} : { network }) }),
      (answer) => setProblem(answer.ok ? null : errorText(answer.error)),
    );
    setPending(null);
    await askNow.current();
  };
  const signOut = async (): Promise<void> => {
    if (endpoint !== null) await bench.call('entra.signOut', { endpoint });
    await askNow.current();
  };
  return (
    <>
      <SignInFields
        id="entra"
        signIn={entra}
        onChange={onChange}
        beside={
          until === null ? (
            <Button
              icon={<ShieldCheck />}
              disabled={endpoint === null && !busy}
              onClick={() =>
                void (pending === null
                  ? signIn()
                  : bench.call('entra.cancel', { of: { kind: 'endpoint', endpoint: pending } }))
              }
            >
              {busy ? 'Cancel' : 'Sign in'}
            </Button>
          ) : (
            <Button onClick={() => void signOut()}>Sign out</Button>
          )
        }
      />
      <p className={cx(styles.note, problem !== null && styles.problem)} role={problem === null ? 'status' : 'alert'}>
        {problem ??
          (busy
            ? 'Signing in.'
            : until === null
              ? 'The account needs the role Cognitive Services OpenAI User. Starting signs in, too.'
              : `Signed in until ${utcMinute(until)} UTC; renewed before that.`)}
      </p>
    </>
  );
}
