import { toArray } from '../../../../shared/kit/chunk-list.ts';
import type { SessionView } from '../../../../shared/session/view.ts';
import { useView } from '../../../store/context.ts';
import { Dialog } from '../../../ui/overlays.tsx';
import { clockTime, seconds } from '../../../ui/format.ts';
import styles from './time-axis.module.css';

interface Row {
  readonly key: string;
  readonly what: string;
  readonly fromMs: number;
  readonly toMs: number | null;
  readonly says: string;
}

const playbackEnds = {
  drained: 'heard to its end',
  interrupted: 'interrupted',
  closed: 'cut by the end of the session',
  lost: 'the output went away',
} as const;

/** What lies on the axis, in order of time. */
export function spansOf(view: SessionView): Row[] {
  const speech = toArray(view.speech).map((one, at): Row => {
    return { key: `speech ${at}`, what: 'You spoke', fromMs: one.startMs, toMs: one.endMs, says: '' };
  });
  const responses = toArray(view.responses).map(({ number, createdMs, doneMs, status }): Row => {
    const says = status.replace('_', ' ');
    return { key: `response ${number}`, what: `R${number} was made`, fromMs: createdMs, toMs: doneMs, says };
  });
  const numbers = new Map(toArray(view.responses).map(({ id, number }) => [id, number]));
  const playback = toArray(view.playback).map((one, at): Row => {
    const { responseId, startMs, endMs, playedMs, receivedMs, why } = one;
    const unheardMs = (receivedMs ?? 0) - (playedMs ?? 0);
    const unheard = why !== null && why !== 'drained' && unheardMs > 0 ? `, ${seconds(unheardMs)} unheard` : '';
    const says = why === null ? 'playing' : `${playbackEnds[why]}${unheard}`;
    return {
      key: `playback ${at}`,
      what: `R${numbers.get(responseId) ?? '?'} was heard`,
      fromMs: startMs,
      toMs: endMs,
      says,
    };
  });
  const marks = toArray(view.marks).map(({ t, seq, text }): Row => {
    return { key: `mark ${seq} ${text}`, what: 'Mark', fromMs: t, toMs: t, says: text };
  });
  return [...speech, ...responses, ...playback, ...marks].toSorted((one, other) => one.fromMs - other.fromMs);
}

/** The axis as a table: what a picture shows, for who reads it. */
export function SpanTable({ onClose }: { readonly onClose: () => void }) {
  const view = useView((now) => now);
  const rows = view === null ? [] : spansOf(view);
  return (
    <Dialog title="Time axis as a table" open wide onClose={onClose}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col">How</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, what, fromMs, toMs, says }) => (
            <tr key={key}>
              <th scope="row">{what}</th>
              <td>{clockTime(fromMs)}</td>
              <td>{toMs === null ? 'goes on' : clockTime(toMs)}</td>
              <td>{says}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
