import { useEffect, useRef, useState } from 'react';
import type { CostQuestion } from '../../../shared/bench-api.ts';
import { readCostScope } from '../../../shared/billing/fetch/cost-scope.ts';
import type { BenchError } from '../../../shared/errors.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog, type DialogProps } from '../../parts/dialog.tsx';
import { usePreferences, useStores } from '../../store/context.ts';
import { useCase, useCaseStore } from '../use-case.ts';
import { FetchFields } from './fetch-fields.tsx';
import styles from './fetch-dialog.module.css';
import { FetchState } from './fetch-state.tsx';

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
