import { useState } from 'react';
import { plural } from '../format/count.ts';
import { Button } from '../parts/button.tsx';
import styles from './evidence.module.css';
import { Pasted } from './pasted.tsx';
import { SideError, SideHead } from './side-head.tsx';
import { useCase, useCaseStore } from './use-case.ts';

const placeholder = `Paste the chart's CSV, or the JSON of
az monitor metrics list, at PT1M:
AzureOpenAIRequests, ProcessedPromptTokens`;

/** The third witness: what Azure Monitor counted. Folded away until it is asked for. */
export function MetricsSide() {
  const store = useCaseStore();
  const caseId = useCase(({ view }) => view?.case.caseId ?? '');
  const text = useCase(({ view }) => view?.case.metrics ?? '');
  const side = useCase(({ view }) => view?.metrics ?? null);
  const [open, setOpen] = useState<string | null>(null);
  if (side === null) return null;
  if (text === '' && open !== caseId) {
    return (
      <div className={styles.links}>
        <Button size="dense" look="quiet" className={styles.indent} onClick={() => setOpen(caseId)}>
          Add counts of Azure Monitor
        </Button>
      </div>
    );
  }
  return (
    <section className={styles.side} aria-label="Azure Monitor">
      <SideHead
        title="Azure Monitor"
        state={side.kind}
        note={side.kind === 'read' ? plural(side.read.points, 'count') : 'third witness'}
      />
      <Pasted
        key={caseId}
        name="Metrics of Azure Monitor"
        value={text}
        placeholder={placeholder}
        rows={4}
        bad={side.kind === 'refused'}
        describedBy="reconcile-metrics"
        onText={(metrics) => void store.change({ metrics }, caseId)}
      />
      {side.kind === 'refused' ? (
        <SideError id="reconcile-metrics" error={side.error} />
      ) : (
        <p id="reconcile-metrics" className={styles.understood}>
          A count of requests says how many inferences ran. It is no bill.
        </p>
      )}
    </section>
  );
}
