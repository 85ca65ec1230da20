import { type Ref, useEffect, useRef, useState } from 'react';
import { readCostScope } from '../../../../shared/billing/cost-scope.ts';
import type { CostApi, CostQuestion } from '../../../../shared/contract/bench-api.ts';
import type { BenchError } from '../../../../shared/kit/errors.ts';
import { deviceLoginLink } from '../../../../shared/kit/links.ts';
import { type AzureCloud, azureCloudFacts, azureClouds } from '../../../../shared/protocol/authentication.ts';
import { usePreferences, useStores, useAppWindow } from '../../../store/context.ts';
import { Button, CopyButton } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { Field, Select } from '../../../ui/fields.tsx';
import { Dialog, type DialogProps } from '../../../ui/overlays.tsx';
import { SignInFields } from '../../../ui/sign-in-fields.tsx';
import { useCase, useCaseStore } from '../case/case-store.ts';
import form from '../../../ui/form.module.css';
import styles from './fetch-dialog.module.css';

const apis = [
  { value: 'query', label: 'Query', note: 'every agreement; a row a day, meter and resource' },
  { value: 'cost-details', label: 'Cost Details', note: 'Enterprise and Customer Agreements; every column, a month' },
];
const clouds = azureClouds.map((value) => ({ value, label: azureCloudFacts[value].name }));

export interface FetchFieldsProps {
  readonly question: CostQuestion;
  readonly onChange: (part: Partial<CostQuestion>) => void;
  readonly first: Ref<HTMLInputElement>;
}

/** Whose costs, of which days, from which API and cloud, and as whom. */
function FetchFields({ question, onChange, first }: FetchFieldsProps) {
  const { scope, from, to, api, signIn, cloud = 'public' } = question;
  return (
    <>
      <label className={form.label} htmlFor="fetch-scope">
        Scope
      </label>
      <Field
        id="fetch-scope"
        inputRef={first}
        aria-describedby="fetch-state"
        placeholder="Resource id, or its page in the portal"
        title={scope}
        value={scope}
        onChange={(event) => onChange({ scope: event.target.value })}
      />
      <span className={form.label}>UTC days</span>
      <div className={styles.days}>
        <Field
          aria-label="First day"
          placeholder="YYYY-MM-DD"
          value={from}
          onChange={(event) => onChange({ from: event.target.value.trim() })}
        />
        <span>to</span>
        <Field
          aria-label="Last day"
          placeholder="YYYY-MM-DD"
          value={to}
          onChange={(event) => onChange({ to: event.target.value.trim() })}
        />
      </div>
      <span className={form.label}>API</span>
      <Select name="API" value={api} choices={apis} onChoose={(value) => onChange({ api: value as CostApi })} />
      <span className={form.label}>Cloud</span>
      <Select
        name="Cloud"
        value={cloud}
        choices={clouds}
        onChoose={(value) => onChange({ cloud: value as AzureCloud })}
      />
      <SignInFields id="fetch" signIn={signIn} onChange={(changed) => onChange({ signIn: changed })} />
    </>
  );
}

/** The code to enter, and the way to where it is entered. */
function Code() {
  const { host } = useStores();
  const prompt = useAppWindow((state) => state.signIn);
  if (prompt === null) return null;
  return (
    <div className={styles.code} role="status">
      <p>
        {'Enter the code '}
        <strong className={styles.userCode}>{prompt.userCode}</strong>
        {` at ${prompt.url}, on this or any other device.`}
      </p>
      <div className={styles.codeActions}>
        <CopyButton size="small" text={() => prompt.userCode}>
          Copy the code
        </CopyButton>
        <Button size="small" onClick={() => host.openLink(deviceLoginLink(prompt.url))}>
          Open the page
        </Button>
      </div>
    </div>
  );
}

const hint =
  'The account needs the role Cost Management Reader on the scope. Usage is billed 8 to 24 hours later, under its UTC day.';

/** Under the fields: what is needed, how far it is, or why it was refused and what to do. */
function FetchState({
  sentence,
  problem,
}: {
  /** What is waited for; null: nothing is. */
  readonly sentence: string | null;
  readonly problem: BenchError | null;
}) {
  const hop = problem?.facts?.['hop'];
  // A reader hears of a wait once, and not every second of it.
  const countingDown = useCase((state) => state.countingDown);
  return (
    <div className={styles.state}>
      {sentence !== null && <Code />}
      {sentence !== null && (
        <div className={styles.bar} role="progressbar" aria-label="Fetch from Azure" aria-valuetext={sentence} />
      )}
      {problem === null ? (
        <p id="fetch-state" className={styles.sentence} role="status" aria-live={countingDown ? 'off' : 'polite'}>
          {sentence ?? hint}
        </p>
      ) : (
        <div
          id="fetch-state"
          className={cx(styles.sentence, styles.refused, problem.reason === 'refused' && styles.calm)}
          role="alert"
        >
          <p className={styles.what}>{problem.message}</p>
          {problem.nextStep !== undefined && <p>{problem.nextStep}</p>}
          {hop !== undefined && <p>{`Where it ended: ${hop}.`}</p>}
        </div>
      )}
    </div>
  );
}

const utcDay = (back: number): string => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);

/** The last week, for whoever has never fetched. */
function firstQuestion(): CostQuestion {
  return { scope: '', from: utcDay(7), to: utcDay(0), api: 'query', signIn: { method: 'azure-cli' } };
}

/** Which costs to fetch from Azure, and as whom. What is filled in is remembered; the token stays in the engine. */
export function FetchDialog({ onClose, focusAfter }: Pick<DialogProps, 'onClose' | 'focusAfter'>) {
  const store = useCaseStore();
  const { preferences } = useStores();
  const remembered = usePreferences((kept) => kept.costQuestion);
  const fetching = useCase((state) => state.fetching);
  const [question, setQuestion] = useState<CostQuestion>(() => remembered ?? firstQuestion());
  const [problem, setProblem] = useState<BenchError | null>(null);
  const [busy, setBusy] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const cancel = useRef<HTMLButtonElement>(null);
  const shown = useRef(true);
  useEffect(() => {
    shown.current = true;
    return () => {
      shown.current = false;
    };
  }, []);
  // Once the fields are unlocked again, whoever was refused goes on in them.
  useEffect(() => {
    if (problem !== null && !busy) first.current?.focus();
  }, [problem, busy]);
  const fetchCosts = async (): Promise<void> => {
    const read = readCostScope(question.scope);
    setProblem(read.ok ? null : read.error);
    if (!read.ok) return;
    // As it was understood, so that a wrong page pasted from the portal is seen.
    const asked = { ...question, scope: read.resourceId ?? read.scope };
    setQuestion(asked);
    setBusy(true);
    // The fields are locked meanwhile, and the focus would be nowhere.
    cancel.current?.focus();
    void preferences.change({ costQuestion: asked });
    const refused = await store.fetchCosts(asked);
    if (!shown.current) {
      if (refused !== null) store.complain(refused);
      return;
    }
    setBusy(false);
    if (refused === null) return onClose();
    setProblem(refused);
  };
  return (
    <Dialog title="Fetch from Azure" open onClose={onClose} first={first} focusAfter={focusAfter}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void fetchCosts();
        }}
      >
        <fieldset className={styles.form} disabled={busy}>
          <FetchFields
            first={first}
            question={question}
            onChange={(part) => {
              setProblem(null);
              setQuestion({ ...question, ...part });
            }}
          />
        </fieldset>
        <FetchState sentence={busy ? (fetching ?? 'Reading what came.') : null} problem={problem} />
        <div className={styles.actions}>
          <Button ref={cancel} look="quiet" onClick={() => (busy ? store.cancelImport() : onClose())}>
            Cancel
          </Button>
          <Button look="primary" submits disabled={busy}>
            {busy ? 'Fetching' : 'Fetch'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
