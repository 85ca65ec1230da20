import type { ChunkList } from '../kit/chunk-list.ts';
import type { Json, JsonObject } from '../kit/json.ts';

/* What a view holds of the options of a session: every update, and where each option stands. */

/** What the service said when it refused an update. `param` is the dotted path of what it minds. */
export interface OptionRefusal {
  readonly code: string;
  readonly message: string;
  readonly param: string | null;
}

/** One `session.update`: what it asked, what came back, and when. Values are by option id. */
export interface OptionUpdateView {
  readonly eventId: string;
  /** Sequence number of the entry that asked. */
  readonly seq: number;
  readonly t: number;
  readonly asked: JsonObject;
  /** What was in effect for the same options when it was asked. */
  readonly before: JsonObject;
  /** Options whose value this update asks to change; the others go along because their object is replaced whole. */
  readonly changed: readonly string[];
  /**
   * `altered`: answered, and something in effect is not as it was asked. `perhaps-refused`: an error came that names no request,
   * and this was the oldest without an answer; a later answer that grants it takes that back.
   */
  readonly state: 'pending' | 'accepted' | 'altered' | 'refused' | 'perhaps-refused';
  readonly answeredMs: number | null;
  /** What the service kept or made of the options that it did not grant. */
  readonly kept: JsonObject;
  readonly refusal: OptionRefusal | null;
  /** Where its tick stands in the list of marks. */
  readonly mark: number;
}

/** What was last asked for one option, and what came of it. */
export interface OptionFact {
  readonly asked: Json;
  readonly askedMs: number;
  /** `ignored`: what was in effect before stayed; `altered`: the service made something else of it. */
  readonly state: 'waiting' | 'pending' | 'accepted' | 'ignored' | 'altered' | 'refused' | 'perhaps-refused';
  /** Why it was refused, as a sentence. */
  readonly message: string | null;
  /** Id of the response whose end it waits for. */
  readonly waitsFor: string | null;
}

/** The options of a session: every update in order, and where each option stands. */
export interface OptionsView {
  readonly updates: ChunkList<OptionUpdateView>;
  /** Index of the oldest update that has no answer; the number of updates when all have one. */
  readonly unanswered: number;
  readonly facts: Readonly<Record<string, OptionFact>>;
}
