import type { Result } from '../../../kit/errors.ts';
import { type Dialect, dialectAt, dialectRow, dialects } from '../../dialect-names.ts';
import {
  type AuthScheme,
  type EntraSignIn,
  keyVariablePattern,
  keyVariableRule,
  type VendorId,
} from '../../authentication.ts';

/** A flag of the command line that fills a field: `--azure HOST`. */
interface FieldFlag {
  readonly name: string;
  /** What its value is, in a sentence and in the help. */
  readonly value: string;
  /** How the help shows the value, when an example says more. */
  readonly example?: string;
}

/** A field that is typed. */
export interface TextField {
  readonly type: 'text';
  /** An endpoint may be without it; an empty one is left out. */
  readonly optional?: true;
  /** Fewest and most characters that a saved endpoint may hold. */
  readonly least?: number;
  readonly most?: number;
  readonly pattern?: RegExp;
  /** What it is called in the refusal of a key that stands in it; left out: its own check sees to that. */
  readonly noun?: string;
  /** It is a host, and a key may stand between any two dots of it. */
  readonly host?: true;
  readonly label: string;
  readonly placeholder: string;
  /** What is offered while it is typed. */
  readonly suggestions?: readonly string[];
  /** Only few need it, so it stands under More. */
  readonly rare?: true;
  /** It is there only while a key lets the caller in. */
  readonly withKey?: true;
  /** Under which name a draft keeps it, where what was typed for another form is meant for this one too; else its own. */
  readonly slot?: string;
  /** What stands in it before anything is typed. */
  readonly initial?: string;
  /** The sentence that asks for it while it is empty; left out: it may be empty. */
  readonly missing?: string;
  /** The sentence that refuses what does not fit `pattern`. */
  readonly unfit?: string;
  readonly flag?: FieldFlag;
  /** What the command line takes where no flag gives it; left out: it must be given. */
  readonly usual?: string;
}

/** A field with a few values to choose from. An optional one is left out of an endpoint that has the first of them. */
export interface ChoiceField {
  readonly type: 'choice';
  readonly optional?: true;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  /** What is chosen, for a screen reader. */
  readonly name: string;
  /** The row of the form it stands in; choices of one row stand side by side. */
  readonly row: string;
  readonly rare?: true;
  /** The flag of the command line that fills it, which of the choices it takes, and in words what holds without it. */
  readonly flag?: { readonly name: string; readonly values: readonly string[]; readonly otherwise: string };
}

/** Names of parameters of an address that the person says hold no secret. */
export interface ParametersField {
  readonly type: 'parameters';
  readonly optional: true;
  readonly most: number;
  readonly noun: string;
}

/** How to sign in with Entra ID, where that lets the caller in. */
export interface EntraField {
  readonly type: 'entra';
  readonly optional: true;
}

export type FieldSpec = TextField | ChoiceField | ParametersField | EntraField;
export type Fields = Readonly<Record<string, FieldSpec>>;

/** What a field holds. */
export type FieldValue<F> = F extends { type: 'text' }
  ? string
  : F extends { type: 'choice'; choices: readonly { value: infer V }[] }
    ? V
    : F extends { type: 'parameters' }
      ? string[]
      : F extends { type: 'entra' }
        ? EntraSignIn
        : never;

type OptionalIds<F> = { [Id in keyof F]: F[Id] extends { optional: true } ? Id : never }[keyof F];

/** The endpoint that a kind and its fields make. */
export type EndpointWith<K, F> = { kind: K } & {
  -readonly [Id in keyof F as Exclude<Id, OptionalIds<F>>]: FieldValue<F[Id]>;
} & { -readonly [Id in keyof F as Extract<Id, OptionalIds<F>>]?: FieldValue<F[Id]> | undefined };

/** An endpoint as one object type, which is how the compiler then names it. */
type Flat<T> = { [Id in keyof T]: T[Id] };

export interface EndpointAddress {
  /** Full WebSocket address without any secret. For the simulator: the path and query only, since its port is not known before it runs. */
  readonly url: string;
  /** For people: `contoso-voice, Azure GA`. */
  readonly label: string;
  /** Deployment or model name. */
  readonly deployment: string;
  readonly auth: AuthScheme;
  /** How events are named and shaped on this wire. */
  readonly dialect: Dialect;
  readonly intent: 'conversation' | 'transcription';
  /** Further headers of the handshake. Never a secret. */
  readonly headers: Readonly<Record<string, string>>;
}

/** An address that somebody pasted, with every secret and unknown parameter already out of it. */
export interface PastedAddress {
  readonly url: URL;
  /** The same, letter for letter as it was pasted. */
  readonly text: string;
  /** A key stood in it. */
  readonly hadKey: boolean;
  /** Names of parameters that the person says are no secret. */
  readonly allowed: readonly string[];
}

export interface Split<E> {
  readonly endpoint: E;
  /** Whole sentences on what was changed. */
  readonly notes: readonly string[];
}

/**
 * A form of endpoints, whole: what it is made of, how its address is written and read, how people choose it. Everything that
 * knows endpoints goes by this: the schema of what is saved, the refusal of keys in the wrong place, the fields of the start page
 * and the flags of the command line.
 */
export interface EndpointForm<K extends string, F extends Fields, B extends string | null> {
  readonly kind: K;
  readonly label: string;
  /** Beside the label, where that does not tell it from another. */
  readonly note?: string;
  /** On whose hosts it is served; null: anywhere. */
  readonly vendor: VendorId | null;
  /** By member of the endpoint, the address first. */
  readonly fields: F;
  /** The member that names the deployment or the model; null: it stands in the address. A transcription may go without. */
  readonly names: (keyof F & string) | null;
  /** A transcription is asked for without a name, even where one was typed. */
  readonly unnamedTranscription?: true;
  /** How the caller is let in unless somebody says otherwise, or at all where no field `auth` lets anybody choose. */
  readonly usualAuth: AuthScheme;
  /** The same for a certain value of the flag that chooses it. */
  usualAuthFor?(value: string): AuthScheme;
  /** The flag of the command line that chooses it: that of a field, else one without a value. Null: a profile does. */
  readonly chosenBy: B;
  /** What the help says one speaks to by that flag: `a deployment of Azure OpenAI`; absent: its label. */
  readonly spokenTo?: string;
  /** The start of the sentence that refuses `--auth none`: `An Azure deployment`. */
  readonly sentenceName?: string;
  /** Its address, or a sentence on why it has none. No field holds a key. */
  address(endpoint: Flat<EndpointWith<K, F>>): Result<EndpointAddress>;
  /** A pasted address of one of the vendor's hosts in its fields; null when it is another form's or a part of it would be lost. */
  recognise?(pasted: PastedAddress): Split<Flat<EndpointWith<K, F>>> | null;
  /** For whom a token of Entra ID is asked. */
  entraScope?(endpoint: Flat<EndpointWith<K, F>>): string;
}

/** Declares a form; its endpoints get their type from its fields. */
export const endpointForm = <const K extends string, const F extends Fields, const B extends string | null>(
  form: EndpointForm<K, F, B>,
): EndpointForm<K, F, B> => form;

const authLabels = {
  'api-key': 'api-key header',
  bearer: 'bearer token',
  entra: 'Entra ID',
  none: 'no key',
} as const satisfies Record<AuthScheme, string>;

/** How the caller may be let in, for the person to choose. */
export const authField = <const S extends AuthScheme>(...schemes: readonly S[]) =>
  ({
    type: 'choice',
    choices: schemes.map((value) => ({ value, label: authLabels[value] })),
    name: 'How the key travels',
    row: 'Kind',
  }) as const satisfies FieldSpec;

/** Environment variable that holds the key; absent: the usual ones of the vendor. */
export const keyVariableField = {
  type: 'text',
  optional: true,
  pattern: keyVariablePattern,
  label: 'Environment variable of the key',
  placeholder: 'The usual ones; else its name, e.g. OPENAI_API_KEY',
  rare: true,
  withKey: true,
  unfit: keyVariableRule,
} as const satisfies FieldSpec;

export const entraField = { type: 'entra', optional: true } as const satisfies FieldSpec;

/** What a session is for: a conversation, or transcription alone. */
export const intentField = {
  type: 'choice',
  optional: true,
  choices: [
    { value: 'conversation', label: 'Conversation' },
    { value: 'transcription', label: 'Transcription only' },
  ],
  name: 'What the session is for',
  row: 'Session',
  rare: true,
  flag: { name: 'intent', values: ['conversation', 'transcription'], otherwise: 'conversation' },
} as const satisfies FieldSpec;

const dialectLabels = { ga: 'GA events', preview: 'preview events' } as const satisfies Record<Dialect, string>;

const dialectChoices = dialects.map((value) => ({ value, label: dialectLabels[value] }));
const namedEvents = 'How its events are named';
const dialectFlag = { name: 'dialect', values: dialects } as const;

/** The dialect that is spoken where nobody chooses one and no address says it. */
export const usualDialect = 'ga' satisfies Dialect;

/** How events are named, where nothing else says it. */
export const dialectField = {
  type: 'choice',
  optional: true,
  choices: dialectChoices,
  name: namedEvents,
  row: dialectRow,
  rare: true,
  flag: { ...dialectFlag, otherwise: usualDialect },
} as const satisfies FieldSpec;

/** The same where the form of the address says it unless somebody chooses. */
export const dialectOfAddress = {
  type: 'choice',
  optional: true,
  choices: [{ value: 'address', label: 'as the address says' }, ...dialectChoices],
  name: namedEvents,
  row: dialectRow,
  flag: { ...dialectFlag, otherwise: 'as the address says' },
} as const satisfies FieldSpec;

/** The dialect that was chosen, else that of the address. */
export const dialectOf = (chosen: Dialect | 'address' | undefined, url: URL): Dialect =>
  chosen === undefined || chosen === 'address' ? dialectAt(url) : chosen;
