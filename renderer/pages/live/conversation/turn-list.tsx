import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { at, type ChunkList, findLast, last, values } from '../../../../shared/kit/chunk-list.ts';
import { isNothing, type ResponseRow } from '../../../../shared/session/costs/response-costs.ts';
import { beginsTurn, type TurnCost } from '../../../../shared/session/costs/turn-costs.ts';
import { waitingTurns } from '../../../../shared/session/unanswered.ts';
import { type ItemView, isUnderWay, type SessionView } from '../../../../shared/session/view.ts';
import { chooseItem } from '../../../store/choose.ts';
import { useCalmView, useStores, useLive, usePlayer, useView } from '../../../store/context.ts';
import { isLater, type SelectedSpan } from '../../../store/player.ts';
import { useCost } from '../cost/use-cost.ts';
import { turnFootWords } from './turn-foot.ts';
import { answerCost } from './turn-text.ts';
import { Turn, TurnFoot, type TurnFootProps, type TurnProps } from './turn.tsx';
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

/** What answers and turns cost, as the column beside has it. */
function useMoney(): {
  readonly rowOf: (responseId: string) => ResponseRow | undefined;
  readonly turns: readonly TurnCost[];
  readonly currency: string;
} {
  const state = useCost();
  return useMemo(() => {
    const turns = state?.turns.turns ?? [];
    const rows = new Map(turns.flatMap(({ answers }) => answers.map(({ row }) => [row.id, row] as const)));
    return { rowOf: (id) => rows.get(id), turns, currency: state?.prices.book.currency ?? 'USD' };
  }, [state]);
}

/** Number of the turn that each item stands in, in the order of the items. */
function turnNumbers(items: ChunkList<ItemView>): readonly number[] {
  let number = 0;
  return [...values(items)].map((item) => (number += beginsTurn(item) ? 1 : 0));
}

/** The item that sounds, and whether a row lies beyond the cursor; of a session that is over. */
function usePlace(items: ChunkList<ItemView>): {
  readonly isOver: boolean;
  readonly soundingId: string | null;
  readonly isBeyond: (startMs: number) => boolean;
} {
  const isOver = useView((view) => view !== null && !isUnderWay(view.phase));
  const soundingId = usePlayer(({ state, atMs }) =>
    state === 'still' || atMs === null ? null : (lastOf(items, ({ startMs }) => startMs <= atMs)?.id ?? null),
  );
  // Asked for as a number of rows, so that a cursor that runs draws nothing until it passes one.
  const beyond = usePlayer((state) => {
    const first =
      isOver && state.atMs !== null ? [...values(items)].find(({ startMs }) => isLater(startMs, state)) : undefined;
    return first?.startMs ?? Infinity;
  });
  return { isOver, soundingId, isBeyond: (startMs) => startMs >= beyond };
}

/** A turn begins below a line; another answer in the same turn below a dashed one. */
function ruleBetween(before: ItemView | undefined, item: ItemView): TurnProps['rule'] {
  if (before === undefined) return 'none';
  if (beginsTurn(item)) return 'solid';
  const isOtherAnswer = item.responseId !== null && before.responseId !== null && item.responseId !== before.responseId;
  return isOtherAnswer && !before.interrupted ? 'dashed' : 'none';
}

interface RowProps {
  readonly turn: TurnProps;
  /** Null: the turn goes on below. */
  readonly foot: TurnFootProps | null;
}

/** What a row needs of the rest of the session. */
function useRow(items: ChunkList<ItemView>): (index: number) => RowProps | null {
  const stores = useStores();
  const responses = useCalmView(pick('responses'));
  const latencies = useCalmView(pick('turns'));
  const calls = useCalmView(pick('calls'));
  const cuts = useCalmView(pick('bargeIns'));
  const playback = useCalmView(pick('playback'));
  const { rowOf, turns, currency } = useMoney();
  const mcp = useCalmView(pick('mcp'));
  const asked = useCalmView(pick('asked'));
  const acting = useView((view) => view?.phase === 'open');
  const selected = usePlayer(({ span }) => span);
  const { isOver, soundingId, isBeyond } = usePlace(items);
  const numbers = useMemo(() => turnNumbers(items), [items]);
  const waiting = new Set(
    asked === null || responses === null ? [] : waitingTurns({ asked, responses, items }).map(({ itemId }) => itemId),
  );
  const choose = useCallback((itemId: string, turn: number) => chooseItem(stores, itemId, turn), [stores]);
  return (index) => {
    const item = at(items, index);
    if (item === undefined) return null;
    const before = at(items, index - 1);
    const after = at(items, index + 1);
    const number = numbers[index] ?? 0;
    const response = item.responseId === null ? undefined : lastOf(responses, ({ id }) => id === item.responseId);
    const row = item.role === 'assistant' && item.responseId !== null ? rowOf(item.responseId) : undefined;
    const turn = turns.find((one) => one.number === number);
    const isSpoken = item.medium === 'audio' && item.kind === 'message';
    return {
      turn: {
        item,
        number,
        response,
        call: lastOf(calls, ({ itemId }) => itemId === item.id),
        mcp: lastOf(mcp, ({ itemId }) => itemId === item.id),
        waits: waiting.has(item.id) ? (acting ? 'no answer yet' : 'never answered') : '',
        latency: lastOf(
          latencies,
          item.role === 'user'
            ? ({ itemId }) => itemId === item.id
            : ({ responseId }) => responseId !== null && responseId === item.responseId,
        ),
        cost: row === undefined ? null : answerCost(row, currency),
        isNothing: row !== undefined && isNothing(row),
        bargeIn: lastOf(cuts, ({ cutItemId }) => cutItemId === item.id),
        running: response?.status === 'in_progress' && item.doneMs === null && item.role === 'assistant',
        rule: ruleBetween(before, item),
        acting,
        plays: !isOver ? 'no' : !isSpoken ? 'silent' : soundingId === item.id ? 'now' : 'still',
        fromMs: lastOf(playback, ({ itemId }) => itemId === item.id)?.startMs ?? item.startMs,
        isSelected:
          selected !== null &&
          (item.responseId === null ? selected.itemId === item.id : selected.responseId === item.responseId),
        isLater: isBeyond(item.startMs),
        onChoose: choose,
      },
      foot:
        after !== undefined && !beginsTurn(after)
          ? null
          : {
              number,
              plays: isOver,
              isLater: isBeyond(item.startMs),
              ...(turn === undefined ? { parts: '', sum: '', upTo: '' } : turnFootWords(turn, currency)),
            },
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

/** Arrows walk the rows, Enter selects the one with the focus, Delete takes the one with the focus out of the conversation. */
function useRowKeys(
  count: number,
  virtual: Virtualizer<HTMLDivElement, Element>,
  scroll: RefObject<HTMLDivElement | null>,
  remove: (index: number) => void,
  choose: (index: number) => void,
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
    if (event.key === 'Enter' && index !== null && target === row) {
      event.preventDefault();
      choose(index);
    }
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by === 0 || count === 0) return;
    event.preventDefault();
    const next = Math.min(count - 1, Math.max(0, index === null ? count - 1 : index + by));
    virtual.scrollToIndex(next, { align: 'auto' });
    requestAnimationFrame(() => rowAt(next)?.focus({ preventScroll: true }));
  };
}

/** The first row of what is selected; -1: it has none. */
const indexOfSelected = (items: ChunkList<ItemView>, { responseId, itemId }: SelectedSpan): number =>
  [...values(items)].findIndex((item) => (responseId === null ? item.id === itemId : item.responseId === responseId));

/** A row is drawn, and no part of it beyond the edges of what scrolls. */
function isInView(scroll: HTMLElement, index: number): boolean {
  const row = scroll.querySelector(`[data-index="${index}"]`)?.getBoundingClientRect();
  const { top, bottom } = scroll.getBoundingClientRect();
  return row !== undefined && row.top >= top && row.bottom <= bottom;
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
  const selected = usePlayer(({ span }) => span);
  useEffect(() => {
    const element = scroll.current;
    const index = selected === null ? -1 : indexOfSelected(items, selected);
    if (index < 0 || element === null || isInView(element, index)) return;
    leave();
    virtual.scrollToIndex(index, { align: 'center' });
    // Only another selection moves the list; new items do not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selected]);
  const onKeyDown = useRowKeys(
    items.length,
    virtual,
    scroll,
    (index) => {
      const item = at(items, index);
      if (item !== undefined && item.deletedMs === null) void conversation.deleteItem(item.id);
    },
    (index) => {
      const props = row(index);
      if (props !== null) props.turn.onChoose(props.turn.item.id, props.turn.number);
    },
  );
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
                <Turn {...props.turn} />
                {props.foot !== null && <TurnFoot {...props.foot} />}
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
