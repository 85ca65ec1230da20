import { asArray, isJsonObject, type Json, type JsonObject } from '../../json.ts';
import { entryOf } from '../../lookup.ts';
import { optionSpec } from '../options.ts';
import type { OptionKind, OptionSpec } from './spec.ts';

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
