import CircleDashed from 'lucide-react/icons/circle-dashed';
import Info from 'lucide-react/icons/info';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { type ReactNode, useId, useState } from 'react';
import { findLast, toArray } from '../../../../shared/kit/chunk-list.ts';
import { lookup } from '../../../../shared/kit/lookup.ts';
import { count } from '../../../../shared/kit/numbers.ts';
import type { AlarmView, ResponseView, SessionView } from '../../../../shared/session/view.ts';
import { chooseResponse } from '../../../store/choose.ts';
import { useStores, useView } from '../../../store/context.ts';
import type { Stores } from '../../../store/stores.ts';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { clockTime } from '../../../ui/format.ts';
import { useAlarmsOfStrips } from '../../strips.tsx';
import styles from './column.module.css';

const pinned = 3;

interface Remedy {
  readonly name: string;
  readonly run: (stores: Stores) => void;
}

const setBudget: Remedy = { name: 'Budget', run: ({ appWindow }) => appWindow.openDialog('budget') };

/** What can be done about a kind of alarm at once. */
const remedies = lookup<Remedy>({
  'budget-unpriced': { name: 'Prices', run: ({ appWindow }) => appWindow.openDialog('prices') },
  'budget-warning': setBudget,
  'budget-reached': setBudget,
  unanswered: { name: 'Ask', run: ({ conversation }) => void conversation.respond({}) },
});

/** Those of a session that runs alone. */
const needOpen: readonly string[] = ['unanswered'];

/** The answer that raised it; undefined: none did. */
const responseAt = (view: SessionView, seq: number): ResponseView | undefined =>
  findLast(view.responses, (response) => response.doneSeq === seq || response.createdSeq === seq);

/** The kind's own remedy, else the answer it is of, else its entry. */
function remedyOf({ kind, seq }: AlarmView, isOpen: boolean, response: ResponseView | undefined): Remedy {
  const own = remedies(kind);
  if (own !== undefined && (isOpen || !needOpen.includes(kind))) return own;
  return response === undefined
    ? { name: 'Event', run: ({ live }) => live.showEntry(seq) }
    : {
        name: 'Evidence',
        run: (stores) => {
          chooseResponse(stores, response.id);
          stores.live.showEntry(seq);
        },
      };
}

const icons: Readonly<Record<AlarmView['level'] | 'open', ReactNode>> = {
  alarm: <TriangleAlert aria-label="Alarm" />,
  notice: <Info aria-label="Notice" />,
  open: <CircleDashed aria-label="Notice" />,
};

/** Those that say that usage was never reported. */
const neverReported: readonly string[] = ['usage-missing', 'transcription-usage-missing', 'usage-lost'];

/** One alarm or notice on one line: its name, where it happened, what to do. Its name opens the sentence in place. */
function Notice({ alarm }: { readonly alarm: AlarmView }) {
  const stores = useStores();
  const [open, setOpen] = useState(false);
  const id = useId();
  const number = useView((view) => (view === null ? undefined : responseAt(view, alarm.seq)?.number));
  const isOpen = useView((view) => view?.phase === 'open');
  const { view } = stores.session.getState();
  const remedy = remedyOf(alarm, isOpen, view === null ? undefined : responseAt(view, alarm.seq));
  const title = alarm.count > 1 ? `${alarm.title}, ${count(alarm.count)} times` : alarm.title;
  const isAlarm = alarm.level === 'alarm';
  return (
    <li className={isAlarm ? styles.alarm : styles.notice}>
      <div className={styles.noticeLine}>
        {icons[!isAlarm && neverReported.includes(alarm.kind) ? 'open' : alarm.level]}
        <button
          type="button"
          className={cx(styles.noticeTitle, open && styles.unfolded)}
          aria-expanded={open}
          aria-controls={id}
          title={open ? undefined : alarm.text}
          onClick={() => setOpen(!open)}
        >
          {title}
        </button>
        <button type="button" className={styles.noticeWhere} onClick={() => stores.live.showEntry(alarm.seq)}>
          {number === undefined ? clockTime(alarm.t) : `R${number}`}
          <span className="part-unseen">, show its entry</span>
        </button>
        <Button size="dense" onClick={() => remedy.run(stores)}>
          {remedy.name}
        </Button>
      </div>
      <p id={id} hidden={!open} className={styles.noticeText}>
        {alarm.text}
      </p>
    </li>
  );
}

/** What needs a look, newest first: alarms before notices, three at most until more are asked for. What a strip over the deck says is left to it while it is up. */
export function Notices() {
  const [all, setAll] = useState(false);
  const list = useView((view) => view?.alarms ?? null);
  const saidAbove: readonly string[] = useAlarmsOfStrips();
  const ordered = (list === null ? [] : toArray(list))
    .filter((alarm) => !saidAbove.includes(alarm.kind))
    .toReversed()
    .sort((one, other) => Number(one.level === 'notice') - Number(other.level === 'notice'));
  if (ordered.length === 0) return null;
  const shown = all ? ordered : ordered.slice(0, pinned);
  const more = ordered.length - pinned;
  return (
    <section aria-label="Alarms" className={cx(styles.alarms, all && styles.allAlarms)}>
      <ul>
        {shown.map((alarm) => (
          <Notice key={`${alarm.kind} ${alarm.title}`} alarm={alarm} />
        ))}
      </ul>
      {more > 0 && (
        <Button look="quiet" size="dense" className={styles.moreAlarms} onClick={() => setAll(!all)}>
          {all ? 'Show three' : `${count(more)} more`}
        </Button>
      )}
    </section>
  );
}
