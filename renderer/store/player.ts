import type { BenchApi } from '../../shared/contract/bench-api.ts';
import type { PlaySpeed, PlayVoices } from '../../shared/audio/play-choices.ts';
import { type BenchError, ok, type Result } from '../../shared/kit/errors.ts';
import { findLast, toArray } from '../../shared/kit/chunk-list.ts';
import type { AtMoment } from '../../shared/session/costs/at-moment.ts';
import { isUnderWay, type PlaybackView, type SessionView } from '../../shared/session/view.ts';
import type { ListenPort } from './listen-port.ts';
import type { SessionStore } from './session.ts';
import { createState, type State } from './state.ts';

/** A stretch of the session that is selected: a band on the time axis, and what a loop goes round. */
export interface SelectedSpan {
  readonly fromMs: number;
  readonly toMs: number;
  /** As people call it: `R7`. */
  readonly name: string;
  readonly responseId: string | null;
  readonly itemId: string | null;
}

export interface PlayerState {
  /** The session all of this is of; null: none is on screen. */
  readonly sessionId: string | null;
  /** Session time of the cursor, ms; null: nobody has set one, and the session stands at its end. While it plays, ten times a second. */
  readonly atMs: number | null;
  /** The second cursor, `A`; null: none. */
  readonly markMs: number | null;
  readonly state: 'still' | 'opening' | 'playing';
  /** What plays is the unheard part of this item; null: what was heard. */
  readonly unheardItemId: string | null;
  readonly voices: PlayVoices;
  readonly speed: PlaySpeed;
  /** The selection is played over and over. */
  readonly looping: boolean;
  readonly span: SelectedSpan | null;
  /** The session as it stood at the cursor; null: there is no cursor, or it is not there yet. */
  readonly moment: AtMoment | null;
  /** The same of the second cursor. */
  readonly markMoment: AtMoment | null;
  /** Why nothing plays, or a moment is not known. */
  readonly error: BenchError | null;
}

/** Listening to the session on screen, and looking at any moment of it. Times are session time in ms. */
export interface Player extends State<PlayerState> {
  /** Moves the cursor; what plays goes on there. */
  seek(atMs: number): void;
  /** The cursor goes away: the session is shown as it ended. */
  leave(): void;
  play(): void;
  pause(): void;
  toggle(): void;
  /** Puts the cursor there and plays. */
  playFrom(atMs: number): void;
  /** Plays what of an item was never heard, alone. */
  playUnheard(itemId: string): void;
  setVoices(voices: PlayVoices): void;
  setSpeed(speed: PlaySpeed): void;
  /** Puts the second cursor where the first is, or takes it away where it is there. */
  mark(): void;
  toggleLoop(): void;
  select(span: SelectedSpan | null): void;
  /** Selects an answer with all of it that was played, and puts the cursor at its start. */
  selectResponse(responseId: string): void;
  /** Steps to the answer before or after the selected one, else the cursor. */
  stepResponse(by: 1 | -1): void;
  /**
   * Plays a stretch of a record that need not be on screen, in place of what plays; the cursor stays. Answers when it is over: `whole`
   * false where something else took its place.
   */
  playOf(sessionId: string, fromMs: number, toMs: number): Promise<Result<{ whole: boolean }>>;
  /** Silence, where `playOf` plays. */
  stopOther(): void;
  /** Session time of that record that sounds now; null: nothing of `playOf` sounds yet, or any more. */
  otherNowMs(): number | null;
  /** Session time that sounds now, finer than `atMs` says it. */
  nowMs(): number | null;
}

export interface PlayerServices {
  readonly bench: BenchApi;
  readonly session: Pick<SessionStore, 'getState' | 'subscribe'>;
  /** The loudspeaker for records. */
  readonly listen: ListenPort;
  readonly nowMs: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

/** What `playOf` plays, and how far it has come. */
interface OtherStretch {
  readonly streamId: number;
  readonly toMs: number;
  /** Where it was told to be last, and when; null: it has not sounded yet. */
  readonly told: { readonly atMs: number; readonly sinceMs: number } | null;
  readonly over: (whole: boolean) => void;
}

const nothing: PlayerState = {
  sessionId: null,
  atMs: null,
  markMs: null,
  state: 'still',
  unheardItemId: null,
  voices: 'both',
  speed: 1,
  looping: false,
  span: null,
  moment: null,
  markMoment: null,
  error: null,
};

/** Money is painted no more often than four times a second. */
const momentsEveryMs = 250;

/** Where an answer was heard; where it was not, when it was made. Null: the session has no such answer. */
export function spanOfResponse(view: SessionView, responseId: string): SelectedSpan | null {
  const response = findLast(view.responses, ({ id }) => id === responseId);
  if (response === undefined) return null;
  const played = toArray(view.playback).filter((one: PlaybackView) => one.responseId === responseId);
  const first = played[0]?.startMs ?? response.createdMs;
  const lastEnd = played.at(-1)?.endMs ?? response.doneMs ?? view.t;
  const { number, itemIds } = response;
  const name = `R${number}`;
  return { fromMs: first, toMs: Math.max(first, lastEnd), name, responseId, itemId: itemIds[0] ?? null };
}

const clamp = (ms: number, lengthMs: number): number => Math.min(lengthMs, Math.max(0, ms));

export function createPlayer({ bench, session, listen, nowMs, wait }: PlayerServices): Player {
  /** What was last told of what plays, and when. */
  let told: { readonly streamId: number; readonly atMs: number; readonly sinceMs: number } | null = null;
  /** Grows with each order: an answer to an older one says nothing any more. */
  let orders = 0;
  let asking = false;
  /** The stretch of `playOf` that plays; null: none does. */
  let other: OtherStretch | null = null;
  /** The order of `playOf` that was given last, whether it plays yet or not. */
  let otherOrder: number | null = null;

  const endOther = (whole: boolean): void => {
    const ended = other;
    other = null;
    ended?.over(whole);
  };

  return createState<PlayerState, Omit<Player, keyof State<PlayerState>>>(nothing, (store) => {
    const { getState, setState } = store;
    const view = (): SessionView | null => session.getState().view;
    const lengthMs = (): number => view()?.t ?? 0;

    const still = (): void => {
      orders += 1;
      told = null;
      endOther(false);
      setState({ state: 'still', unheardItemId: null });
    };

    async function momentAt(atMs: number | null, sessionId: string): Promise<AtMoment | null> {
      if (atMs === null) return null;
      const answer = await bench.call('session.at', { sessionId, atMs });
      if (!answer.ok) {
        if (getState().sessionId === sessionId) setState({ error: answer.error });
        return null;
      }
      return answer.moment;
    }

    /** Asks for the moments of both cursors until they are those of where the cursors stand. */
    async function follow(): Promise<void> {
      if (asking) return;
      asking = true;
      for (;;) {
        const { sessionId, atMs, markMs, moment, markMoment, error } = getState();
        const isKnown = (moment?.atMs ?? null) === atMs && (markMoment?.atMs ?? null) === markMs;
        if (sessionId === null || isKnown || error !== null) break;
        const [at, mark] = await Promise.all([
          (moment?.atMs ?? null) === atMs ? moment : momentAt(atMs, sessionId),
          (markMoment?.atMs ?? null) === markMs ? markMoment : momentAt(markMs, sessionId),
        ]);
        if (getState().sessionId === sessionId) setState({ moment: at, markMoment: mark });
        await wait(momentsEveryMs);
      }
      asking = false;
    }

    const moved = (atMs: number | null): void => {
      setState(atMs === null ? { atMs, moment: null } : { atMs });
      void follow();
    };

    async function begin(fromMs: number, unheardItemId: string | null): Promise<void> {
      const { sessionId, voices, speed, looping, span } = getState();
      if (sessionId === null) return;
      orders += 1;
      endOther(false);
      const mine = orders;
      setState({ state: 'opening', unheardItemId, error: null });
      moved(fromMs);
      const opened = await listen.open();
      if (mine !== orders) return;
      if (!opened.ok) return setState({ state: 'still', unheardItemId: null, error: opened.error });
      const loop = looping && span !== null && unheardItemId === null ? span : null;
      const answer = await bench.call('player.play', {
        sessionId,
        fromMs: loop === null ? fromMs : Math.min(Math.max(fromMs, loop.fromMs), loop.toMs),
        toMs: loop?.toMs ?? null,
        loopFromMs: loop?.fromMs ?? null,
        voices,
        speed,
        unheardItemId,
      });
      if (mine !== orders) return;
      if (!answer.ok) return setState({ state: 'still', unheardItemId: null, error: answer.error });
      told = { streamId: answer.streamId, atMs: fromMs, sinceMs: nowMs() };
      setState({ state: 'playing' });
    }

    /** Goes on as it now is set, where it plays. */
    const again = (): void => {
      const { state, atMs, unheardItemId } = getState();
      if (state !== 'still') void begin(sounding() ?? atMs ?? 0, unheardItemId);
    };

    function sounding(): number | null {
      const { state, speed, atMs } = getState();
      if (state !== 'playing' || told === null) return atMs;
      return clamp(told.atMs + (nowMs() - told.sinceMs) * speed, lengthMs());
    }

    const pause = (): void => {
      const atMs = sounding();
      if (getState().state === 'still') return;
      still();
      moved(atMs);
      void bench.call('player.stop', {});
    };

    const play = (): void => {
      const atMs = getState().atMs ?? 0;
      // At the end there is nothing to play: it begins anew.
      void begin(atMs >= lengthMs() - 1 && !isUnderWay(view()?.phase ?? 'closed') ? 0 : atMs, null);
    };

    const seek = (ms: number): void => {
      const atMs = clamp(ms, lengthMs());
      const { state, unheardItemId } = getState();
      setState({ error: null });
      if (state === 'still') moved(atMs);
      else void begin(atMs, unheardItemId);
    };

    const playFrom = (ms: number): void => void begin(clamp(ms, lengthMs()), null);

    const select = (span: SelectedSpan | null): void => {
      setState(span === null ? { span, looping: false } : { span });
      if (getState().looping) again();
    };

    const selectResponse = (responseId: string): void => {
      const of = view();
      const span = of === null ? null : spanOfResponse(of, responseId);
      if (span === null) return;
      setState({ span });
      seek(span.fromMs);
    };

    bench.onPush((push) => {
      if (push.type !== 'played') return;
      if (push.news.streamId === other?.streamId) {
        if (push.news.state === 'ended') endOther(true);
        else other = { ...other, told: { atMs: push.news.atMs, sinceMs: nowMs() } };
      }
      if (push.news.streamId !== told?.streamId) return;
      const { streamId, state, atMs } = push.news;
      told = { streamId, atMs, sinceMs: nowMs() };
      if (state === 'ended') still();
      moved(atMs);
    });

    session.subscribe(() => {
      const sessionId = view()?.header?.sessionId ?? null;
      if (sessionId === getState().sessionId) return;
      if (getState().state !== 'still' || otherOrder === orders) void bench.call('player.stop', {});
      still();
      const { voices, speed } = getState();
      setState({ ...nothing, sessionId, voices, speed });
    });
    setState({ sessionId: view()?.header?.sessionId ?? null });

    return {
      seek,
      leave() {
        pause();
        moved(null);
      },
      play,
      pause,
      toggle: () => (getState().state === 'still' ? play() : pause()),
      playFrom,
      playUnheard(itemId) {
        const of = view();
        const played = of === null ? undefined : findLast(of.playback, (one) => one.itemId === itemId);
        const item = of === null ? undefined : findLast(of.items, ({ id }) => id === itemId);
        const atMs = played?.endMs ?? item?.startMs;
        if (atMs !== undefined) void begin(atMs, itemId);
      },
      setVoices(voices) {
        setState({ voices });
        again();
      },
      setSpeed(speed) {
        const atMs = sounding();
        const { state, unheardItemId } = getState();
        setState({ speed });
        if (state !== 'still') void begin(atMs ?? 0, unheardItemId);
      },
      mark() {
        const { atMs, markMs } = getState();
        const at = sounding() ?? atMs ?? lengthMs();
        const next = markMs !== null && Math.abs(markMs - at) < 1 ? null : at;
        setState(next === null ? { markMs: next, markMoment: null } : { markMs: next });
        void follow();
      },
      toggleLoop() {
        const { looping, span } = getState();
        setState({ looping: !looping && span !== null });
        again();
      },
      select,
      selectResponse,
      stepResponse(by) {
        const of = view();
        if (of === null) return;
        const responses = toArray(of.responses);
        const { span, atMs } = getState();
        const at = responses.findIndex(({ id }) => id === span?.responseId);
        const cursor = atMs ?? (by > 0 ? -1 : of.t + 1);
        const next =
          at >= 0
            ? responses[at + by]
            : by > 0
              ? responses.find(({ createdMs }) => createdMs > cursor)
              : responses.findLast(({ createdMs }) => createdMs < cursor);
        if (next !== undefined) selectResponse(next.id);
      },
      async playOf(sessionId, fromMs, toMs) {
        still();
        const mine = orders;
        otherOrder = mine;
        const opened = await listen.open();
        if (!opened.ok) return opened;
        if (mine !== orders) return ok({ whole: false });
        const { voices, speed } = getState();
        const order = { fromMs, toMs, loopFromMs: null, voices, speed, unheardItemId: null };
        const answer = await bench.call('player.play', { sessionId, ...order });
        if (!answer.ok) return answer;
        if (mine !== orders) return ok({ whole: false });
        const { streamId } = answer;
        return await new Promise<Result<{ whole: boolean }>>((resolve) => {
          other = { streamId, toMs, told: null, over: (whole) => resolve(ok({ whole })) };
        });
      },
      stopOther() {
        if (otherOrder !== orders) return;
        still();
        void bench.call('player.stop', {});
      },
      otherNowMs() {
        if (other === null || other.told === null) return null;
        const { toMs, told: last } = other;
        return Math.min(toMs, last.atMs + (nowMs() - last.sinceMs) * getState().speed);
      },
      nowMs: sounding,
    };
  });
}

/** What of a session is over by the cursor: a row behind it is `later`. */
export const isLater = (startMs: number, { atMs }: Pick<PlayerState, 'atMs'>): boolean =>
  atMs !== null && startMs > atMs;
