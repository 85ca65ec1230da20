import ArrowDown from 'lucide-react/icons/arrow-down';
import Plus from 'lucide-react/icons/plus';
import { memo, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { last, type ChunkList } from '../../../shared/session/chunk-list.ts';
import type { ItemView, ResponseView } from '../../../shared/session/view.ts';
import { plural } from '../../format/count.ts';
import { clockTime } from '../../format/time.ts';
import { Button } from '../../parts/button.tsx';
import { useStores, useUi, useView } from '../../store/context.ts';
import { cx } from '../../styles/cx.ts';
import { Composer } from './composer.tsx';
import styles from './conversation.module.css';
import { Turn } from './turn.tsx';
import turn from './turn.module.css';

type Responses = ReadonlyMap<string, ResponseView>;

/** Up to 32 turns; a chunk that is full is never drawn again unless one of its items or responses changes. */
const Chunk = memo(
  function Chunk({ items, responses }: { readonly items: readonly ItemView[]; readonly responses: Responses }) {
    return items.map((item) => {
      const response = item.responseId === null ? undefined : responses.get(item.responseId);
      const running = response?.status === 'in_progress' && item.doneMs === null && item.role === 'assistant';
      return <Turn key={item.id} item={item} response={response} running={running} />;
    });
  },
  (before, after) =>
    before.items === after.items &&
    before.items.every(({ responseId }) => {
      if (responseId === null) return true;
      return before.responses.get(responseId) === after.responses.get(responseId);
    }),
);

function useResponses(list: ChunkList<ResponseView> | null): Responses {
  return useMemo(
    () => new Map((list?.chunks ?? []).flatMap((chunk) => chunk.map((response) => [response.id, response] as const))),
    [list],
  );
}

/** What you are saying right now: the service has heard the beginning and not the end of it. */
function Speaking() {
  const speech = useView((view) => (view === null ? undefined : last(view.speech)));
  const open = useView((view) => view?.phase === 'open');
  if (!open || speech === undefined || speech.endMs !== null) return null;
  return (
    <li className={turn.turn}>
      <div className={turn.row}>
        <time className={turn.time}>{clockTime(speech.startMs)}</time>
        <span className={cx(turn.who, turn.in)}>You</span>
        <p className={cx(turn.text, turn.unheard)}>Speaking.</p>
      </div>
    </li>
  );
}

function Empty() {
  const phase = useView((view) => view?.phase ?? null);
  const wav = useView((view) => view?.header?.input.kind === 'wav');
  const words =
    phase === 'connecting'
      ? 'Connecting. Nothing has been sent yet.'
      : phase === 'open'
        ? wav
          ? 'Connected. The WAV file is being sent in real time.'
          : 'Connected. Speak, or press T to type.'
        : 'Nothing was said in this session.';
  return <li className={styles.empty}>{words}</li>;
}

/** Keeps a list at its end while it grows, until somebody scrolls away from there. */
function useFollowEnd(list: RefObject<HTMLDivElement | null>): {
  readonly away: boolean;
  readonly onScroll: () => void;
  readonly toEnd: () => void;
} {
  const atEnd = useRef(true);
  const [away, setAway] = useState(false);
  useEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    const size = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTo({ top: element.scrollHeight });
    });
    size.observe(element);
    for (const child of element.children) size.observe(child);
    return () => size.disconnect();
  }, [list]);
  return {
    away,
    onScroll: () => {
      const element = list.current;
      if (element === null) return;
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 24;
      setAway(!atEnd.current);
    },
    toEnd: () => {
      list.current?.scrollTo({ top: list.current.scrollHeight });
    },
  };
}

/** The conversation, newest at the foot; it follows the end until somebody scrolls away from it. */
export function Conversation() {
  const { ui } = useStores();
  const items = useView((view) => view?.items ?? null);
  const responses = useResponses(useView((view) => view?.responses ?? null));
  const canType = useView((view) => view?.phase === 'open');
  const composing = useUi((state) => state.composing);
  const list = useRef<HTMLDivElement>(null);
  const { away, onScroll, toEnd } = useFollowEnd(list);
  const turns = items?.chunks.reduce((sum, chunk) => sum + chunk.filter(({ role }) => role === 'user').length, 0) ?? 0;
  return (
    <section aria-label="Conversation" data-region tabIndex={-1} className={styles.conversation}>
      <div className={styles.head}>
        <h2 className={styles.title}>Conversation</h2>
        <span className={styles.note}>{turns > 0 && plural(turns, 'turn')}</span>
        {away && (
          <Button look="quiet" size="dense" icon={<ArrowDown />} onClick={toEnd}>
            Newest
          </Button>
        )}
        {canType && (
          <Button
            look="quiet"
            size="dense"
            icon={<Plus />}
            shortcut="t"
            pressed={composing}
            onClick={() => ui.setState({ composing: !composing })}
          >
            Message
          </Button>
        )}
      </div>
      <div
        ref={list}
        className={styles.scroll}
        tabIndex={0}
        role="log"
        aria-label="Turns"
        aria-live="off"
        onScroll={onScroll}
      >
        <ol>
          {items === null || items.length === 0 ? <Empty /> : null}
          {items?.chunks.map((chunk, index) => (
            // Chunks only ever grow at the end, so the position is their identity.
            // eslint-disable-next-line react/no-array-index-key
            <Chunk key={index} items={chunk} responses={responses} />
          ))}
          <Speaking />
        </ol>
      </div>
      {composing && canType && <Composer />}
    </section>
  );
}
