import { asArray, atPath, isJsonObject, type Json, type JsonObject, withAt } from '../../json.ts';
import { entryOf } from '../../lookup.ts';
import { optionSpecs } from '../options.ts';
import type { OptionSpec } from './spec.ts';
import { applies, valueOf } from './values.ts';

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
function cleared(spec: OptionSpec, partOfWhole: boolean): Json | undefined {
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
  const onWire = value === null ? cleared(spec, partOfWhole) : spec.list === true ? [value] : value;
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
