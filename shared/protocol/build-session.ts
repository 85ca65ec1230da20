import type { OptionValues } from '../bench-api.ts';
import { atPath, type Json, type JsonObject } from '../json.ts';
import { optionSpecs, type OptionSpec } from './options.ts';

const specById = new Map(optionSpecs.map((spec) => [spec.id, spec]));

/** The table's entry for an option id, or undefined for an id it does not have. */
export const optionSpec = (id: string): OptionSpec | undefined => specById.get(id);

/** The value in force when a person set nothing else: what was set, else the service's default. */
export const valueOf = (spec: OptionSpec, values: OptionValues): Json =>
  Object.hasOwn(values, spec.id) ? (values[spec.id] ?? null) : spec.default;

/**
 * Whether an option exists beside the others: prefix padding does only under server VAD.
 * An empty `in` list means "whenever the other is not off".
 */
export function applies(spec: OptionSpec, values: OptionValues): boolean {
  if (spec.onlyWhen === undefined) return true;
  const owner = optionSpec(spec.onlyWhen.id);
  if (owner === undefined) return false;
  const value = valueOf(owner, values);
  return spec.onlyWhen.in.length === 0 ? value !== null : spec.onlyWhen.in.includes(value);
}

/** What is wrong with a value, as a sentence; null when it can be sent. */
export function checkOption(spec: OptionSpec, value: Json): string | null {
  const { kind, label } = spec;
  const mayBeOff = kind.type === 'text' || (kind.type !== 'boolean' && kind.offLabel !== undefined);
  if (value === null) return mayBeOff ? null : `${label} cannot be off.`;
  switch (kind.type) {
    case 'boolean':
      return typeof value === 'boolean' ? null : `${label} is on or off, not ${JSON.stringify(value)}.`;
    case 'text':
      return typeof value === 'string' ? null : `${label} is text, not ${JSON.stringify(value)}.`;
    case 'choice':
      if (typeof value !== 'string' || value.trim() === '') return `${label} is a word, not ${JSON.stringify(value)}.`;
      if (kind.free !== true && !kind.values.includes(value)) {
        return `${label} is one of ${kind.values.join(', ')}, not ${value}.`;
      }
      return null;
    case 'number': {
      if (kind.inf === true && value === 'inf') return null;
      const range = `${kind.min} to ${kind.max}${kind.unit === undefined ? '' : ` ${kind.unit}`}`;
      if (typeof value !== 'number' || !Number.isFinite(value)) return `${label} is a number from ${range}.`;
      if (kind.integer === true && !Number.isInteger(value)) return `${label} is a whole number from ${range}.`;
      if (value < kind.min || value > kind.max) return `${label} is ${range}; ${value} is outside.`;
      return null;
    }
  }
}

/** Every complaint about a set of values: unknown ids and values out of range. Empty when it can be sent. */
export function checkOptions(values: OptionValues): string[] {
  return Object.entries(values).flatMap(([id, value]) => {
    const spec = optionSpec(id);
    if (spec === undefined) return [`There is no option called ${id}.`];
    const problem = checkOption(spec, value);
    return problem === null ? [] : [problem];
  });
}

type Mutable = { [key: string]: Json | Mutable };

function put(target: Mutable, path: string, value: Json): void {
  const keys = path.split('.');
  const name = keys.pop() as string;
  let node = target;
  for (const key of keys) {
    const next = node[key];
    node = node[key] = typeof next === 'object' && next !== null && !Array.isArray(next) ? (next as Mutable) : {};
  }
  node[name] = value;
}

/**
 * The GA session object that asks for `values`: only what was set, plus `type`, which the service demands.
 * An object with a switch (turn detection, transcription) is sent whole, since the service replaces it whole.
 */
export function sessionFromOptions(values: OptionValues): JsonObject {
  const session: Mutable = { type: 'realtime' };
  const set = (spec: OptionSpec): boolean => Object.hasOwn(values, spec.id);
  for (const spec of optionSpecs) {
    if (spec.switches === undefined) continue;
    const members = optionSpecs.filter((other) => other.path.startsWith(`${spec.switches}.`));
    if (!members.some(set)) continue;
    const value = valueOf(spec, values);
    put(session, value === null ? spec.switches : spec.path, value);
  }
  for (const spec of optionSpecs) {
    const value = values[spec.id];
    if (spec.switches !== undefined || value === undefined || !applies(spec, values)) continue;
    if (value === null && spec.kind.type !== 'text' && spec.kind.type !== 'number') continue;
    put(session, spec.path, spec.list === true ? [value] : (value ?? ''));
  }
  return session;
}

/** What the service says is in effect, by option id. An option its session object does not mention is left out. */
export function optionsFromSession(session: JsonObject): OptionValues {
  const values: Record<string, Json> = {};
  for (const spec of optionSpecs) {
    const off = spec.switches !== undefined && atPath(session, spec.switches) === null;
    const found = off ? null : atPath(session, spec.path);
    const value = spec.list === true && Array.isArray(found) ? found[0] : found;
    if (value !== undefined) values[spec.id] = value;
  }
  return values;
}
