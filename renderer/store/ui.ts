import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BenchError } from '../../shared/kit/errors.ts';
import type { WavInfo } from '../../shared/contract/bench-api.ts';
import type { SignInPrompt } from '../../shared/contract/connections.ts';
import { initialViewport, type Viewport } from './viewport.ts';

export type Dialog =
  'settings' | 'keys' | 'session-json' | 'presets' | 'prices' | 'budget' | 'commands' | 'tool-answers' | null;
export type Page = 'bench' | 'sessions' | 'reconcile';

/** A try to go on with a session whose connection was lost. */
export interface Reconnecting {
  readonly sessionId: string;
  readonly attempt: number;
  /** When the next try begins, on the page's clock; null: one is under way. */
  readonly nextAtMs: number | null;
}

/** What the start page is opened for: a new deployment, or the part of the form that an error points at. */
export type StartIntent = 'new' | 'key' | 'address' | 'entra' | 'network' | null;

/** Where a start stands: nothing, the microphone being asked for, the deployment being called. */
export type Starting = null | 'microphone' | 'deployment';

export interface UiState {
  readonly page: Page;
  /** Where the page on screen draws its own head; null: the page has none. */
  readonly pageHead: HTMLElement | null;
  /** Sessions that the Reconcile page begins a case with when it opens; null: it shows what it had. */
  readonly reconcileSessions: readonly string[] | null;
  /** True: the start page shows although a session that ended is still attached. */
  readonly atStart: boolean;
  readonly startIntent: StartIntent;
  readonly starting: Starting;
  /** What a person has to do to be signed in; null: nothing. */
  readonly signIn: SignInPrompt | null;
  /** Why the last start failed; cleared by the next. */
  readonly startError: BenchError | null;
  /** Milliseconds on the page's clock at which a safe stop was asked for; null: none is under way. */
  readonly stoppingSinceMs: number | null;
  readonly held: boolean;
  readonly dialog: Dialog;
  readonly composing: boolean;
  /** The composer shows what may differ for one response. */
  readonly wishing: boolean;
  /** What is known to go wrong with something about to be sent; null: nothing waits for a word of the person. */
  readonly guard: { readonly warnings: readonly string[]; readonly decide: (send: boolean) => void } | null;
  /** The session this window ran and that ended unasked, and when on the page's clock; null: none, or put aside. */
  readonly lost: { readonly sessionId: string; readonly atMs: number } | null;
  readonly reconnecting: Reconnecting | null;
  /** Item of the conversation to bring into view; a new object each time it is asked for. */
  readonly wantedItem: { readonly id: string } | null;
  readonly optionsOpen: boolean;
  readonly inspectorOpen: boolean;
  /** Sequence number of the entry the inspector shows; null: none. */
  readonly selectedSeq: number | null;
  /** The WAV file that stands in for the microphone; null: the microphone speaks. */
  readonly wav: WavInfo | null;
  /** What the time axis shows. */
  readonly viewport: Viewport;
  readonly engine: { readonly state: 'up' | 'down' | 'back'; readonly message: string };
  /** Words for readers only: `U` speaks the cost. */
  readonly spoken: string;
}

export type UiStore = StoreApi<UiState>;

/** What the window shows beside the session itself. */
export const createUiStore = (): UiStore =>
  createStore<UiState>(() => ({
    page: 'bench',
    pageHead: null,
    reconcileSessions: null,
    atStart: false,
    startIntent: null,
    starting: null,
    signIn: null,
    startError: null,
    stoppingSinceMs: null,
    held: false,
    dialog: null,
    composing: false,
    wishing: false,
    guard: null,
    lost: null,
    reconnecting: null,
    wantedItem: null,
    optionsOpen: false,
    inspectorOpen: true,
    selectedSeq: null,
    wav: null,
    viewport: initialViewport,
    engine: { state: 'up', message: '' },
    spoken: '',
  }));
