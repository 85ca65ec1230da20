import Type from 'lucide-react/icons/type';
import Keyboard from 'lucide-react/icons/keyboard';
import Mic from 'lucide-react/icons/mic';
import Scissors from 'lucide-react/icons/scissors';
import Settings2 from 'lucide-react/icons/settings-2';
import Volume2 from 'lucide-react/icons/volume-2';
import Wrench from 'lucide-react/icons/wrench';
import { memo, useState } from 'react';
import type { ItemView, ResponseView } from '../../../shared/session/view.ts';
import { seconds, clockTime } from '../../format/time.ts';
import { cx } from '../../styles/cx.ts';
import { answerMeta, splitHeard, userMeta } from './turn-text.ts';
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
    item.role !== 'user'
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
  /** The turn that is still being spoken or written. */
  readonly running: boolean;
}

/** One turn: when, who, what, and what it took. Past turns are clamped to two lines and open when pressed. */
export const Turn = memo(function Turn({ item, response, running }: TurnProps) {
  const [open, setOpen] = useState(false);
  const meta = item.role === 'assistant' ? answerMeta(item, response) : item.role === 'user' ? userMeta(item) : [];
  return (
    <li className={styles.turn} data-item={item.id}>
      <div className={styles.row}>
        <time className={styles.time}>{clockTime(item.startMs)}</time>
        <Who item={item} response={response} />
        <p
          className={cx(styles.text, !running && !open && styles.clamped)}
          onClick={() => setOpen(!open)}
          title={running || item.text.length < 120 ? undefined : open ? 'Press to fold' : 'Press to open'}
        >
          <Words item={item} running={running} />
        </p>
        <p className={styles.meta}>
          {meta.map((line, index) => (
            <span key={line} className={index === 0 ? styles.first : undefined}>
              {line}
            </span>
          ))}
        </p>
      </div>
      {item.interrupted && (
        <p className={styles.cut}>
          <Scissors />
          {item.playedMs === null
            ? 'Interrupted'
            : `Interrupted: ${seconds(item.playedMs)} of ${seconds(item.audioMs)} were heard, the rest was cut from the conversation`}
        </p>
      )}
    </li>
  );
});
