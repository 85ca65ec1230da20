import { asString, isJsonObject, type Json, type JsonObject } from '../../../shared/kit/json.ts';
import { entryOf } from '../../../shared/kit/lookup.ts';
import { errors, type ProtocolError } from './errors.ts';

/** Looks at the value found at `path` (dotted, for the message) and says what is wrong with it; null when nothing is. */
export type Check = (value: Json, path: string) => ProtocolError | null;

export interface Field {
  readonly check: Check;
  readonly required: boolean;
}
/** The members an object may have. A bare check is an optional member. */
export type Fields = Readonly<Record<string, Check | Field>>;

export const required = (check: Check): Field => ({ check, required: true });

export const anything: Check = () => null;

export const text: Check = (value, path) =>
  typeof value === 'string' ? null : errors.wrongType(path, 'a string', value);

export const boolean: Check = (value, path) =>
  typeof value === 'boolean' ? null : errors.wrongType(path, 'a boolean', value);

export const anyObject: Check = (value, path) =>
  isJsonObject(value) ? null : errors.wrongType(path, 'an object', value);

export const choice =
  (...values: readonly string[]): Check =>
  (value, path) => {
    if (typeof value !== 'string')
      return errors.wrongType(path, `one of ${values.map((v) => `'${v}'`).join(', ')}`, value);
    return values.includes(value) ? null : errors.notSupported(path, value, values);
  };

const inRange =
  (kind: 'integer' | 'decimal', min: number, max: number): Check =>
  (value, path) => {
    const expected = kind === 'integer' ? 'an integer' : 'a decimal';
    if (typeof value !== 'number' || (kind === 'integer' && !Number.isInteger(value))) {
      return errors.wrongType(path, expected, value);
    }
    if (value > max) return errors.above(path, kind, max, value);
    return value < min ? errors.below(path, kind, min, value) : null;
  };
export const integer = (min: number, max: number): Check => inRange('integer', min, max);
export const decimal = (min: number, max: number): Check => inRange('decimal', min, max);

export const nullable =
  (check: Check): Check =>
  (value, path) =>
    value === null ? null : check(value, path);

export const list =
  (check: Check, length: { min?: number; max?: number } = {}): Check =>
  (value, path) => {
    if (!Array.isArray(value)) return errors.wrongType(path, 'an array', value);
    const entries = value as readonly Json[];
    if (entries.length < (length.min ?? 0)) return errors.badValue(path, `expected at least ${length.min} entries.`);
    if (entries.length > (length.max ?? Infinity))
      return errors.badValue(path, `expected at most ${length.max} entries.`);
    return first(entries.map((entry, index) => () => check(entry, `${path}[${index}]`)));
  };

function first(looks: readonly (() => ProtocolError | null)[]): ProtocolError | null {
  for (const look of looks) {
    const error = look();
    if (error !== null) return error;
  }
  return null;
}

const under = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

function checkMembers(value: JsonObject, path: string, fields: Fields): ProtocolError | null {
  const missing = Object.entries(fields).find(
    ([key, field]) => typeof field !== 'function' && field.required && !Object.hasOwn(value, key),
  );
  if (missing !== undefined) return errors.missing(under(path, missing[0]));
  return first(
    Object.entries(value).map(([key, member]) => () => {
      const field = entryOf(fields, key);
      if (field === undefined) return errors.unknown(under(path, key));
      return (typeof field === 'function' ? field : field.check)(member, under(path, key));
    }),
  );
}

/** An object with exactly these members, the optional ones left out at will. */
export const object =
  (fields: Fields): Check =>
  (value, path) =>
    isJsonObject(value) ? checkMembers(value, path, fields) : errors.wrongType(path, 'an object', value);

/** An object whose member `tag` decides which members it may have. */
export const tagged =
  (tag: string, kinds: Readonly<Record<string, Fields>>): Check =>
  (value, path) => {
    if (!isJsonObject(value)) return errors.wrongType(path, 'an object', value);
    const kind = entryOf(value, tag);
    if (kind === undefined) return errors.missing(under(path, tag));
    const wrong = choice(...Object.keys(kinds))(kind, under(path, tag));
    return wrong ?? checkMembers(value, path, { [tag]: text, ...entryOf(kinds, asString(kind) ?? '') });
  };

/** One check for a string, another for an object, … ; any other type is refused. */
export const byType =
  (checks: Partial<Record<'string' | 'number' | 'object' | 'array', Check>>): Check =>
  (value, path) => {
    const type = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
    const check = checks[type as keyof typeof checks];
    if (check !== undefined) return check(value, path);
    const expected = Object.keys(checks).map((name) =>
      name === 'string' || name === 'number' ? `a ${name}` : `an ${name}`,
    );
    return errors.wrongType(path, expected.join(' or '), value);
  };
