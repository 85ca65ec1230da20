import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { at, type ChunkList, findLast, last, values } from '../../../../shared/kit/chunk-list.ts';
import { responseRow } from '../../../../shared/session/costs/response-costs.ts';
import { modelOfView } from '../../../../shared/session/costs/model-of-view.ts';
import { waitingTurns } from '../../../../shared/session/unanswered.ts';
import { learnedFromReports } from '../../../../shared/session/expected/widths.ts';
import type { ItemView, SessionView } from '../../../../shared/session/view.ts';
import { useCalmView, useStores, useLive, useView } from '../../../store/context.ts';
import { useBook, useModelChoice } from '../../../store/session-prices.ts';
import { useThrottled } from '../../../ui/throttle.tsx';
import { moneyMs } from '../cost/use-cost.ts';
import { answerCost } from './turn-text.ts';
import { Turn, type TurnProps } from './turn.tsx';
import styles from './conversation.module.css';

const usualRowPx = 52;
/** A turn of the wheel or a key moves the list for about so long. */
const intentLastsMs = 600;

/** The last of a list that passes. Looks from its end, where what a conversation shows mostly is; copies nothing of a list that grows. */
function lastOf<T>(list: ChunkList<T> | null, passes: (value: T) => boolean): T | undefined {
  return list === null ? undefined : findLast(list, passes);
}

const pick =
  <K extends keyof SessionView>(key: K) =>
  (view: SessionView | null): SessionView[K] | null =>
    view === null ? null : view[key];

/** What an answer cost, in words; null where no price of it is known. */
function useAnswerCost(): (id: string | null) => string | null {
  const { session } = useStores();
  const [newest, usage] = [useCalmView(pick('responses')), useCalmView(pick('usage'))];
  const [running, usageThen] = [useThrottled(newest, moneyMs), useThrottled(usage, moneyMs)];
  // What is reported shows at once, as it does in the sums.
  const responses = usageThen === usage ? running : newest;
  const prices = useBook();
  const choice = useModelChoice();
  const { view } = session.getState();
  if (responses === null || prices === null || view === null) return () => null;
  const { book } = prices;
  const model = modelOfView(view, book, choice)?.model ?? null;
  const learned = learnedFromReports(responses);
  return (id) => {
    const response = id === null ? undefined : lastOf(responses, (one) => one.id === id);
    return response === undefined ? null : answerCost(responseRow(response, learned, model, book), book.currency);
  };
}

/** What a row needs of the rest of the session. */
function useRow(items: ChunkList<ItemView>): (index: number) => TurnProps | null {
  const responses = useCalmView(pick('responses'));
  const turns = useCalmView(pick('turns'));
  const calls = useCalmView(pick('calls'));
  const cuts = useCalmView(pick('bargeIns'));
  const costOf = useAnswerCost();
  const mcp = useCalmView(pick('mcp'));
  const asked = useCalmView(pick('asked'));
  const acting = useView((view) => view?.phase === 'open');
  const waiting = new Set(
    asked === null || responses === null ? [] : waitingTurns({ asked, responses, items }).map(({ itemId }) => itemId),
  );
  return (index) => {
    const item = at(items, index);
    if (item === undefined) return null;
    const before = at(items, index - 1);
    const response = item.responseId === null ? undefined : lastOf(responses, ({ id }) => id === item.responseId);
    return {
      item,
      response,
      call: lastOf(calls, ({ itemId }) => itemId === item.id),
      mcp: lastOf(mcp, ({ itemId }) => itemId === item.id),
      waits: waiting.has(item.id) ? (acting ? 'no answer yet' : 'never answered') : '',
      latency: lastOf(
        turns,
        item.role === 'user'
          ? ({ itemId }) => itemId === item.id
          : ({ responseId }) => responseId !== null && responseId === item.responseId,
      ),
      cost: item.role === 'assistant' ? costOf(item.responseId) : null,
      bargeIn: lastOf(cuts, ({ cutItemId }) => cutItemId === item.id),
      running: response?.status === 'in_progress' && item.doneMs === null && item.role === 'assistant',
      rule: before === undefined || before.interrupted ? 'none' : item.role === 'user' ? 'solid' : 'dashed',
      acting,
    };
  };
}

/** Keeps the list at its end while it grows, until somebody scrolls away from there. */
function useFollowEnd(
  scroll: RefObject<HTMLDivElement | null>,
  body: RefObject<HTMLElement | null>,
): {
  readonly away: boolean;
  readonly onScroll: () => void;
  readonly onIntent: () => void;
  readonly toEnd: () => void;
  readonly leave: () => void;
} {
  const { nowMs } = useStores();
  const atEnd = useRef(true);
  const intentMs = useRef(Number.NEGATIVE_INFINITY);
  const [away, setAway] = useState(false);
  useEffect(() => {
    const element = scroll.current;
    if (element === null || body.current === null) return undefined;
    const size = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTo({ top: element.scrollHeight });
    });
    size.observe(element);
    size.observe(body.current);
    return () => size.disconnect();
  }, [scroll, body]);
  return {
    away,
    onScroll: () => {
      const element = scroll.current;
      if (element === null) return;
      const near = element.scrollHeight - element.scrollTop - element.clientHeight < 24;
      // A list that grows scrolls by itself as rows are measured; only a person leaves its end.
      if (near || nowMs() - intentMs.current < intentLastsMs) atEnd.current = near;
      setAway(!atEnd.current);
    },
    onIntent: () => {
      intentMs.current = nowMs();
    },
    toEnd: () => {
      atEnd.current = true;
      scroll.current?.scrollTo({ top: scroll.current.scrollHeight });
    },
    leave: () => {
      atEnd.current = false;
    },
  };
}

/** Arrows walk the rows, Delete takes the one with the focus out of the conversation. */
function useRowKeys(
  count: number,
  virtual: Virtualizer<HTMLDivElement, Element>,
  scroll: RefObject<HTMLDivElement | null>,
  remove: (index: number) => void,
): (event: React.KeyboardEvent) => void {
  const rowAt = (index: number): HTMLElement | null =>
    scroll.current?.querySelector<HTMLElement>(`[data-index="${index}"]`) ?? null;
  return (event) => {
    const { target } = event;
    if (!(target instanceof HTMLElement) || target.matches('input, textarea')) return;
    const row = target.closest<HTMLElement>('[data-index]');
    const index = row === null ? null : Number(row.dataset['index']);
    if (event.key === 'Delete' && index !== null) {
      event.preventDefault();
      remove(index);
    }
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by === 0 || count === 0) return;
    event.preventDefault();
    const next = Math.min(count - 1, Math.max(0, index === null ? count - 1 : index + by));
    virtual.scrollToIndex(next, { align: 'auto' });
    requestAnimationFrame(() => rowAt(next)?.focus({ preventScroll: true }));
  };
}

export interface TurnListProps {
  readonly items: ChunkList<ItemView>;
  /** Stands before the first and after the last row. */
  readonly head: React.ReactNode;
  readonly foot: React.ReactNode;
  readonly onAway: (away: boolean, toEnd: () => void) => void;
}

/** The turns in view, only those drawn: a session of hundreds scrolls like one of ten. */
export function TurnList({ items, head, foot, onAway }: TurnListProps) {
  const { conversation } = useStores();
  const scroll = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const row = useRow(items);
  const { away, onScroll, onIntent, toEnd, leave } = useFollowEnd(scroll, body);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => usualRowPx,
    getItemKey: (index) => at(items, index)?.id ?? index,
    overscan: 6,
  });
  useEffect(() => onAway(away, toEnd));
  const wanted = useLive((state) => state.wantedItem);
  useEffect(() => {
    const index = wanted === null ? -1 : [...values(items)].findIndex(({ id }) => id === wanted.id);
    if (index < 0) return;
    leave();
    virtual.scrollToIndex(index, { align: 'center' });
    // Only a new wish moves the list; new items do not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [wanted]);
  const onKeyDown = useRowKeys(items.length, virtual, scroll, (index) => {
    const item = at(items, index);
    if (item !== undefined && item.deletedMs === null) void conversation.deleteItem(item.id);
  });
  return (
    <div
      ref={scroll}
      className={styles.scroll}
      tabIndex={0}
      role="log"
      aria-label="Turns"
      aria-live="off"
      onScroll={onScroll}
      onWheel={onIntent}
      onPointerDown={onIntent}
      onTouchMove={onIntent}
      onKeyDown={(event) => {
        onIntent();
        onKeyDown(event);
      }}
    >
      <div ref={body}>
        {head}
        <div role="list" className={styles.rows} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ key, index, start }) => {
            const props = row(index);
            if (props === null) return null;
            return (
              <div
                key={key}
                ref={virtual.measureElement}
                role="listitem"
                data-index={index}
                tabIndex={-1}
                className={styles.row}
                style={{ transform: `translateY(${start}px)` }}
                aria-setsize={items.length}
                aria-posinset={index + 1}
              >
                <Turn {...props} />
              </div>
            );
          })}
        </div>
        {foot}
      </div>
    </div>
  );
}

/** True while somebody is in the middle of speaking, as the service hears it. */
export const speakingSince = (view: SessionView | null): number | null => {
  const speech = view?.phase === 'open' ? last(view.speech) : undefined;
  return speech !== undefined && speech.endMs === null ? speech.startMs : null;
};
