import ShieldCheck from 'lucide-react/icons/shield-check';
import { useEffect, useState } from 'react';
import type { Endpoint, EntraSignIn } from '../../shared/protocol/endpoint/endpoint.ts';
import type { NetworkSettings } from '../../shared/network/settings.ts';
import { utcMinute } from '../format/time.ts';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { Select } from '../parts/select.tsx';
import { useStores } from '../store/context.ts';
import { cx } from '../styles/cx.ts';
import styles from './deployment-form.module.css';

const methods = [
  { value: 'azure-cli', label: 'Azure CLI', note: 'as az login left it' },
  { value: 'browser', label: 'Browser', note: 'a page of Microsoft opens' },
  { value: 'device-code', label: 'Code', note: 'entered on any device' },
];

export interface EntraFieldsProps {
  readonly entra: EntraSignIn;
  readonly onChange: (entra: EntraSignIn) => void;
  /** Null while the address is not complete. */
  readonly endpoint: Endpoint | null;
  readonly network: NetworkSettings | null;
}

/** How to sign in with Entra ID, and whether that has been done. The token itself stays in the engine. */
export function EntraFields({ entra, onChange, endpoint, network }: EntraFieldsProps) {
  const { bench } = useStores();
  const [until, setUntil] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const whose = JSON.stringify(endpoint);
  const ask = async (): Promise<void> => {
    if (endpoint === null) return setUntil(null);
    const answer = await bench.call('entra.status', { endpoint });
    setUntil(answer.ok ? answer.expiresAt : null);
  };
  useEffect(() => {
    setProblem(null);
    void ask();
    // The endpoint, by value.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [whose]);
  const signIn = async (): Promise<void> => {
    if (endpoint === null) return;
    setBusy(true);
    const answer = await bench.call('entra.signIn', { endpoint, ...(network === null ? {} : { network }) });
    setBusy(false);
    setProblem(answer.ok ? null : [answer.error.message, answer.error.nextStep].filter(Boolean).join(' '));
    await ask();
  };
  const signOut = async (): Promise<void> => {
    if (endpoint !== null) await bench.call('entra.signOut', { endpoint });
    await ask();
  };
  return (
    <>
      <span className={styles.label}>Sign in by</span>
      <div className={styles.key}>
        <Select
          name="How to sign in"
          className={styles.grow}
          value={entra.method}
          choices={methods}
          onChoose={(method) => onChange({ ...entra, method: method as EntraSignIn['method'] })}
        />
        {until === null ? (
          <Button
            icon={<ShieldCheck />}
            disabled={endpoint === null}
            onClick={() => void (busy ? bench.call('entra.cancel', {}) : signIn())}
          >
            {busy ? 'Cancel' : 'Sign in'}
          </Button>
        ) : (
          <Button onClick={() => void signOut()}>Sign out</Button>
        )}
      </div>
      <label className={styles.label} htmlFor="entra-tenant">
        Tenant
      </label>
      <Field
        id="entra-tenant"
        placeholder="That of the account; else its id or domain"
        value={entra.tenantId ?? ''}
        onChange={(event) => onChange({ ...entra, tenantId: event.target.value.trim() })}
      />
      {entra.method !== 'azure-cli' && (
        <>
          <label className={styles.label} htmlFor="entra-client">
            Application
          </label>
          <Field
            id="entra-client"
            placeholder="Microsoft's own for development; else an application id"
            value={entra.clientId ?? ''}
            onChange={(event) => onChange({ ...entra, clientId: event.target.value.trim() })}
          />
        </>
      )}
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
