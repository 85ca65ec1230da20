import Type from 'lucide-react/icons/type';
import Keyboard from 'lucide-react/icons/keyboard';
import Mic from 'lucide-react/icons/mic';
import Scissors from 'lucide-react/icons/scissors';
import Settings2 from 'lucide-react/icons/settings-2';
import Volume2 from 'lucide-react/icons/volume-2';
import Wrench from 'lucide-react/icons/wrench';
import { memo, useState } from 'react';
import type { CallView } from '../../../shared/session/calls/call-view.ts';
import { splitHeard } from '../../../shared/session/heard.ts';
import type { BargeIn, TurnLatency } from '../../../shared/session/latency/turn-latency.ts';
import type { ItemView, ResponseView } from '../../../shared/session/view.ts';
import { clockTime } from '../../format/time.ts';
import { cx } from '../../styles/cx.ts';
import { ResponseSign } from '../cost/response-sign.tsx';
import { Call } from './call.tsx';
import { ItemActions } from './item-actions.tsx';
import { cutWords, latencyWords, metaOf } from './turn-text.ts';
import styles from './turn.module.css';

function Who({ item, response }: { readonly item: ItemView; readonly response: ResponseView | undefined }) {
  switch (item.role) {
    case 'user':
      return (
        <span className={cx(styles.who, styles.in)}>
          {item.medium === 'text' ? <Keyboard /> : <Mic />}
          You
        </span>
      );
    case 'assistant':
      return (
        <span className={cx(styles.who, styles.out)}>
          {item.medium === 'text' ? <Type /> : <Volume2 />}
          {response === undefined ? 'R' : `R${response.number}`}
        </span>
      );
    case 'tool':
      return (
        <span className={styles.who}>
          <Wrench />
          Tool
        </span>
      );
    case 'system':
      return (
        <span className={styles.who}>
          <Settings2 />
          Sys
        </span>
      );
  }
}

function Words({ item, running }: { readonly item: ItemView; readonly running: boolean }) {
  const { heard, unheard } = splitHeard(item);
  if (item.text !== '' || running) {
    return (
      <>
        {heard}
        {unheard !== '' && <span className={styles.unheard}>{unheard}</span>}
        {running && <span className={styles.caret} />}
      </>
    );
  }
  const status = item.transcription?.status;
  const words =
    item.images > 0
      ? 'An image.'
      : item.role !== 'user'
        ? 'No words.'
        : status === 'pending'
          ? 'Waiting for the transcript.'
          : status === 'failed'
            ? (item.transcription?.error ?? 'The transcription failed.')
            : 'Spoken. Transcription is off, so there are no words to show.';
  return <span className={styles.unheard}>{words}</span>;
}

export interface TurnProps {
  readonly item: ItemView;
  readonly response: ResponseView | undefined;
  readonly call: CallView | undefined;
  readonly latency: TurnLatency | undefined;
  /** What the answer cost, in words; null: no price of it is known, or it is none. */
  readonly cost: string | null;
  readonly bargeIn: BargeIn | undefined;
  /** The turn that is still being spoken or written. */
  readonly running: boolean;
  /** What stands between it and the row above: a person begins, or the answer goes on. */
  readonly rule: 'none' | 'solid' | 'dashed';
  /** The session is open, so that items can be acted on. */
  readonly acting: boolean;
}

/** One turn: when, who, what, and what it took. Past turns are clamped to two lines and open when pressed. */
export const Turn = memo(function Turn(props: TurnProps) {
  const { item, response, call, latency, cost, bargeIn, running, rule, acting } = props;
  const [open, setOpen] = useState(false);
  const meta = metaOf(item, response, latency, cost);
  const signed = response !== undefined && response.itemIds[0] === item.id && item.deletedMs === null;
  return (
    <div className={cx(styles.turn, styles[rule], item.deletedMs !== null && styles.deleted)} data-item={item.id}>
      <div className={styles.row}>
        <time className={styles.time}>{clockTime(item.startMs)}</time>
        <Who item={item} response={response} />
        {call === undefined ? (
          <p
            className={cx(styles.text, !running && !open && styles.clamped)}
            onClick={() => setOpen(!open)}
            title={running || item.text.length < 120 ? undefined : open ? 'Press to fold' : 'Press to open'}
          >
            <Words item={item} running={running} />
          </p>
        ) : (
          <Call call={call} />
        )}
        <p className={cx(styles.meta, signed && styles.priced)} title={latencyWords(latency)}>
          {meta.map((line, index) => (
            <span key={line} className={index === 0 ? styles.first : undefined}>
              {signed && index === 0 && <ResponseSign basis={response.expected.basis} status={response.status} />}
              {line}
            </span>
          ))}
        </p>
        {acting && item.deletedMs === null && <ItemActions item={item} />}
      </div>
      {item.interrupted && (
        <p className={styles.cut}>
          <Scissors />
          {cutWords(item, bargeIn)}
        </p>
      )}
    </div>
  );
});
