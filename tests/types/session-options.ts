import type {
  RealtimeSessionCreateRequest,
  RealtimeTranscriptionSessionCreateRequest,
} from 'openai/resources/realtime/realtime';
import type { answerOptions } from '../../shared/protocol/options/groups/answer.ts';
import type { contextOptions } from '../../shared/protocol/options/groups/context.ts';
import type { inputAudioOptions } from '../../shared/protocol/options/groups/input-audio.ts';
import type { sessionOptions } from '../../shared/protocol/options/groups/session.ts';
import type { toolOptions } from '../../shared/protocol/options/groups/tools.ts';
import type { transcriptionOptions } from '../../shared/protocol/options/groups/transcription.ts';
import type { turnDetectionOptions } from '../../shared/protocol/options/groups/turn-detection.ts';

/*
 * Proof by the compiler that every option of the table is one of the service's: its path exists in the types of the
 * official package, and what the form offers may stand there. Nothing here runs.
 */

type Options = (
  | typeof turnDetectionOptions
  | typeof inputAudioOptions
  | typeof transcriptionOptions
  | typeof answerOptions
  | typeof toolOptions
  | typeof contextOptions
  | typeof sessionOptions
)[number];

/** The type of a member, looked for in every object of a union; never where none has it. */
type Member<T, K extends string> = T extends unknown ? (K extends keyof T ? Exclude<T[K], undefined> : never) : never;

type At<T, P extends string> = P extends `${infer Key}.${infer Rest}` ? At<Member<T, Key>, Rest> : Member<T, P>;

/** What an option puts on the wire, as a type. */
type OnWire<O> = O extends { readonly member: infer M }
  ? M[]
  : O extends { readonly kind: { readonly type: 'choice'; readonly values: readonly (infer V)[] } }
    ? O extends { readonly list: true }
      ? V[]
      : O extends { readonly untagged: infer U; readonly words: readonly (infer W)[] }
        ? Exclude<V, U> extends W
          ? Exclude<V, U>
          : never
        : O extends { readonly words: readonly (infer W)[] }
          ? Exclude<V, W>
          : V
    : O extends { readonly kind: { readonly type: 'number' } }
      ? number
      : O extends { readonly kind: { readonly type: 'boolean' } }
        ? boolean
        : O extends { readonly kind: { readonly type: 'list' } }
          ? string[]
          : O extends { readonly kind: { readonly type: 'text' } }
            ? string
            : // JSON is checked by the service; here only that its place exists.
              never;

type Fits<Value, Place> = [Place] extends [never] ? false : [Value] extends [Place] ? true : false;

/** The typed package does not know the type of a session by one path, since two objects have it. */
type Session = RealtimeSessionCreateRequest | RealtimeTranscriptionSessionCreateRequest;

type Failing<O> = O extends { readonly id: infer Id; readonly path: infer P extends string }
  ? P extends ''
    ? never
    : Fits<OnWire<O>, At<Session, P>> extends true
      ? never
      : Id
  : never;

type FailingInTranscription<O> = O extends {
  readonly id: infer Id;
  readonly path: infer P extends string;
  readonly transcribes: true;
}
  ? P extends ''
    ? never
    : // `type` of a transcription session is the other word of its choice.
      Id extends 'type'
      ? never
      : Fits<OnWire<O>, At<RealtimeTranscriptionSessionCreateRequest, P>> extends true
        ? never
        : Id
  : never;

/** Compiles only for `never`: a failing id stands in the error. */
type None<T extends never> = T;
export type EveryOptionExists = None<Failing<Options>>;
export type EveryTranscriptionOptionExists = None<FailingInTranscription<Options>>;

/** The proof itself can fail: a path that no session has, and a word that none takes, are found. */
type Planted =
  | { readonly id: 'no-path'; readonly path: 'audio.input.nothing'; readonly kind: { readonly type: 'number' } }
  | {
      readonly id: 'no-word';
      readonly path: 'audio.input.noise_reduction.type';
      readonly kind: { readonly type: 'choice'; readonly values: readonly ['no_field'] };
    };
export const found: Record<Failing<Planted>, true> = { 'no-path': true, 'no-word': true };
