import type { Json, JsonObject } from '../kit/json.ts';
import type { Lookup } from '../kit/lookup.ts';

/** An object that stands for a word with a name: `function:lookup` is `{type: "function", name: "lookup"}`. */
export interface NamedObject {
  readonly prefix: string;
  /** Member that holds the name. */
  readonly key: string;
  /** The other members. */
  readonly with: JsonObject;
}

/** How an option is edited and checked. */
export type OptionKind =
  | {
      readonly type: 'choice';
      readonly values: readonly string[];
      /** Other words are sent as they are. */ readonly free?: boolean;
      readonly offLabel?: string;
      /** What a value is called where its own word is for machines. */
      readonly labels?: Readonly<Record<string, string>>;
      readonly named?: NamedObject;
    }
  | {
      readonly type: 'number';
      readonly min: number;
      readonly max: number;
      readonly step: number;
      readonly unit?: string;
      readonly integer?: boolean;
      readonly inf?: boolean;
      readonly offLabel?: string;
    }
  | { readonly type: 'boolean' }
  | { readonly type: 'text'; readonly placeholder: string; readonly oneLine?: true }
  /** Words, one a line. */
  | { readonly type: 'list'; readonly placeholder: string }
  | { readonly type: 'json'; readonly shape: 'array' | 'object'; readonly placeholder: string };

/** When the service lets an option change. */
export type Changeable = 'always' | 'between-turns' | 'before-first-audio' | 'until-set' | 'at-start';

export type OptionGroup = 'Turn detection' | 'Input audio' | 'Answer' | 'Tools' | 'Context' | 'Session';

/** One thing that can be set about a session. The form, the checks, the diff, the log and the command line read this. */
export interface OptionSpec {
  readonly id: string;
  readonly group: OptionGroup;
  readonly label: string;
  readonly description: string;
  /** What people call it or look it up by, beside its label and its description. */
  readonly alsoCalled?: string;
  /** Dotted path in the GA session object. Empty: the option is merged into the object as a whole. */
  readonly path: string;
  readonly kind: OptionKind;
  /** What the service does when the option is not sent. null: off, or the service's own text. */
  readonly default: Json;
  readonly changeable: Changeable;
  /** The preview API has no such thing. What it calls the others, `previewPath` of the dialects says. */
  readonly gaOnly?: true;
  /** The first model, or the models, that have it. Left out: every GA model. */
  readonly since?: string;
  /** Who takes it and who does not, where that is not everybody. */
  readonly honouredBy?: string;
  /** Transcription sessions have it too. */
  readonly transcribes?: true;
  /** On the wire the value stands alone in a list: `["audio"]`. */
  readonly list?: true;
  /** On the wire the option is on when this word is in the list at its path. */
  readonly member?: string;
  /** The option governs the object at this path, which the service replaces whole: off (null) makes all of it null. */
  readonly switches?: string;
  /** Values of a governing option that stand on the wire in the place of the whole object. */
  readonly words?: readonly string[];
  /** Value of a governing option that only says that the object is there: it has no member of its own on the wire. */
  readonly untagged?: string;
  /** Members that go with a value of a governing option. */
  readonly alongside?: Lookup<JsonObject>;
  /** The service demands it as soon as its object is there. */
  readonly always?: true;
  /** Off is a null on the wire; else the member is left out, or cleared by an empty text or list. */
  readonly nullOnWire?: true;
  /** The option exists only while another one has one of these values; an empty list: any value but off. */
  readonly onlyWhen?: {
    readonly id: string;
    readonly in: readonly Json[];
    /** Values of the other that are known to go without it. */
    readonly notIn?: readonly Json[];
  };
}
