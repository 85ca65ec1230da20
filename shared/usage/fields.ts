import { asNumber, atPath, type JsonObject } from '../kit/json.ts';
import type { ModalityTokens } from './rules/rules.ts';

/**
 * Who reported: the response itself, or the transcription of a user item, which are billed on different cards; or some other
 * event that no version of the protocol known here puts a usage on. Paths of `other` begin with the type of the event.
 */
export type UsageSource = 'response' | 'transcription' | 'other';
/** The two whose `usage` has known fields. */
export type CountSource = Exclude<UsageSource, 'other'>;

/** What a price is for: one kind of token, or time. In the order of a bill: audio first, for it is most of the money. */
export const priceFields = [
  'audio_in',
  'audio_cached',
  'audio_out',
  'text_in',
  'text_cached',
  'text_out',
  'image_in',
  'image_cached',
  'duration',
] as const;
export type PriceField = (typeof priceFields)[number];

/** What a field is, apart from who reports it. */
interface FieldEntry {
  /** Dotted path inside `usage`. */
  readonly path: string;
  readonly label: string;
  /** The field is a part of this one (a path of the same source), so that nobody adds the two. */
  readonly partOf: string | null;
  readonly unit: 'tokens' | 'seconds';
  /** The price that bills it; null: it is billed by its parts, or as a part of another. */
  readonly price: PriceField | null;
  /** What else it is called in other spellings, as words in alphabetical order, beside the words of its path. */
  readonly also: readonly string[];
  /** It counts tokens that the other parts of the same whole count too, so that it is no kind beside them. */
  readonly across: boolean;
}

/** A usage field this version knows. */
export interface KnownField extends FieldEntry {
  readonly source: UsageSource;
}

const entry = (
  path: string,
  label: string,
  partOf: string | null,
  {
    unit = 'tokens',
    price = null,
    also = [],
    across = false,
  }: Partial<Pick<FieldEntry, 'unit' | 'price' | 'also' | 'across'>> = {},
): FieldEntry => ({ path, label, partOf, unit, price, also, across });

/** Members of a `usage` object that hold counts by kind: of one side, and of what came from the cache. */
export const detailsOf = {
  input: 'input_token_details',
  output: 'output_token_details',
  cached: 'input_token_details.cached_tokens_details',
} as const;
const { input: inputDetails, output: outputDetails, cached: cachedDetails } = detailsOf;

/**
 * Every usage field of the GA protocol, by the name it has in this code. A new field is one entry: readings, sums, amounts to
 * bill, contradictions and tables go by it; an unlisted one is shown and totalled all the same.
 */
const table = {
  response: {
    total: entry('total_tokens', 'Total', null),
    input: entry('input_tokens', 'Input', 'total_tokens', { also: ['input total'] }),
    audioIn: entry(`${inputDetails}.audio_tokens`, 'Audio in', 'input_tokens', { price: 'audio_in' }),
    textIn: entry(`${inputDetails}.text_tokens`, 'Text in', 'input_tokens', { price: 'text_in' }),
    imageIn: entry(`${inputDetails}.image_tokens`, 'Image in', 'input_tokens', { price: 'image_in' }),
    cached: entry(`${inputDetails}.cached_tokens`, 'Cached', 'input_tokens', { also: ['cached'], across: true }),
    audioCached: entry(`${cachedDetails}.audio_tokens`, 'Audio cached', `${inputDetails}.audio_tokens`, {
      price: 'audio_cached',
      also: ['audio cached'],
    }),
    textCached: entry(`${cachedDetails}.text_tokens`, 'Text cached', `${inputDetails}.text_tokens`, {
      price: 'text_cached',
      also: ['cached text'],
    }),
    imageCached: entry(`${cachedDetails}.image_tokens`, 'Image cached', `${inputDetails}.image_tokens`, {
      price: 'image_cached',
      also: ['cached image'],
    }),
    output: entry('output_tokens', 'Output', 'total_tokens', { also: ['output total'] }),
    audioOut: entry(`${outputDetails}.audio_tokens`, 'Audio out', 'output_tokens', { price: 'audio_out' }),
    textOut: entry(`${outputDetails}.text_tokens`, 'Text out', 'output_tokens', { price: 'text_out' }),
    reasoning: entry(`${outputDetails}.reasoning_tokens`, 'Reasoning', `${outputDetails}.text_tokens`, {
      also: ['reasoning'],
    }),
  },
  transcription: {
    seconds: entry('seconds', 'Transcribed', null, {
      unit: 'seconds',
      price: 'duration',
      also: ['duration seconds', 'audio seconds', 'audio duration seconds'],
    }),
    total: entry('total_tokens', 'Total', null),
    input: entry('input_tokens', 'Input', 'total_tokens'),
    audioIn: entry(`${inputDetails}.audio_tokens`, 'Audio in', 'input_tokens', { price: 'audio_in' }),
    textIn: entry(`${inputDetails}.text_tokens`, 'Text in', 'input_tokens', { price: 'text_in' }),
    // A transcription puts out text and nothing else, so its text out is the total of that side.
    textOut: entry('output_tokens', 'Text out', 'total_tokens', { price: 'text_out' }),
  },
} as const satisfies Readonly<Record<CountSource, Readonly<Record<string, FieldEntry>>>>;

export type ResponseCount = keyof typeof table.response;
export type TranscriptionCount = keyof typeof table.transcription;

/** Every entry of the table, those of responses first. */
export const knownFields: readonly KnownField[] = (['response', 'transcription'] as const).flatMap((source) =>
  Object.values<FieldEntry>(table[source]).map((one) => ({ ...one, source })),
);

const byKey = new Map(knownFields.map((known) => [`${known.source} ${known.path}`, known]));

/** The table's entry for a field, or undefined for one this version does not know. */
export const knownField = (source: UsageSource, path: string): KnownField | undefined => byKey.get(`${source} ${path}`);

/** How a field is named to people: by its label, else by its path. */
export const fieldLabel = (source: UsageSource, path: string): string => knownField(source, path)?.label ?? path;

/** How what a price is for is named to people: as the field that it bills, and time by what it is spent on. */
export const priceLabel = (field: PriceField): string =>
  field === 'duration' ? 'Transcription' : (knownFields.find(({ price }) => price === field)?.label ?? field);

/** Where a count of a response stands in its `usage`. */
export const responsePath = (name: ResponseCount): string => table.response[name].path;

/** A count in the `usage` of a response; undefined: it is not stated as a number. */
export const responseCount = (usage: JsonObject, name: ResponseCount): number | undefined =>
  asNumber(atPath(usage, table.response[name].path));

/** A count in the `usage` of a transcription; undefined: it is not stated as a number. */
export const transcriptionCount = (usage: JsonObject, name: TranscriptionCount): number | undefined =>
  asNumber(atPath(usage, table.transcription[name].path));

export const modalities = ['audio', 'text', 'image'] as const;
export type Modality = (typeof modalities)[number];

/** The input of a response by kind, cached tokens included, and the cached tokens by kind. */
export const inputNames = { audio: 'audioIn', text: 'textIn', image: 'imageIn' } as const;
export const cachedNames = { audio: 'audioCached', text: 'textCached', image: 'imageCached' } as const;
export const inputPath = (kind: Modality): string => responsePath(inputNames[kind]);
export const cachedPath = (kind: Modality): string => responsePath(cachedNames[kind]);

/** Understood counts of one report by their path on the wire: whole tokens of at least 0, or seconds. */
export type UsageCounts = ReadonlyMap<string, number>;

/** The known counts that a `usage` object states. */
export const countsIn = (usage: JsonObject, source: CountSource): UsageCounts =>
  new Map(
    knownFields.flatMap((known): [string, number][] => {
      const value = known.source === source ? asNumber(atPath(usage, known.path)) : undefined;
      return value === undefined ? [] : [[known.path, value]];
    }),
  );

/** The sum of the counts at these paths, and whether any of them was stated. */
export function sumOf(
  counts: Pick<UsageCounts, 'get'>,
  paths: readonly string[],
): { readonly sum: number; readonly stated: boolean } {
  const stated = paths.flatMap((path) => counts.get(path) ?? []);
  return { sum: stated.reduce((total, one) => total + one, 0), stated: stated.length > 0 };
}

export type Side = 'input' | 'output';

/** One side of a report: its total, beside the kinds it is made of. */
export interface SideReading {
  /** Path of the total. */
  readonly path: string;
  /** Undefined: not stated. */
  readonly total: number | undefined;
  /** Paths of the kinds that add up to the total; none: the side is of one kind, and the total is what is billed. */
  readonly kinds: readonly string[];
  /** What the stated kinds add up to, and whether any is stated. */
  readonly sum: number;
  readonly stated: boolean;
  /** As the total says, else what the kinds add up to; undefined: it states neither. */
  readonly tokens: number | undefined;
  /** The larger of total and kinds: no token that is told either way is missing, cached ones as in `billable`. */
  readonly most: number;
  /** What a price can be put on. Cached tokens of a kind whose input is not stated stand for that input. */
  readonly billable: number;
}

const partsOf = (source: CountSource, path: string): readonly KnownField[] =>
  knownFields.filter((one) => one.source === source && one.partOf === path);

/** A side's total and the kinds it is made of; for each kind, the paths of the parts of it that are billed apart. */
function sidePlan(source: CountSource, path: string) {
  const kinds = partsOf(source, path).filter(({ across }) => !across);
  return {
    path,
    kinds: kinds.map((kind) => kind.path),
    unpriced: kinds.flatMap((kind) => (kind.price === null ? kind.path : [])),
    within: kinds.map((kind) => partsOf(source, kind.path).flatMap((part) => (part.price === null ? [] : part.path))),
  };
}
const sidePlans = {
  response: {
    input: sidePlan('response', table.response.input.path),
    output: sidePlan('response', table.response.output.path),
  },
  transcription: {
    input: sidePlan('transcription', table.transcription.input.path),
    output: sidePlan('transcription', table.transcription.textOut.path),
  },
} as const;

/** A kind of one side that has no price of its own: nothing else bills its tokens. */
export const isUnpricedKind = (source: UsageSource, path: string): boolean =>
  source !== 'other' && Object.values(sidePlans[source]).some(({ unpriced }) => unpriced.includes(path));

/** The total of one side held against its parts: the one place where the two meet. */
export function readSide(counts: Pick<UsageCounts, 'get'>, side: Side, source: CountSource = 'response'): SideReading {
  const { path, kinds, unpriced, within } = sidePlans[source][side];
  const total = counts.get(path);
  const { sum, stated } = sumOf(counts, kinds);
  const standingIn = kinds.reduce(
    (all, kind, at) => all + (counts.get(kind) === undefined ? sumOf(counts, within[at] ?? []).sum : 0),
    0,
  );
  return {
    path,
    total,
    kinds,
    sum,
    stated,
    tokens: total ?? (stated ? sum : undefined),
    most: Math.max(total ?? 0, sum + standingIn),
    billable: kinds.length === 0 ? (total ?? 0) : sum + standingIn - sumOf(counts, unpriced).sum,
  };
}

/** The counts as they stand in a `usage` object, read on demand. */
const countsOf = (usage: JsonObject): Pick<UsageCounts, 'get'> => ({
  get: (path) => asNumber(atPath(usage, path)),
});

/** Tokens of one side of a response's or a transcription's usage: the larger of its total and what its parts add up to. */
export const tokensOfSide = (usage: JsonObject, side: Side): number => readSide(countsOf(usage), side).most;

/** All tokens of a usage object, whichever of its totals it states. */
export const tokensOf = (usage: JsonObject): number =>
  Math.max(responseCount(usage, 'total') ?? 0, tokensOfSide(usage, 'input') + tokensOfSide(usage, 'output'));

/** A `usage` object while it is being made. */
interface Growing {
  [member: string]: number | Growing;
}
const nothingYet = (): Growing => ({});

/** Where each count stands, step by step. */
const stepsByPath = new Map(knownFields.map(({ path }) => [path, path.split('.')]));

/**
 * Writes a count where it stands. The object is changed in place: an estimate is made at every few events of a session, and copies
 * of what nobody else holds yet were a fifth of its time.
 */
function put(usage: Growing, path: string, count: number): void {
  const steps = stepsByPath.get(path) ?? [path];
  let inside = usage;
  for (const [at, step] of steps.entries()) {
    if (at === steps.length - 1) {
      inside[step] = count;
      return;
    }
    const there = inside[step];
    const next = typeof there === 'object' ? there : nothingYet();
    if (next !== there) inside[step] = next;
    inside = next;
  }
}

/** The counts as a `usage` object: spelled, nested and ordered as on the wire. */
export function usageFromCounts(counts: UsageCounts, source: UsageSource): JsonObject {
  const usage = nothingYet();
  for (const field of knownFields) {
    const count = field.source === source ? counts.get(field.path) : undefined;
    if (count !== undefined) put(usage, field.path, count);
  }
  return usage;
}

function written(
  entries: Readonly<Record<string, FieldEntry>>,
  counts: Readonly<Record<string, number | undefined>>,
): JsonObject {
  const usage = nothingYet();
  for (const name of Object.keys(counts)) {
    const [path, count] = [entries[name]?.path, counts[name]];
    if (path !== undefined && count !== undefined) put(usage, path, count);
  }
  return usage;
}

/** The `usage` of a response that states these counts and no others, in the order in which they are given. */
export const responseUsage = (counts: Readonly<Partial<Record<ResponseCount, number>>>): JsonObject =>
  written(table.response, counts);

/** A transcription's `usage` from a model that reports tokens. */
export const transcribedTokens = ({ text, audio, made }: ModalityTokens & { readonly made: number }): JsonObject => ({
  type: 'tokens',
  ...written(table.transcription, {
    total: text + audio + made,
    input: text + audio,
    textIn: text,
    audioIn: audio,
    textOut: made,
  } satisfies Partial<Record<TranscriptionCount, number>>),
});

/** A transcription's `usage` from a model that reports how long the audio was. */
export const transcribedSeconds = (seconds: number): JsonObject => ({
  type: 'duration',
  ...written(table.transcription, { seconds } satisfies Partial<Record<TranscriptionCount, number>>),
});

/** The part of a transcription's `usage` that says what was heard and what was read. */
export const transcriptionInput = ({ text, audio }: ModalityTokens): JsonObject =>
  written(table.transcription, { audioIn: audio, textIn: text } satisfies Partial<Record<TranscriptionCount, number>>);

/**
 * The `usage` of a `response.done` from what was read, how much of that came from the cache, and what was produced.
 * @param made `reasoning`: part of the text, of models that think
 */
export function usageOf(
  read: ModalityTokens & { readonly image?: number },
  cached: ModalityTokens,
  made: ModalityTokens & { readonly reasoning?: number | undefined },
): JsonObject {
  const image = read.image ?? 0;
  const inTotal = read.text + read.audio + image;
  const outTotal = made.text + made.audio;
  return responseUsage({
    total: inTotal + outTotal,
    input: inTotal,
    output: outTotal,
    textIn: read.text,
    audioIn: read.audio,
    imageIn: image,
    cached: cached.text + cached.audio,
    textCached: cached.text,
    audioCached: cached.audio,
    imageCached: 0,
    textOut: made.text,
    audioOut: made.audio,
    ...(made.reasoning === undefined ? {} : { reasoning: made.reasoning }),
  });
}

/** A response's `usage` as if it had this side alone, to price the two apart. */
export function onlySide(usage: JsonObject, side: Side): JsonObject {
  const counts = countsIn(usage, 'response');
  const { path } = sidePlans.response[side];
  const isWithin = (known: KnownField | undefined): boolean =>
    known !== undefined &&
    (known.path === path || (known.partOf !== null && isWithin(knownField('response', known.partOf))));
  const kept = [...counts].filter(([place]) => isWithin(knownField('response', place)));
  return usageFromCounts(new Map([...kept, [table.response.total.path, counts.get(path) ?? 0]]), 'response');
}
