import X from 'lucide-react/icons/x';
import { useStore } from 'zustand';
import { knownTotal } from '../../../shared/pricing/cost.ts';
import { count } from '../../format/count.ts';
import { Button } from '../../parts/button.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Headline, Money } from '../../parts/money.tsx';
import { useBook, useStores, useUi, useView } from '../../store/context.ts';
import { cx } from '../../styles/cx.ts';
import type from '../../styles/type.module.css';
import { useModelChoice } from '../../store/model-choice.ts';
import { eventCost } from './event-cost.ts';
import type { EventLog } from '../../store/events/event-log.ts';
import styles from './detail.module.css';
import { OriginIcon } from './row.tsx';
import { entryType } from '../../store/events/summary.ts';

/** The selected entry: raw JSON left, what it cost right. */
export function EventDetail({ log }: { readonly log: EventLog }) {
  const { ui } = useStores();
  const seq = useUi((state) => state.selectedSeq);
  const view = useView((state) => state);
  const book = useBook()?.book ?? null;
  const choice = useModelChoice();
  useStore(log, (state) => state.readings);
  const entry = seq === null ? null : log.entry(seq);
  if (seq === null) return null;
  const cost = entry === null || view === null || book === null ? null : eventCost(entry, view, book, choice);
  const json = entry === null ? 'Reading this entry.' : JSON.stringify(entry.event, null, 2);
  return (
    <section aria-label={`Entry ${seq}`} className={styles.detail}>
      <div className={styles.head}>
        {entry !== null && <OriginIcon from={entry.from} />}
        <span className={cx(type.mono, styles.type)}>{entry === null ? '' : entryType(entry.event)}</span>
        <span className={styles.seq}>entry {count(seq)}</span>
        <CopyButton look="quiet" size="dense" text={() => json}>
          Copy
        </CopyButton>
        <Button
          look="quiet"
          size="dense"
          icon={<X />}
          aria-label="Close the entry"
          onClick={() => ui.setState({ selectedSeq: null })}
        />
      </div>
      <div className={styles.body}>
        <pre className={cx(type.mono, styles.json)} tabIndex={0} aria-label="Raw event">
          {json}
        </pre>
        {cost !== null && (
          <div className={styles.cost}>
            <p className={styles.caption}>Cost of this event</p>
            <Headline amount={knownTotal(cost)} currency={cost.currency} className={type.num2} />
            <Money amount={knownTotal(cost)} currency={cost.currency} className={styles.exact} />
            <table className={styles.lines}>
              <tbody>
                {cost.lines.map((line) => (
                  <tr key={`${line.source} ${line.label}`}>
                    <th scope="row">{line.label}</th>
                    <td>{count(line.quantity)}</td>
                    <td>
                      <Money amount={line.cost} currency={cost.currency} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            {cost.problems.map(({ kind, path, sentence }) => (
              <p key={`${kind} ${path} ${sentence}`} className={styles.problem}>
                {sentence}
              </p>
            ))}
            <p className={styles.caption}>
              Cached tokens are part of the input the event names; here they are counted apart.
            </p>
          </div>
        )}
      </div>
    </section>
  );
}
