import type { SignInPrompt } from '../../shared/contract/connections.ts';
import type { Page } from './screen-table.ts';
import { createState, type State } from './state.ts';

export type DialogName =
  | 'settings'
  | 'keys'
  | 'session-json'
  | 'presets'
  | 'prices'
  | 'budget'
  | 'commands'
  | 'tool-answers'
  | 'use-options'
  | 'hand-on'
  | 'repairs';

export interface WindowState {
  readonly page: Page;
  /** Where the page on screen draws its own head; null: the page has none. */
  readonly pageHead: HTMLElement | null;
  /** The dialog that is open; null: none. */
  readonly dialog: DialogName | null;
  /** The sessions that the dialog Hand on is about. */
  readonly handedOn: readonly string[];
  readonly engine: { readonly state: 'up' | 'down' | 'back'; readonly message: string };
  /** What a person has to do to be signed in; null: nothing. */
  readonly signIn: SignInPrompt | null;
  /** Words for readers only, said once: `U` speaks the cost. */
  readonly spoken: string;
}

/** What the window as a whole shows: which page, which dialog, how the engine is, what readers are told. */
export interface AppWindow extends State<WindowState> {
  showPage(page: Page): void;
  takePageHead(pageHead: HTMLElement | null): void;
  openDialog(dialog: DialogName): void;
  closeDialog(): void;
  /** Opens the dialog that hands these sessions on. */
  handOn(sessionIds: readonly string[]): void;
  engineStopped(message: string): void;
  engineBack(message: string): void;
  engineUnderstood(): void;
  askToSignIn(signIn: SignInPrompt | null): void;
  say(words: string): void;
}

export const createAppWindow = (): AppWindow =>
  createState<WindowState, Omit<AppWindow, keyof State<WindowState>>>(
    {
      page: 'live',
      pageHead: null,
      dialog: null,
      handedOn: [],
      engine: { state: 'up', message: '' },
      signIn: null,
      spoken: '',
    },
    ({ setState }) => ({
      showPage: (page) => setState({ page }),
      takePageHead: (pageHead) => setState({ pageHead }),
      openDialog: (dialog) => setState({ dialog }),
      handOn: (handedOn) => setState({ handedOn, dialog: 'hand-on' }),
      closeDialog: () => setState({ dialog: null }),
      engineStopped: (message) => setState({ engine: { state: 'down', message } }),
      engineBack: (message) => setState({ engine: { state: 'back', message } }),
      engineUnderstood: () => setState({ engine: { state: 'up', message: '' } }),
      askToSignIn: (signIn) => setState({ signIn }),
      // The same words twice would not be spoken twice: a trailing space makes them new.
      say: (words) => setState(({ spoken }) => ({ spoken: spoken === words ? `${words} ` : words })),
    }),
  );
