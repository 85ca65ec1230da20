import Info from 'lucide-react/icons/info';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useState } from 'react';
import { toArray } from '../../../../shared/kit/chunk-list.ts';
import type { AlarmView } from '../../../../shared/session/view.ts';
import { useStores, useView } from '../../../store/context.ts';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { clockTime } from '../../../ui/format.ts';
import { count } from '../../../../shared/kit/numbers.ts';
import { useAlarmsOfStrips } from '../../strips.tsx';
import styles from './column.module.css';

const pinned = 2;

/** One alarm or notice. Its text is two lines until it is clicked, so that two of them leave room for the numbers. */
function Alarm({ alarm }: { readonly alarm: AlarmView }) {
  const { live } = useStores();
  const [open, setOpen] = useState(false);
  return (
    <li className={alarm.level === 'alarm' ? styles.alarm : styles.notice}>
      {alarm.level === 'alarm' ? <TriangleAlert aria-label="Alarm" /> : <Info aria-label="Notice" />}
      <div className={styles.alarmWords}>
        <p className={styles.alarmTitle}>
          {alarm.count > 1 ? `${alarm.title}, ${count(alarm.count)} times` : alarm.title}
        </p>
        <button
          type="button"
          className={cx(styles.alarmText, open && styles.unfolded)}
          aria-expanded={open}
          title={open ? undefined : alarm.text}
          onClick={() => setOpen(!open)}
        >
          {alarm.text}
        </button>
      </div>
      <button
        type="button"
        className={styles.alarmTime}
        aria-label={`Show the entry at ${clockTime(alarm.t)}`}
        onClick={() => live.showEntry(alarm.seq)}
      >
        {clockTime(alarm.t)}
      </button>
    </li>
  );
}

/** What needs a look, newest first: alarms before notices, two at most until more are asked for. What a strip over the deck says is left to it while it is up. */
export function Alarms() {
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
          <Alarm key={`${alarm.kind} ${alarm.title}`} alarm={alarm} />
        ))}
      </ul>
      {more > 0 && (
        <Button look="quiet" size="dense" className={styles.moreAlarms} onClick={() => setAll(!all)}>
          {all ? 'Show two' : `${count(more)} more`}
        </Button>
      )}
    </section>
  );
}
