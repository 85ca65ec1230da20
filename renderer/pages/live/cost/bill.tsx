import { useEffect, useState } from 'react';
import { errorText } from '../../../../shared/kit/errors.ts';
import type { ImportSummary } from '../../../../shared/reconcile/case/case-view.ts';
import { dueFrom } from '../../../../shared/reconcile/scope/settlement.ts';
import { useStores } from '../../../store/context.ts';
import { Button } from '../../../ui/button.tsx';
import { Section } from '../../../ui/section.tsx';
import { utcMinute } from '../../../ui/format.ts';
import { Meters } from './meters.tsx';
import type { CostState } from './use-cost.ts';
import styles from './tables.module.css';

const dayAt = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The UTC days that a session ran in. */
function daysOf({ view }: CostState): readonly string[] {
  const beganMs = Date.parse(view.header?.startedAt ?? '');
  if (!Number.isFinite(beganMs)) return [];
  return [...new Set([dayAt(beganMs), dayAt(beganMs + view.t)])];
}

type Known = { readonly imports: readonly ImportSummary[] } | { readonly error: string } | null;

function useImports(): Known {
  const { bench } = useStores();
  const [known, setKnown] = useState<Known>(null);
  useEffect(() => {
    let isWanted = true;
    void bench.call('bill.list', {}).then((answer) => {
      if (isWanted) setKnown(answer.ok ? { imports: answer.imports } : { error: errorText(answer.error) });
    });
    return () => {
      isWanted = false;
    };
  }, [bench]);
  return known;
}

/** What was imported for the days of the session, or when there can be something. */
function Imported({ state }: { readonly state: CostState }) {
  const { reconcileWith, appWindow } = useStores();
  const known = useImports();
  const days = daysOf(state);
  const sessionId = state.view.header?.sessionId;
  if (known === null) return <p className={styles.sentence}>Reading what was imported.</p>;
  if ('error' in known) return <p className={styles.sentence}>{known.error}</p>;
  const bills = known.imports.filter((bill) => bill.days.some((day) => days.includes(day)));
  const named = days.join(' and ');
  const due = dueFrom(days.at(-1) ?? '');
  return (
    <>
      {bills.length === 0 ? (
        <p className={styles.sentence}>
          {due === null ? 'No bill yet.' : `No bill yet. Rows for ${named} are due from ${due}, in UTC.`}
        </p>
      ) : (
        <ul className={styles.sentence}>
          {bills.map(({ importId, files, importedAt }) => (
            <li
              key={importId}
            >{`${files.map(({ name }) => name).join(', ')}, imported ${utcMinute(importedAt)} UTC`}</li>
          ))}
        </ul>
      )}
      {sessionId !== undefined && (
        <p className={styles.sentence}>
          <Button
            size="dense"
            onClick={() => {
              reconcileWith.begin([sessionId]);
              appWindow.showPage('reconcile');
            }}
          >
            Reconcile this session
          </Button>
        </p>
      )}
    </>
  );
}

/** The bill to expect, meter by meter, and what of it was imported. */
export function Bill({ state }: { readonly state: CostState | null }) {
  if (state === null) return <p className={styles.empty}>No session, so nothing to be billed.</p>;
  return (
    <>
      <Section title="Imported" note="for the days of this session">
        <Imported state={state} />
      </Section>
      <Meters state={state} />
    </>
  );
}
