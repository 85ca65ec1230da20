import type { OwnInput } from '../../usage/expected.ts';
import type { PromptView } from '../prompt/prompt-view.ts';

/** What made the service create a response, with the entry that did. */
export type ResponseCause =
  /** A `response.create` of the client. */
  | { readonly kind: 'create'; readonly seq: number; readonly eventId: string }
  /** A turn that ended, with the service set to answer by itself. */
  | { readonly kind: 'turn'; readonly seq: number; readonly itemId: string }
  /** The idle timeout committed silence. */
  | { readonly kind: 'idle'; readonly seq: number; readonly itemId: string }
  /** No commit and no `response.create` was waiting for one. */
  | { readonly kind: 'nobody' };

/** A `response.create` that has been sent. */
export interface AskedCreate {
  readonly seq: number;
  readonly eventId: string;
  readonly outOfBand: boolean;
  /** Null: the session's own. */
  readonly prompt: PromptView | null;
  /** Null: the conversation. */
  readonly ownInput: OwnInput | null;
}

/** A committed turn. */
export interface AskedTurn {
  readonly seq: number;
  readonly itemId: string;
  readonly idle: boolean;
}

/** Audio that the client put into the conversation whole, and that no server event repeats. */
export interface SentAudio {
  /** Null: the service gives the item its id. */
  readonly itemId: string | null;
  readonly audioMs: number;
}

/** Who may be waiting for a response, and what was sent along. */
export interface AskedView {
  readonly creates: readonly AskedCreate[];
  readonly turns: readonly AskedTurn[];
  /** The item that the idle timeout said it would commit. */
  readonly idleItemId: string | null;
  readonly sentAudio: readonly SentAudio[];
}

export const nobodyAsked: AskedView = { creates: [], turns: [], idleItemId: null, sentAudio: [] };
