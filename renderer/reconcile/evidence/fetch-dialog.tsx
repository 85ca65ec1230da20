import { useRef, useState } from 'react';
import type { CostApi, CostQuestion } from '../../../shared/bench-api.ts';
import type { BenchError } from '../../../shared/errors.ts';
import type { EntraMethod } from '../../../shared/protocol/endpoint/words.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { Select } from '../../parts/select.tsx';
import { usePreferences, useStores, useUi } from '../../store/context.ts';
import { cx } from '../../styles/cx.ts';
import styles from './fetch-dialog.module.css';
import { useCase, useCaseStore } from '../use-case.ts';

const apis = [
  { value: 'query', label: 'Query', note: 'every agreement; a row a day, meter and resource' },
  { value: 'cost-details', label: 'Cost Details', note: 'Enterprise and Customer Agreements; every column, a month' },
];
const methods = [
  { value: 'azure-cli', label: 'Azure CLI', note: 'as az login left it' },
  { value: 'browser', label: 'Browser', note: 'a page of Microsoft opens' },
  { value: 'device-code', label: 'Code', note: 'entered on any device' },
];

const utcDay = (back: number): string => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);

/** The last week, for whoever has never fetched. */
function firstQuestion(): CostQuestion {
  return { scope: '', from: utcDay(7), to: utcDay(0), api: 'query', signIn: { method: 'azure-cli' } };
}

/** The code to enter, and the way to where it is entered. */
function Code() {
  const { host } = useStores();
  const prompt = useUi((state) => state.signIn);
  if (prompt === null) return null;
  return (
    <p className={cx(styles.note, styles.code)} role="status">
      Enter the code <strong>{prompt.userCode}</strong>
      {` at ${prompt.url}. `}
      <Button size="dense" look="quiet" onClick={() => host.openLink('device-login')}>
        Open the page
      </Button>
    </p>
  );
}

/** Which costs to fetch from Azure, and as whom. What is filled in is remembered; the token stays in the engine. */
export function FetchDialog({ onClose }: { readonly onClose: () => void }) {
  const store = useCaseStore();
  const { preferences } = useStores();
  const remembered = usePreferences((kept) => kept.costQuestion);
  const sentence = useCase((state) => state.fetching);
  const [question, setQuestion] = useState<CostQuestion>(() => remembered ?? firstQuestion());
  const [problem, setProblem] = useState<BenchError | null>(null);
  const [busy, setBusy] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const { scope, from, to, api, signIn } = question;
  const set = (part: Partial<CostQuestion>): void => setQuestion({ ...question, ...part });
  const fetchCosts = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    void preferences.change({ costQuestion: question });
    const refused = await store.fetchCosts(question);
    setBusy(false);
    if (refused === null) onClose();
    else setProblem(refused);
  };
  return (
    <Dialog title="Fetch from Azure" open onClose={onClose} first={first}>
      <div className={styles.form}>
        <label className={styles.label} htmlFor="fetch-scope">
          Scope
        </label>
        <Field
          id="fetch-scope"
          inputRef={first}
          placeholder="/subscriptions/ID or /subscriptions/ID/resourceGroups/NAME"
          value={scope}
          onChange={(event) => set({ scope: event.target.value })}
        />
        <span className={styles.label}>UTC days</span>
        <div className={styles.days}>
          <Field aria-label="First day" value={from} onChange={(event) => set({ from: event.target.value.trim() })} />
          <span>to</span>
          <Field aria-label="Last day" value={to} onChange={(event) => set({ to: event.target.value.trim() })} />
        </div>
        <span className={styles.label}>API</span>
        <Select name="API" value={api} choices={apis} onChoose={(value) => set({ api: value as CostApi })} />
        <span className={styles.label}>Sign in by</span>
        <Select
          name="How to sign in"
          value={signIn.method}
          choices={methods}
          onChoose={(method) => set({ signIn: { ...signIn, method: method as EntraMethod } })}
        />
        <label className={styles.label} htmlFor="fetch-tenant">
          Tenant
        </label>
        <Field
          id="fetch-tenant"
          placeholder="That of the account; else its id or domain"
          value={signIn.tenantId ?? ''}
          onChange={(event) => set({ signIn: { ...signIn, tenantId: event.target.value.trim() } })}
        />
        {signIn.method !== 'azure-cli' && (
          <>
            <label className={styles.label} htmlFor="fetch-client">
              Application
            </label>
            <Field
              id="fetch-client"
              placeholder="Microsoft's own for development; else an application id"
              value={signIn.clientId ?? ''}
              onChange={(event) => set({ signIn: { ...signIn, clientId: event.target.value.trim() } })}
            />
          </>
        )}
        <Code />
        <p className={cx(styles.note, problem !== null && styles.problem)} role={problem === null ? 'status' : 'alert'}>
          {problem === null
            ? (sentence ??
              (busy
                ? 'Reading what came.'
                : 'The account needs the role Cost Management Reader on the scope. Usage is billed 8 to 24 hours later.'))
            : [problem.message, problem.nextStep].filter(Boolean).join(' ')}
        </p>
      </div>
      <div className={styles.actions}>
        <Button look="quiet" onClick={() => (busy ? store.cancelImport() : onClose())}>
          Cancel
        </Button>
        <Button look="primary" disabled={busy || scope.trim() === ''} onClick={() => void fetchCosts()}>
          {busy ? 'Fetching' : 'Fetch'}
        </Button>
      </div>
    </Dialog>
  );
}
