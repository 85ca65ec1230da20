import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import CircleDot from 'lucide-react/icons/circle-dot';
import Funnel from 'lucide-react/icons/funnel';
import PanelBottomClose from 'lucide-react/icons/panel-bottom-close';
import PanelBottomOpen from 'lucide-react/icons/panel-bottom-open';
import X from 'lucide-react/icons/x';
import { useStore } from 'zustand';
import { moneyWithin, shortMoney } from '../../../../shared/kit/money-format.ts';
import { knownTotal } from '../../../../shared/pricing/cost.ts';
import type { Origin } from '../../../../shared/session/entry.ts';
import { useAction } from '../../../actions/use-action.ts';
import { useLive, useStores, useView } from '../../../store/context.ts';
import { useBook, useModelChoice } from '../../../store/session-prices.ts';
import type { EventLog, EventLogState } from '../../../store/event-log.ts';
import { entryType } from '../../../../shared/session/entry-type.ts';
import { Button, CopyButton } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { Field } from '../../../ui/fields.tsx';
import { count } from '../../../../shared/kit/numbers.ts';
import { Headline, Money } from '../../../ui/money.tsx';
import { moneyTitle, openRange } from '../cost/row-parts.tsx';
import { eventCost, type UnreportedWork } from './event-cost.ts';
import { usePolled } from '../../../ui/throttle.tsx';
import { EventList, OriginIcon } from './event-list.tsx';
import styles from './inspector.module.css';

interface UnreportedProps {
  readonly work: UnreportedWork;
  /** What the event itself comes to; null: it cannot be priced. */
  readonly reported: string | null;
  readonly currency: string;
}

/** What ended without saying what it used: what the event says is not what it cost. */
function Unreported({ work: { name, end, row }, reported, currency }: UnreportedProps) {
  const said = reported === null ? 'unknown' : shortMoney(reported, currency);
  const isOpen = row.basis === 'if billed';
  const expected = row.cost === null ? 'unknown' : moneyWithin(row.cost, row.costWidth ?? '0', currency);
  return (
    <>
      <p className={styles.caption}>{`Cost of ${name}`}</p>
      <p className="type-num2" title={moneyTitle(row, currency)}>
        {isOpen ? (row.costHigh === null ? 'unknown' : openRange(row.costHigh, currency)) : expected}
      </p>
      <p className={styles.caption}>
        {`Reported ${said}, expected ${expected}${isOpen ? ' if billed' : ''}: ${end}, and never said what it used.`}
      </p>
    </>
  );
}

/** The selected entry: raw JSON left, what it cost right. */
function EventDetail({ log }: { readonly log: EventLog }) {
  const { live } = useStores();
  const seq = useLive((state) => state.selectedSeq);
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
      <div className={styles.detailHead}>
        {entry !== null && <OriginIcon from={entry.from} />}
        <span className={cx('type-mono', styles.detailType)}>{entry === null ? '' : entryType(entry.event)}</span>
        <span className={styles.detailSeq}>entry {count(seq)}</span>
        <CopyButton look="quiet" size="dense" text={() => json}>
          Copy
        </CopyButton>
        <Button look="quiet" size="dense" icon={<X />} aria-label="Close the entry" onClick={() => live.select(null)} />
      </div>
      <div className={styles.detailBody}>
        <pre className={cx('type-mono', styles.json)} tabIndex={0} aria-label="Raw event">
          {json}
        </pre>
        {cost !== null && (
          <div className={styles.cost}>
            {cost.unreported === null ? (
              <>
                <p className={styles.caption}>Cost of this event</p>
                <Headline amount={knownTotal(cost)} currency={cost.currency} className="type-num2" />
                <Money amount={knownTotal(cost)} currency={cost.currency} className={styles.exact} />
              </>
            ) : (
              <Unreported work={cost.unreported} reported={knownTotal(cost)} currency={cost.currency} />
            )}
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
            {cost.lines.length > 0 && (
              <p className={styles.caption}>
                Cached tokens are part of the input the event names; here they are counted apart.
              </p>
            )}
          </div>
        )}
      </div>
    </section>
  );
}

const chips: readonly { readonly origin: Origin; readonly icon: React.ReactNode }[] = [
  { origin: 'client', icon: <ArrowUp className={styles.up} /> },
  { origin: 'server', icon: <ArrowDown className={styles.down} /> },
  { origin: 'bench', icon: <CircleDot className={styles.own} /> },
];

/** Apart from the other filters: its number runs. */
function AudioFrames({ log }: { readonly log: EventLog }) {
  const filter = useStore(log, (state) => state.filter);
  const audioFrames = usePolled(() => log.getState().audioFrames, 1000);
  if (audioFrames === 0) return null;
  return (
    <Button
      size="dense"
      look="quiet"
      className={cx(styles.chip, styles.frames)}
      pressed={filter.audioFrames}
      onClick={() => log.setFilter({ ...filter, audioFrames: !filter.audioFrames })}
    >
      {count(audioFrames)} audio frames {filter.audioFrames ? 'shown' : 'hidden'}
    </Button>
  );
}

function Filters({ log }: { readonly log: EventLog }) {
  const filter = useStore(log, (state) => state.filter);
  return (
    <>
      <Field
        dense
        className={styles.filter}
        before={<Funnel className={styles.funnel} />}
        aria-label="Filter events"
        data-search
        placeholder="type, id or text"
        value={filter.text}
        onChange={(event) => log.setFilter({ ...filter, text: event.target.value })}
      />
      {chips.map(({ origin, icon }) => (
        <Button
          key={origin}
          size="dense"
          look="quiet"
          className={styles.chip}
          icon={icon}
          pressed={filter.origins[origin]}
          title={`Entries of the ${origin}`}
          onClick={() =>
            log.setFilter({ ...filter, origins: { ...filter.origins, [origin]: !filter.origins[origin] } })
          }
        >
          <span className={styles.word}>{origin}</span>
        </Button>
      ))}
      <AudioFrames log={log} />
    </>
  );
}

/** What is to be said of the list; null: it speaks for itself. */
function standingWords({ rows, noted, total, filter, error }: EventLogState): string | null {
  if (noted < total) {
    if (error !== null) return `${count(total - noted)} of ${count(total)} entries could not be read: ${error.message}`;
    return `Reading ${count(total)} entries, ${count(noted)} so far.`;
  }
  if (rows.length > 0 || total === 0) return null;
  return `None of ${count(total)} entries pass this filter${filter.audioFrames ? '' : ', audio frames left out'}.`;
}

function Standing({ log }: { readonly log: EventLog }) {
  const words = useStore(log, standingWords);
  return words === null ? null : <p className={styles.standing}>{words}</p>;
}

function Total() {
  const { session } = useStores();
  const total = usePolled(() => session.getState().view?.seq ?? 0, 1000);
  return <span className={styles.total}>{count(total)}</span>;
}

/** Every entry of the record, as it stood on the wire. */
export function Inspector() {
  const { events: log } = useStores();
  const toggle = useAction('inspector');
  const open = useLive((state) => state.inspectorOpen);
  const selected = useLive((state) => state.selectedSeq !== null);
  return (
    <section
      aria-label="Event inspector"
      data-region
      tabIndex={-1}
      className={cx(styles.inspector, open ? (selected ? styles.tall : styles.open) : undefined)}
    >
      <div className={styles.head}>
        <h2 className={styles.title}>Events</h2>
        <Total />
        <Filters log={log} />
        <span className={styles.space} />
        <Button
          look="quiet"
          size="dense"
          icon={open ? <PanelBottomClose /> : <PanelBottomOpen />}
          aria-label={open ? 'Close the inspector' : 'Open the inspector'}
          {...toggle}
        />
      </div>
      {open && (
        <div className={cx(styles.body, selected && styles.split)}>
          <div className={styles.left}>
            <Standing log={log} />
            <EventList log={log} />
          </div>
          {selected && <EventDetail log={log} />}
        </div>
      )}
    </section>
  );
}
