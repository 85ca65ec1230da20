import { asArray, atPath, isJsonObject, type Json, type JsonObject } from '../../json.ts';
import { optionSpecs } from '../options.ts';
import type { OptionSpec } from './spec.ts';
import { applies, valueOf } from './values.ts';

type Mutable = { [key: string]: Json | Mutable };

function put(target: Mutable, path: string, value: Json): void {
  const keys = path.split('.');
  const name = keys.pop() as string;
  let node = target;
  for (const key of keys) {
    const next = node[key];
    node = node[key] = isJsonObject(next) ? next : {};
  }
  node[name] = value;
}

/** Objects are merged member by member; anything else, lists included, is replaced. */
export function deepMerge(base: JsonObject, over: JsonObject): JsonObject {
  const merged: Record<string, Json> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const before = merged[key];
    merged[key] = isJsonObject(before) && isJsonObject(value) ? deepMerge(before, value) : value;
  }
  return merged;
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

function putGovernor(session: Mutable, spec: OptionSpec, whole: string, value: Json): void {
  if (value === null || (typeof value === 'string' && spec.words?.includes(value) === true)) {
    return put(session, whole, value);
  }
  if (value === spec.untagged) return put(session, whole, {});
  put(session, spec.path, value);
  for (const [key, member] of Object.entries((typeof value === 'string' && spec.alongside?.[value]) || {})) {
    put(session, `${whole}.${key}`, member);
  }
}

function putValue(session: Mutable, spec: OptionSpec, value: Json, partOfWhole: boolean): void {
  if (spec.member !== undefined) return put(session, spec.path, value === true ? [spec.member] : []);
  const onWire = value === null ? cleared(spec, partOfWhole) : spec.list === true ? [value] : value;
  if (onWire !== undefined) put(session, spec.path, onWire);
}

/**
 * The GA session object that asks for `values`: only what was set, plus `type`, which the service demands.
 * An object with a governing option (turn detection, transcription) is sent whole, since the service replaces it whole.
 * The raw JSON is merged in last.
 */
export function sessionFromOptions(values: JsonObject): JsonObject {
  const session: Mutable = { type: valueOf(optionSpecs.find(({ id }) => id === 'type') as OptionSpec, values) };
  const relevant = optionSpecs.filter((spec) => applies(spec, values));
  const isSet = (spec: OptionSpec): boolean => Object.hasOwn(values, spec.id);
  const wholes = new Set<string>();
  for (const spec of relevant) {
    const whole = spec.switches;
    if (whole === undefined) continue;
    if (!relevant.some((other) => isSet(other) && (other === spec || other.path.startsWith(`${whole}.`)))) continue;
    wholes.add(whole);
    putGovernor(session, spec, whole, valueOf(spec, values));
  }
  for (const spec of relevant) {
    if (spec.switches !== undefined || spec.path === '' || spec.id === 'type') continue;
    const partOfWhole = [...wholes].some((whole) => spec.path.startsWith(`${whole}.`));
    if (!isSet(spec) && !(partOfWhole && spec.always === true)) continue;
    putValue(session, spec, valueOf(spec, values), partOfWhole);
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
  if (spec.list === true && Array.isArray(found)) return found[0] as Json | undefined;
  const empty = found === '' || (Array.isArray(found) && found.length === 0);
  return empty && spec.kind.type !== 'choice' ? null : found;
}

/** What a session object says, by option id. An option that it does not mention is left out. */
export function optionsFromSession(session: JsonObject): JsonObject {
  const values: Record<string, Json> = {};
  for (const spec of optionSpecs) {
    if (spec.path === '') continue;
    const value = spec.switches === undefined ? readValue(spec, session) : readGovernor(spec, spec.switches, session);
    if (value !== undefined) values[spec.id] = value;
  }
  return values;
}

/** The part of `whole` that `asked` names: what became of raw JSON. Members that are missing are left out. */
export function projectOn(whole: JsonObject, asked: JsonObject): JsonObject {
  const part: Record<string, Json> = {};
  for (const [key, value] of Object.entries(asked)) {
    const found = whole[key];
    if (found === undefined) continue;
    part[key] = isJsonObject(value) && isJsonObject(found) ? projectOn(found, value) : found;
  }
  return part;
}
