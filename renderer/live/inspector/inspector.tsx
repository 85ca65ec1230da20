import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import CircleDot from 'lucide-react/icons/circle-dot';
import Funnel from 'lucide-react/icons/funnel';
import PanelBottomClose from 'lucide-react/icons/panel-bottom-close';
import PanelBottomOpen from 'lucide-react/icons/panel-bottom-open';
import { useStore } from 'zustand';
import type { Origin } from '../../../shared/session/entry.ts';
import { count } from '../../format/count.ts';
import { Button } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import { useStores, useUi, useView } from '../../store/context.ts';
import { cx } from '../../styles/cx.ts';
import { EventDetail } from './detail.tsx';
import type { EventLog, EventLogState } from '../../store/events/event-log.ts';
import region from '../region.module.css';
import styles from './inspector.module.css';
import { EventList } from './list.tsx';

const chips: readonly { readonly origin: Origin; readonly icon: React.ReactNode }[] = [
  { origin: 'client', icon: <ArrowUp className={styles.up} /> },
  { origin: 'server', icon: <ArrowDown className={styles.down} /> },
  { origin: 'bench', icon: <CircleDot className={styles.own} /> },
];

/** Apart from the other filters: its number changes fifty times a second. */
function AudioFrames({ log }: { readonly log: EventLog }) {
  const filter = useStore(log, (state) => state.filter);
  const audioFrames = useStore(log, (state) => state.audioFrames);
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
  const total = useView((view) => view?.seq ?? 0);
  return <span className={styles.total}>{count(total)}</span>;
}

/** Every entry of the record, as it stood on the wire. */
export function Inspector() {
  const { ui, events: log } = useStores();
  const open = useUi((state) => state.inspectorOpen);
  const selected = useUi((state) => state.selectedSeq !== null);
  return (
    <section
      aria-label="Event inspector"
      data-region
      tabIndex={-1}
      className={cx(styles.inspector, open ? (selected ? styles.tall : styles.open) : undefined)}
    >
      <div className={region.head}>
        <h2 className={region.title}>Events</h2>
        <Total />
        <Filters log={log} />
        <span className={styles.space} />
        <Button
          look="quiet"
          size="dense"
          icon={open ? <PanelBottomClose /> : <PanelBottomOpen />}
          aria-label={open ? 'Close the inspector' : 'Open the inspector'}
          shortcut="i"
          onClick={() => ui.setState({ inspectorOpen: !open })}
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
