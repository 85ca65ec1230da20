import { useEffect, useRef, useState } from 'react';
import { readCostScope } from '../../../../shared/billing/cost-scope.ts';
import type { CostQuestion, OpenAiQuestion } from '../../../../shared/contract/bench-api.ts';
import { type BenchError, ok, type Result } from '../../../../shared/kit/errors.ts';
import { deviceLoginLink } from '../../../../shared/kit/links.ts';
import { openAiAdmin } from '../../../../shared/protocol/endpoints/credential-id.ts';
import { usePreferences, useStores, useAppWindow } from '../../../store/context.ts';
import { Button, CopyButton } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { Select } from '../../../ui/fields.tsx';
import { Dialog, type DialogProps } from '../../../ui/overlays.tsx';
import { useCase, useCaseStore } from '../case/case-store.ts';
import { AzureFields, OpenAiFields } from './fetch-fields.tsx';
import form from '../../../ui/form.module.css';
import styles from './fetch-dialog.module.css';

type Service = 'azure' | 'openai';
const services = [
  { value: 'azure', label: 'Azure', note: 'Cost Management, by a sign-in' },
  { value: 'openai', label: 'OpenAI', note: 'the organization’s costs and usage, by an admin key' },
];

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

const hints: Readonly<Record<Service, string>> = {
  azure:
    'The account needs the role Cost Management Reader on the scope. Usage is billed 8 to 24 hours later, under its UTC day.',
  openai:
    'An owner of the organization makes admin keys in the dashboard; keys of projects may not read costs. The usage of the same days comes along, as a witness.',
};

/** Under the fields: what is needed, how far it is, or why it was refused and what to do. */
function FetchState({
  hint,
  sentence,
  problem,
}: {
  readonly hint: string;
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
        <div className={styles.bar} role="progressbar" aria-label="Fetch costs" aria-valuetext={sentence} />
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

/** The last week of everything that a key may read. */
const firstOpenAi = (): OpenAiQuestion => ({ service: 'openai', from: utcDay(7), to: utcDay(0), project: '' });

/** What is asked for, as it was understood, so that a wrong page pasted from the portal is seen; or what is wrong with it. */
function understood(question: CostQuestion): Result<{ asked: CostQuestion }> {
  const read = readCostScope(question.scope);
  return read.ok ? ok({ asked: { ...question, scope: read.resourceId ?? read.scope } }) : read;
}

/** Which costs to fetch, from where and as whom. What is filled in is remembered; token and key stay in the engine. */
export function FetchDialog({ onClose, focusAfter }: Pick<DialogProps, 'onClose' | 'focusAfter'>) {
  const store = useCaseStore();
  const { preferences, host } = useStores();
  const remembered = usePreferences((kept) => kept.costQuestion);
  const rememberedOpenAi = usePreferences((kept) => kept.openAiQuestion);
  const lastService = usePreferences((kept) => kept.costService);
  const fetching = useCase((state) => state.fetching);
  const [question, setQuestion] = useState<CostQuestion>(() => remembered ?? firstQuestion());
  const [openAi, setOpenAi] = useState<OpenAiQuestion>(() => rememberedOpenAi ?? firstOpenAi());
  const [service, setService] = useState<Service>(lastService ?? 'azure');
  const [adminKey, setAdminKey] = useState('');
  const [keysStored, setKeysStored] = useState(0);
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
  /** A key that was typed and not stored goes the way of one that was: into the host's store, and out of the form. */
  const keepKey = async (): Promise<BenchError | null> => {
    if (adminKey.trim() === '') return null;
    setAdminKey('');
    const stored = await host.storeSecret(openAiAdmin, adminKey);
    setKeysStored(keysStored + 1);
    return stored.ok ? null : stored.error;
  };
  const fetchCosts = async (): Promise<void> => {
    const read = service === 'azure' ? understood(question) : ok({ asked: openAi });
    setProblem(read.ok ? null : read.error);
    if (!read.ok) return;
    const { asked } = read;
    setBusy(true);
    // The fields are locked meanwhile, and the focus would be nowhere.
    cancel.current?.focus();
    if ('service' in asked) void preferences.change({ openAiQuestion: asked, costService: service });
    else {
      setQuestion(asked);
      void preferences.change({ costQuestion: asked, costService: service });
    }
    const unkept = service === 'openai' ? await keepKey() : null;
    const refused = unkept ?? (await store.fetchCosts(asked));
    if (!shown.current) {
      if (refused !== null) store.complain(refused);
      return;
    }
    setBusy(false);
    if (refused === null) return onClose();
    setProblem(refused);
  };
  return (
    <Dialog title="Fetch costs" open onClose={onClose} first={first} focusAfter={focusAfter}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void fetchCosts();
        }}
      >
        <fieldset className={styles.form} disabled={busy}>
          <span className={form.label}>From</span>
          <Select
            name="From"
            value={service}
            choices={services}
            onChoose={(value) => {
              setProblem(null);
              setService(value as Service);
            }}
          />
          {service === 'azure' ? (
            <AzureFields
              first={first}
              question={question}
              onChange={(part) => {
                setProblem(null);
                setQuestion({ ...question, ...part });
              }}
            />
          ) : (
            <OpenAiFields
              first={first}
              question={openAi}
              adminKey={adminKey}
              keysStored={keysStored}
              onKey={setAdminKey}
              onChange={(part) => {
                setProblem(null);
                setOpenAi({ ...openAi, ...part });
              }}
            />
          )}
        </fieldset>
        <FetchState
          hint={hints[service]}
          sentence={busy ? (fetching ?? 'Reading what came.') : null}
          problem={problem}
        />
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
