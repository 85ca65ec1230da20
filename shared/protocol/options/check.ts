import { secretIn } from '../../foreign/secret-forms.ts';
import { isDeeperThan, isJsonObject, mostLevels, type Json, type JsonObject } from '../../json.ts';
import { optionSpec } from '../options.ts';
import { optionText } from './text.ts';
import type { NamedObject, OptionKind, OptionSpec } from './spec.ts';
import { offLabelOf } from './values.ts';
import { repeatable } from '../../foreign/repeated.ts';

type Of<T extends OptionKind['type']> = Extract<OptionKind, { type: T }>;

const shown = (value: Json): string => repeatable(JSON.stringify(value));

const isNamed = ({ key }: NamedObject, value: Json): boolean =>
  isJsonObject(value) && typeof value[key] === 'string' && value[key] !== '';

function checkChoice(spec: OptionSpec, kind: Of<'choice'>, value: Json): string | null {
  const { label } = spec;
  if (kind.named !== undefined && isJsonObject(value)) {
    return isNamed(kind.named, value) ? null : `${label} is an object with a text in "${kind.named.key}".`;
  }
  if (typeof value !== 'string' || value.trim() === '') return `${label} is a word, not ${shown(value)}.`;
  if (kind.free === true || kind.values.includes(value)) return null;
  const words = kind.values.map((word) => optionText(spec, word));
  return `${label} is one of ${words.join(', ')}, not ${repeatable(value)}.`;
}

function checkNumber({ label }: OptionSpec, kind: Of<'number'>, value: Json): string | null {
  if (kind.inf === true && value === 'inf') return null;
  const range = `${kind.min} to ${kind.max}${kind.unit === undefined ? '' : ` ${kind.unit}`}`;
  if (typeof value !== 'number' || !Number.isFinite(value)) return `${label} is a number from ${range}.`;
  if (kind.integer === true && !Number.isInteger(value)) return `${label} is a whole number from ${range}.`;
  if (value < kind.min || value > kind.max) return `${label} is ${range}; ${value} is outside.`;
  return null;
}

/** What secret stands somewhere in a value, by its form; names are looked at too. */
function secretOf(value: Json): string | null {
  if (typeof value === 'string') return secretIn(value);
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, inside] of Object.entries(value) as readonly [string, Json][]) {
    const found = secretIn(name) ?? secretOf(inside);
    if (found !== null) return found;
  }
  return null;
}

const secretHeld = (what: string, form: string): string =>
  `${what} holds what has the form of ${form}. Options are written to the record, so it was neither kept nor sent.`;

/** The sentence about the first option that a secret stands in; null when there is none. Unknown options are looked at too. */
export function secretsInOptions(values: JsonObject): string | null {
  for (const [id, value] of Object.entries(values)) {
    const form = isDeeperThan(value, mostLevels) ? null : (secretIn(id) ?? secretOf(value));
    if (form !== null) return secretHeld(optionSpec(id)?.label ?? 'An option', form);
  }
  return null;
}

/** What is wrong with a value, as a sentence; null when it can be sent. */
export function checkOption(spec: OptionSpec, value: Json): string | null {
  const { kind, label } = spec;
  if (isDeeperThan(value, mostLevels)) return `${label} is nested deeper than ${mostLevels} levels.`;
  const secret = secretOf(value);
  if (secret !== null) return secretHeld(label, secret);
  if (value === null) return offLabelOf(kind) === undefined ? `${label} cannot be off.` : null;
  switch (kind.type) {
    case 'boolean':
      return typeof value === 'boolean' ? null : `${label} is on or off, not ${shown(value)}.`;
    case 'text':
      return typeof value === 'string' ? null : `${label} is text, not ${shown(value)}.`;
    case 'choice':
      return checkChoice(spec, kind, value);
    case 'number':
      return checkNumber(spec, kind, value);
    case 'list':
      return Array.isArray(value) && value.every((word) => typeof word === 'string' && word.trim() !== '')
        ? null
        : `${label} is a list of words, not ${shown(value)}.`;
    case 'json': {
      const fits = kind.shape === 'array' ? Array.isArray(value) : isJsonObject(value);
      return fits ? null : `${label} is a JSON ${kind.shape === 'array' ? 'list' : 'object'}, not ${shown(value)}.`;
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
