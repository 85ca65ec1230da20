import { findLast, last } from '../../shared/kit/chunk-list.ts';
import type { BenchError } from '../../shared/kit/errors.ts';
import type { ItemView, SessionView } from '../../shared/session/view.ts';
import type { Player } from './player.ts';
import type { Run } from './run.ts';
import type { SessionControl } from './session-control.ts';
import type { SessionStore } from './session.ts';
import { createState, type State } from './state.ts';

export interface HearAgainState {
  /** What is heard again; null: nothing. */
  readonly itemId: string | null;
  /** Why the last could not be heard. */
  readonly problem: BenchError | null;
}

/** An answer or a question of the session that runs, heard once more while it runs. */
export interface HearAgain extends State<HearAgainState> {
  /**
   * Plays it from its record. Meanwhile the microphone is silent, as it would hear it. It ends by itself where the service
   * speaks, where a person holds to talk, and with the session.
   */
  hear(itemId: string): Promise<void>;
  stop(): void;
  /** The problem is put aside. */
  understood(): void;
}

export interface HearAgainServices {
  readonly session: Pick<SessionStore, 'getState' | 'subscribe'>;
  readonly player: Pick<Player, 'playOf' | 'stopOther'>;
  readonly control: Pick<SessionControl, 'hush'>;
  readonly run: Pick<Run, 'getState' | 'subscribe'>;
}

/** When an item was heard or spoken, as far as that is over, in session time. Null: it was not, or is not over. */
function heardSpan(
  view: Pick<SessionView, 'playback' | 'speech'>,
  { id, role, medium }: ItemView,
): { readonly fromMs: number; readonly toMs: number } | null {
  if (medium !== 'audio') return null;
  const stretch =
    role === 'assistant'
      ? findLast(view.playback, ({ itemId }) => itemId === id)
      : findLast(view.speech, ({ itemId }) => itemId === id);
  return stretch === undefined || stretch.endMs === null ? null : { fromMs: stretch.startMs, toMs: stretch.endMs };
}

/** An answer is sounding. */
const isSounding = (view: Pick<SessionView, 'playback'>): boolean => last(view.playback)?.endMs === null;

/** Whether it can be heard again: the session is open, no answer sounds, and what was said of it is over. */
export const canBeHeard = (view: SessionView, item: ItemView): boolean =>
  view.phase === 'open' && !isSounding(view) && heardSpan(view, item) !== null;

export function createHearAgain({ session, player, control, run }: HearAgainServices): HearAgain {
  return createState<HearAgainState, Omit<HearAgain, keyof State<HearAgainState>>>(
    { itemId: null, problem: null },
    ({ getState, setState }) => {
      const stop = (): void => {
        if (getState().itemId !== null) player.stopOther();
      };
      const endWhereOthersSpeak = (): void => {
        const { view } = session.getState();
        if (view?.phase !== 'open' || isSounding(view) || run.getState().held) stop();
      };
      session.subscribe(endWhereOthersSpeak);
      run.subscribe(endWhereOthersSpeak);
      return {
        understood: () => setState({ problem: null }),
        async hear(itemId) {
          const { view } = session.getState();
          const item = view === null ? undefined : findLast(view.items, ({ id }) => id === itemId);
          const span = view === null || item === undefined ? null : heardSpan(view, item);
          const sessionId = view?.header?.sessionId;
          if (view?.phase !== 'open' || sessionId === undefined || span === null || isSounding(view)) return;
          setState({ itemId, problem: null });
          await control.hush(true);
          const heard = await player.playOf(sessionId, span.fromMs, span.toMs);
          // Another one took its place: the microphone stays silent for that.
          if (getState().itemId !== itemId) return;
          setState({ itemId: null, problem: heard.ok ? null : heard.error });
          await control.hush(false);
        },
        stop,
      };
    },
  );
}
