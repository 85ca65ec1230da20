import { createState, type State } from './state.ts';
import { initialViewport, type Viewport } from '../drawing/told/viewport.ts';

/** What is known to go wrong with something about to be sent, and the answer of the person. */
export interface SendGuard {
  /** As it stands by now; empty: nothing speaks against it any more. */
  readonly warnings: readonly string[];
  readonly decide: (send: boolean) => void;
}

export interface LiveState {
  /** The line for a typed message is open. */
  readonly composing: boolean;
  /** The composer shows what may differ for one response. */
  readonly wishing: boolean;
  /** Null: nothing waits for a word of the person. */
  readonly guard: SendGuard | null;
  /** Item of the conversation to bring into view; a new object each time it is asked for. */
  readonly wantedItem: { readonly id: string } | null;
  /** The name of the session on screen is being written. */
  readonly renaming: boolean;
  readonly optionsOpen: boolean;
  readonly inspectorOpen: boolean;
  /** Sequence number of the entry the inspector shows; null: none. */
  readonly selectedSeq: number | null;
  /** What the time axis shows. */
  readonly viewport: Viewport;
}

/** What of the session on screen is open and in view. */
export interface Live extends State<LiveState> {
  compose(): void;
  /** Opens the composer with what may differ for one response. */
  composeWish(): void;
  toggleWish(): void;
  closeComposer(): void;
  /** Shows a question; null takes it away. */
  ask(guard: SendGuard | null): void;
  showItem(itemId: string): void;
  /** Opens the inspector at an entry. */
  showEntry(seq: number): void;
  /** Chooses the entry, the inspector as it is; null: none. */
  select(seq: number | null): void;
  toggleOptions(): void;
  closeOptions(): void;
  toggleInspector(): void;
  rename(renaming: boolean): void;
  moveAxis(next: (viewport: Viewport) => Viewport): void;
}

export const createLive = (): Live =>
  createState<LiveState, Omit<Live, keyof State<LiveState>>>(
    {
      composing: false,
      wishing: false,
      guard: null,
      wantedItem: null,
      renaming: false,
      optionsOpen: false,
      inspectorOpen: true,
      selectedSeq: null,
      viewport: initialViewport,
    },
    ({ setState }) => ({
      compose: () => setState({ composing: true }),
      composeWish: () => setState({ composing: true, wishing: true }),
      toggleWish: () => setState(({ wishing }) => ({ wishing: !wishing })),
      closeComposer: () => setState({ composing: false, wishing: false }),
      ask: (guard) => setState({ guard }),
      showItem: (id) => setState({ wantedItem: { id } }),
      showEntry: (selectedSeq) => setState({ selectedSeq, inspectorOpen: true }),
      select: (selectedSeq) => setState({ selectedSeq }),
      toggleOptions: () => setState(({ optionsOpen }) => ({ optionsOpen: !optionsOpen })),
      closeOptions: () => setState({ optionsOpen: false }),
      toggleInspector: () => setState(({ inspectorOpen }) => ({ inspectorOpen: !inspectorOpen })),
      rename: (renaming) => setState({ renaming }),
      moveAxis: (next) => setState(({ viewport }) => ({ viewport: next(viewport) })),
    }),
  );
