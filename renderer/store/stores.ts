import type { StoreApi } from 'zustand/vanilla';
import { emptySession, reduceSession } from '../../shared/session/fold/fold.ts';
import type { Visibility } from '../ui/beat.ts';
import { isUnderWay, type SessionView } from '../../shared/session/view.ts';
import { Drawing } from '../drawing/drawing.ts';
import { release } from '../drawing/told/scroll.ts';
import { fit, initialViewport } from '../drawing/told/viewport.ts';
import { EnvelopeKeeper } from './envelopes.ts';
import { type ConversationActions, createConversationActions, createSender } from './conversation.ts';
import { createEventLog, type EventLog } from './event-log.ts';
import { createFirstStores, type FirstStores, type StoreServices } from './first-stores.ts';
import { createMicrophoneCheck, type MicrophoneCheck } from './microphone-check.ts';
import { createOptionsStore, createPresetsStore, type OptionsStore, type PresetsStore } from './options.ts';
import { createHearAgain, type HearAgain } from './hear-again.ts';
import { createSessionImports, type SessionImports } from './import-session.ts';
import { createListenPort } from './listen-port.ts';
import { followedMs } from './followed.ts';
import { createPlayer, type Player } from './player.ts';
import { createPricesStore, type PricesStore } from './prices.ts';
import { createReconcileWith, type ReconcileWith } from './reconcile.ts';
import { createSessionControl, type SessionControl } from './session-control.ts';
import { calmSession, type ShownState } from './session.ts';

/** Everything the window knows. What is beyond `FirstStores` is read behind the start page. */
export interface Stores extends FirstStores {
  /** The session for the conversation, at the pace of a reader. */
  readonly calm: StoreApi<ShownState>;
  readonly drawing: Drawing;
  readonly microphoneCheck: MicrophoneCheck;
  readonly options: OptionsStore;
  readonly presets: PresetsStore;
  readonly prices: PricesStore;
  readonly reconcileWith: ReconcileWith;
  readonly imports: SessionImports;
  readonly events: EventLog;
  readonly control: SessionControl;
  readonly conversation: ConversationActions;
  /** Listening to the session on screen, and any moment of it. */
  readonly player: Player;
  readonly hearAgain: HearAgain;
}

/** The player shows on the axis, and the axis goes with it. */
function drawPlayer(
  first: FirstStores,
  player: Player,
  drawing: Drawing,
  bench: StoreServices['bench'],
  nowMs: () => number,
): void {
  const { session, live, clock } = first;
  const followed = (): number => followedMs({ player, clock, nowMs });
  const view = (): SessionView | null => session.getState().view;
  const keeper = new EnvelopeKeeper({
    bench,
    view,
    viewport: () => live.getState().viewport,
    followedMs: followed,
    tell: (news) => drawing.envelopes(news),
  });
  player.subscribe(({ atMs, state, speed, unheardItemId, markMs, span }) => {
    const playing = state === 'playing';
    drawing.cursor({
      atMs: playing ? player.nowMs() : atMs,
      sinceMs: playing ? nowMs() : null,
      speed,
      toMs: view()?.t ?? 0,
      unheard: playing && unheardItemId !== null,
      markMs,
      span,
    });
    keeper.look();
  });
  live.subscribe(({ viewport }, before) => {
    if (viewport !== before.viewport) keeper.look();
  });
  let shown: { readonly id: string | null; readonly running: boolean } = { id: null, running: false };
  const follow = (): void => {
    const now = view();
    const id = now?.header?.sessionId ?? null;
    const running = now !== null && isUnderWay(now.phase);
    // A session that is over follows nothing by itself, and another one begins with a view of its own.
    if (id !== shown.id) live.moveAxis(() => (running || now === null ? initialViewport : fit(now.t, false)));
    else if (shown.running && !running && now !== null) live.moveAxis((port) => release(port, now.t));
    shown = { id, running };
    keeper.look();
  };
  session.subscribe(follow);
  follow();
}

/** What is drawn hears of all that it shows. */
function draw(first: FirstStores, check: MicrophoneCheck, visibility: Visibility): Drawing {
  const { session, shown, clock, meters, live } = first;
  const drawing = new Drawing(visibility);
  meters.onNews((news) => drawing.levels(news));
  for (const stream of ['input', 'output'] as const) {
    const level = meters.latest[stream];
    drawing.levels({ kind: 'level', stream, level, channels: meters.channels, t: null, clipped: false });
  }
  check.subscribe(({ levels }, before) => {
    if (levels !== before.levels) drawing.levels({ kind: 'check', levels });
  });
  live.subscribe(({ viewport }, before) => {
    if (viewport !== before.viewport) drawing.viewport(viewport);
  });
  const tellClock = (): void => drawing.clock(clock.base);
  const tellSession = (): void => drawing.session(shown.getState().view);
  session.subscribe(tellClock);
  shown.subscribe(tellSession);
  tellClock();
  tellSession();
  drawing.viewport(live.getState().viewport);
  return drawing;
}

/** The other stores beside the first, and the fold for the session: what came of one by then is taken in at once. */
export function completeStores(first: FirstStores, services: StoreServices): Stores {
  const { bench, session, preferences, live } = first;
  const calm = calmSession(first.shown, services.schedule);
  const microphoneCheck = createMicrophoneCheck(services.soundCard, preferences);
  const drawing = draw(first, microphoneCheck, services.visibility);
  const options = createOptionsStore(bench, preferences, session);
  const presets = createPresetsStore(bench);
  const prices = createPricesStore(bench, session);
  const events = createEventLog(bench, session, first.shown);
  const reconcileWith = createReconcileWith();
  const imports = createSessionImports(first);
  const send = createSender(bench, session, live);
  const control = createSessionControl({ ...services, ...first, options, send });
  const conversation = createConversationActions(send, session, live);
  const listen = createListenPort(services.host, services.soundCard, preferences);
  const player = createPlayer({ bench, session, listen, nowMs: services.nowMs, wait: services.wait });
  drawPlayer(first, player, drawing, bench, services.nowMs);
  const hearAgain = createHearAgain({ session, player, control, run: first.run });
  bench.onPush((push) => {
    if (push.type === 'changed' && push.what === 'presets') void presets.load();
  });
  // Last, so that all of them hear of every entry.
  session.foldBy({ emptySession, reduceSession });
  return {
    ...first,
    calm,
    drawing,
    microphoneCheck,
    options,
    presets,
    prices,
    reconcileWith,
    imports,
    events,
    control,
    conversation,
    player,
    hearAgain,
  };
}

/** All stores at once, for who has no page that waits for them. */
export function createStores(services: StoreServices): Stores {
  return completeStores(
    createFirstStores(services, () => undefined),
    services,
  );
}
