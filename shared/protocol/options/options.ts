import { groupDigits } from '../../kit/numbers.ts';
import {
  asArray,
  atPath,
  isDeeperThan,
  isJsonObject,
  type Json,
  type JsonObject,
  mostLevels,
  readJson,
  withAt,
} from '../../kit/json.ts';
import { entryOf, lookup } from '../../kit/lookup.ts';
import { repeatable } from '../../kit/untrusted/quoting.ts';
import { secretIn } from '../../kit/untrusted/secret-forms.ts';
import type { NamedObject, OptionKind, OptionSpec } from '../option-spec.ts';
import { answerOptions } from './groups/answer.ts';
import { contextOptions } from './groups/context.ts';
import { inputAudioOptions } from './groups/input-audio.ts';
import { sessionOptions } from './groups/session.ts';
import { toolOptions } from './groups/tools.ts';
import { transcriptionOptions } from './groups/transcription.ts';
import { turnDetectionOptions } from './groups/turn-detection.ts';

export type { Changeable, OptionGroup, OptionKind, OptionSpec } from '../option-spec.ts';

/**
 * Every option of the GA session object, a file a group. The form, the checks, the diff, the log and the command line
 * read this one list. The model is none of them: the address names it.
 */
export const optionSpecs: readonly OptionSpec[] = [
  ...turnDetectionOptions,
  ...inputAudioOptions,
  ...transcriptionOptions,
  ...answerOptions,
  ...toolOptions,
  ...contextOptions,
  ...sessionOptions,
];

const specById = new Map(optionSpecs.map((spec) => [spec.id, spec]));

/** The table's entry for an option id, or undefined for an id it does not have. */
export const optionSpec = (id: string): OptionSpec | undefined => specById.get(id);

/** The option that governs the object which `spec` is part of, itself included; undefined when it stands alone. */
export const governorOf = (spec: OptionSpec): OptionSpec | undefined =>
  optionSpecs.find(
    ({ switches }) => switches !== undefined && (spec.switches === switches || spec.path.startsWith(`${switches}.`)),
  );

/** The value in force when a person set nothing else: what was set, else the service's default. */
export const valueOf = (spec: OptionSpec, values: JsonObject): Json =>
  Object.hasOwn(values, spec.id) ? (values[spec.id] ?? null) : spec.default;

/** Whether the option exists in a session of the type that `values` ask for. */
const inSessionType = (spec: OptionSpec, values: JsonObject): boolean =>
  spec.transcribes === true || values['type'] !== 'transcription';

/** Whether an option exists beside the others: prefix padding does only under server VAD. */
export function applies(spec: OptionSpec, values: JsonObject): boolean {
  if (!inSessionType(spec, values)) return false;
  if (spec.onlyWhen === undefined) return true;
  const owner = optionSpec(spec.onlyWhen.id);
  if (owner === undefined) return false;
  const value = valueOf(owner, values);
  if (spec.onlyWhen.notIn?.includes(value) === true) return false;
  return spec.onlyWhen.in.length === 0 ? value !== null : spec.onlyWhen.in.includes(value);
}

/** What an option is called when it is off; undefined when it cannot be. */
export function offLabelOf(kind: OptionKind): string | undefined {
  switch (kind.type) {
    case 'choice':
    case 'number':
      return kind.offLabel;
    case 'text':
      return 'default';
    case 'list':
    case 'json':
      return 'none';
    case 'boolean':
      return undefined;
  }
}

const sameNumber = (one: number, other: number): boolean => one === other || Math.fround(one) === Math.fround(other);

/**
 * Whether two option values say the same: numbers by value, and to the precision of single floats, in which services
 * echo them; objects whatever the order of their members.
 */
export function sameValue(one: Json | undefined, other: Json | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  if (typeof one === 'number' && typeof other === 'number') return sameNumber(one, other);
  if (Array.isArray(one) && Array.isArray(other)) {
    const [these, those] = [asArray(one), asArray(other)];
    return these.length === those.length && these.every((value, index) => sameValue(value, those[index]));
  }
  if (!isJsonObject(one) || !isJsonObject(other)) return one === other;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length && keys.every((key) => sameValue(entryOf(one, key), entryOf(other, key)))
  );
}

/** Decimals an option is stepped in: 0.05 has two. */
const decimalsOf = (step: number): number => (String(step).split('.')[1] ?? '').length;

function numberText(kind: OptionKind, value: number): string {
  if (kind.type !== 'number') return groupDigits(String(value));
  const exact = (String(value).split('.')[1] ?? '').length;
  if (exact > 6) return String(Number(value.toPrecision(6)));
  return value.toFixed(Math.max(decimalsOf(kind.step) === 0 ? 0 : 1, exact));
}

function objectText(kind: OptionKind, value: Json): string {
  const named = kind.type === 'choice' ? kind.named : undefined;
  const name = named !== undefined && isJsonObject(value) ? value[named.key] : undefined;
  if (named !== undefined && typeof name === 'string') return `${named.prefix}:${name}`;
  if (kind.type === 'list' && Array.isArray(value)) return value.join(', ');
  return JSON.stringify(value);
}

/** An option's value as people read it: `off`, `on`, `0.50`, `700`, `near_field`, `id:voice_7`. Empty for none. */
export function optionText({ kind }: OptionSpec, value: Json | undefined): string {
  if (value === undefined) return '';
  if (value === null || value === '') return offLabelOf(kind) ?? 'off';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'number') return numberText(kind, value);
  if (typeof value === 'string')
    return (kind.type === 'choice' ? entryOf(kind.labels ?? {}, value) : undefined) ?? value;
  return objectText(kind, value);
}

/** As `optionText`, with its unit, and long values cut: for a line of the log, a mark on the axis. */
export function shortText(spec: OptionSpec, value: Json | undefined): string {
  const { kind } = spec;
  if (kind.type === 'json' && Array.isArray(value)) return value.length === 0 ? 'none' : `${value.length}`;
  const text = optionText(spec, value);
  const unit = kind.type === 'number' && typeof value === 'number' && kind.unit !== undefined ? ` ${kind.unit}` : '';
  return text.length > 64 ? `${text.slice(0, 63)}…` : `${text}${unit}`;
}

const onOrOff = lookup<boolean>({
  true: true,
  on: true,
  yes: true,
  false: false,
  off: false,
  no: false,
});

export type ReadText = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly problem: string };

const readAs = (value: Json): ReadText => ({ ok: true, value });

function namedFrom(named: NamedObject | undefined, text: string): Json | undefined {
  if (named === undefined || !text.startsWith(`${named.prefix}:`)) return undefined;
  return { ...named.with, [named.key]: text.slice(named.prefix.length + 1).trim() };
}

function choiceFrom(kind: Extract<OptionKind, { type: 'choice' }>, text: string): Json {
  const labelled = Object.entries(kind.labels ?? {}).find(([, label]) => label === text)?.[0];
  return namedFrom(kind.named, text) ?? labelled ?? text;
}

function numberFrom(spec: OptionSpec, kind: Extract<OptionKind, { type: 'number' }>, text: string): ReadText {
  if (kind.inf === true && text.toLowerCase() === 'inf') return readAs('inf');
  const value = Number(text.replace(',', '.'));
  return text === '' || Number.isNaN(value)
    ? {
        ok: false,
        problem: `${spec.label} is a number from ${kind.min} to ${kind.max}, not ${repeatable(text) || 'nothing'}.`,
      }
    : readAs(value);
}

/**
 * A value as a person typed it, in a field or on the command line. What can be read is not yet good: `checkOption`
 * decides on that.
 */
export function readOptionText(spec: OptionSpec, typed: string): ReadText {
  const { kind } = spec;
  const text = kind.type === 'text' ? typed : typed.trim();
  const off = kind.type === 'text' ? '' : offLabelOf(kind);
  if (off !== undefined && (text === off || (text === '' && kind.type !== 'choice'))) return readAs(null);
  switch (kind.type) {
    case 'text':
      return readAs(text);
    case 'choice':
      return readAs(choiceFrom(kind, text));
    case 'boolean':
      return readAs(onOrOff(text.toLowerCase()) ?? text);
    case 'number':
      return numberFrom(spec, kind, text);
    case 'list':
      return readAs(
        text
          .split(/[\n,]/)
          .map((word) => word.trim())
          .filter((word) => word !== ''),
      );
    case 'json': {
      const parsed = readJson(text);
      return parsed.ok ? parsed : { ok: false, problem: `${spec.label} ${parsed.problem}.` };
    }
  }
}

type KindOf<T extends OptionKind['type']> = Extract<OptionKind, { type: T }>;

const shownValue = (value: Json): string => repeatable(JSON.stringify(value));

const isNamed = ({ key }: NamedObject, value: Json): boolean =>
  isJsonObject(value) && typeof value[key] === 'string' && value[key] !== '';

function checkChoice(spec: OptionSpec, kind: KindOf<'choice'>, value: Json): string | null {
  const { label } = spec;
  if (kind.named !== undefined && isJsonObject(value)) {
    return isNamed(kind.named, value) ? null : `${label} is an object with a text in "${kind.named.key}".`;
  }
  if (typeof value !== 'string' || value.trim() === '') return `${label} is a word, not ${shownValue(value)}.`;
  if (kind.free === true || kind.values.includes(value)) return null;
  const words = kind.values.map((word) => optionText(spec, word));
  return `${label} is one of ${words.join(', ')}, not ${repeatable(value)}.`;
}

function checkNumber({ label }: OptionSpec, kind: KindOf<'number'>, value: Json): string | null {
  if (kind.inf === true && value === 'inf') return null;
  const range = `${kind.min} to ${kind.max}${kind.unit === undefined ? '' : ` ${kind.unit}`}`;
  if (typeof value !== 'number' || !Number.isFinite(value)) return `${label} is a number from ${range}.`;
  if (kind.integer === true && !Number.isInteger(value)) return `${label} is a whole number from ${range}.`;
  if (value < kind.min || value > kind.max) return `${label} is ${range}; ${value} is outside.`;
  return null;
}

/** What secret stands somewhere in a value, by its form; names are looked at too. */
function secretInValue(value: Json): string | null {
  if (typeof value === 'string') return secretIn(value);
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, inside] of Object.entries(value) as readonly [string, Json][]) {
    const found = secretIn(name) ?? secretInValue(inside);
    if (found !== null) return found;
  }
  return null;
}

const secretHeld = (what: string, form: string): string =>
  `${what} holds what has the form of ${form}. Options are written to the record, so it was neither kept nor sent.`;

/** The sentence about the first option that a secret stands in; null when there is none. Unknown options are looked at too. */
export function secretsInOptions(values: JsonObject): string | null {
  for (const [id, value] of Object.entries(values)) {
    const form = isDeeperThan(value, mostLevels) ? null : (secretIn(id) ?? secretInValue(value));
    if (form !== null) return secretHeld(optionSpec(id)?.label ?? 'An option', form);
  }
  return null;
}

/** What is wrong with a value, as a sentence; null when it can be sent. */
export function checkOption(spec: OptionSpec, value: Json): string | null {
  const { kind, label } = spec;
  if (isDeeperThan(value, mostLevels)) return `${label} is nested deeper than ${mostLevels} levels.`;
  const secret = secretInValue(value);
  if (secret !== null) return secretHeld(label, secret);
  if (value === null) return offLabelOf(kind) === undefined ? `${label} cannot be off.` : null;
  switch (kind.type) {
    case 'boolean':
      return typeof value === 'boolean' ? null : `${label} is on or off, not ${shownValue(value)}.`;
    case 'text':
      return typeof value === 'string' ? null : `${label} is text, not ${shownValue(value)}.`;
    case 'choice':
      return checkChoice(spec, kind, value);
    case 'number':
      return checkNumber(spec, kind, value);
    case 'list':
      return Array.isArray(value) && value.every((word) => typeof word === 'string' && word.trim() !== '')
        ? null
        : `${label} is a list of words, not ${shownValue(value)}.`;
    case 'json': {
      const fits = kind.shape === 'array' ? Array.isArray(value) : isJsonObject(value);
      return fits
        ? null
        : `${label} is a JSON ${kind.shape === 'array' ? 'list' : 'object'}, not ${shownValue(value)}.`;
    }
  }
}

/** Every complaint about a set of values: unknown ids and values out of range. Empty when it can be sent. */
export function checkOptions(values: JsonObject): string[] {
  return Object.entries(values).flatMap(([id, value]) => {
    const spec = optionSpec(id);
    if (spec === undefined) return [`There is no option called ${repeatable(id)}.`];
    const problem = checkOption(spec, value);
    return problem === null ? [] : [problem];
  });
}

/** Objects are merged member by member; anything else, lists included, is replaced. */
export function deepMerge(base: JsonObject, over: JsonObject): JsonObject {
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(over)) {
    const before = merged.get(key);
    merged.set(key, isJsonObject(before) && isJsonObject(value) ? deepMerge(before, value) : value);
  }
  return Object.fromEntries(merged);
}

/** What says "off" on the wire; undefined: leaving it out does. */
function offOnWire(spec: OptionSpec, partOfWhole: boolean): Json | undefined {
  if (spec.nullOnWire === true) return null;
  if (partOfWhole) return undefined;
  switch (spec.kind.type) {
    case 'text':
      return '';
    case 'list':
      return [];
    case 'json':
      return spec.kind.shape === 'array' ? [] : undefined;
    default:
      return undefined;
  }
}

function withGovernor(session: JsonObject, spec: OptionSpec, whole: string, value: Json): JsonObject {
  if (value === null || (typeof value === 'string' && spec.words?.includes(value) === true)) {
    return withAt(session, whole, value);
  }
  if (value === spec.untagged) return withAt(session, whole, {});
  const alongside = typeof value === 'string' ? spec.alongside?.(value) : undefined;
  return Object.entries(alongside ?? {}).reduce(
    (sofar, [key, member]) => withAt(sofar, `${whole}.${key}`, member),
    withAt(session, spec.path, value),
  );
}

function withValue(session: JsonObject, spec: OptionSpec, value: Json, partOfWhole: boolean): JsonObject {
  if (spec.member !== undefined) return withAt(session, spec.path, value === true ? [spec.member] : []);
  const onWire = value === null ? offOnWire(spec, partOfWhole) : spec.list === true ? [value] : value;
  return onWire === undefined ? session : withAt(session, spec.path, onWire);
}

/**
 * The GA session object that asks for `values`: only what was set, plus `type`, which the service demands.
 * An object with a governing option (turn detection, transcription) is sent whole, since the service replaces it whole.
 * The raw JSON is merged in last.
 */
export function sessionFromOptions(values: JsonObject): JsonObject {
  const kind = optionSpecs.find(({ id }) => id === 'type');
  let session: JsonObject = kind === undefined ? {} : { type: valueOf(kind, values) };
  const relevant = optionSpecs.filter((spec) => applies(spec, values));
  const isSet = (spec: OptionSpec): boolean => Object.hasOwn(values, spec.id);
  const wholes = new Set<string>();
  for (const spec of relevant) {
    const whole = spec.switches;
    if (whole === undefined) continue;
    if (!relevant.some((other) => isSet(other) && (other === spec || other.path.startsWith(`${whole}.`)))) continue;
    wholes.add(whole);
    session = withGovernor(session, spec, whole, valueOf(spec, values));
  }
  for (const spec of relevant) {
    if (spec.switches !== undefined || spec.path === '' || spec.id === 'type') continue;
    const partOfWhole = [...wholes].some((whole) => spec.path.startsWith(`${whole}.`));
    if (!isSet(spec) && !(partOfWhole && spec.always === true)) continue;
    session = withValue(session, spec, valueOf(spec, values), partOfWhole);
  }
  const raw = values['json'];
  return isJsonObject(raw) ? deepMerge(session, raw) : session;
}

function readGovernor(spec: OptionSpec, whole: string, session: JsonObject): Json | undefined {
  const found = atPath(session, whole);
  if (found === null || typeof found === 'string') return found;
  return spec.untagged !== undefined && isJsonObject(found) ? spec.untagged : atPath(session, spec.path);
}

function readValue(spec: OptionSpec, session: JsonObject): Json | undefined {
  const found = atPath(session, spec.path);
  if (spec.member !== undefined) return found === undefined ? undefined : asArray(found).includes(spec.member);
  if (spec.list === true && Array.isArray(found)) return asArray(found)[0];
  const empty = found === '' || (Array.isArray(found) && found.length === 0);
  return empty && spec.kind.type !== 'choice' ? null : found;
}

/** What a session object says, by option id. An option that it does not mention is left out. */
export function optionsFromSession(session: JsonObject): JsonObject {
  const values = new Map<string, Json>();
  for (const spec of optionSpecs) {
    if (spec.path === '') continue;
    const value = spec.switches === undefined ? readValue(spec, session) : readGovernor(spec, spec.switches, session);
    if (value !== undefined) values.set(spec.id, value);
  }
  return Object.fromEntries(values);
}

/** The part of `whole` that `asked` names: what became of raw JSON. Members that are missing are left out. */
export function projectOn(whole: JsonObject, asked: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(asked).flatMap(([key, value]): [string, Json][] => {
      const found = entryOf(whole, key);
      if (found === undefined) return [];
      return [[key, isJsonObject(value) && isJsonObject(found) ? projectOn(found, value) : found]];
    }),
  );
}
