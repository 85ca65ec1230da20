import { isJsonObject, type Json, type JsonObject } from '../../shared/kit/json.ts';
import { between, chance, pick, type Random } from '../findings/random.ts';
import { memberNames } from './names.ts';
import { bare } from './print.ts';

type Path = readonly (string | number)[];

/** Every place in a value, itself included. */
function placesOf(value: Json, path: Path = []): Path[] {
  if (Array.isArray(value)) {
    return [path, ...value.flatMap((one: Json, at) => placesOf(one, [...path, at]))];
  }
  if (!isJsonObject(value)) return [path];
  return [path, ...Object.entries(value).flatMap(([key, one]) => placesOf(one, [...path, key]))];
}

/** The value with what stands at a path changed; an undefined takes it out. */
function changed(value: Json, path: Path, change: (old: Json) => Json | undefined): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  if (Array.isArray(value)) {
    return (value as readonly Json[]).flatMap((one, at): Json[] => {
      const next = at === key ? changed(one, rest, change) : one;
      return next === undefined ? [] : [next];
    });
  }
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]): [string, Json][] => {
      const next = name === key ? changed(one, rest, change) : one;
      return next === undefined ? [] : [[name, next]];
    }),
  );
}

const at = (value: Json, path: Path): Json | undefined =>
  path.reduce<Json | undefined>(
    (inside, key) =>
      Array.isArray(inside)
        ? (inside as readonly Json[])[Number(key)]
        : isJsonObject(inside) && Object.hasOwn(inside, key)
          ? inside[key]
          : undefined,
    value,
  );

const numbers: readonly [Json, ...Json[]] = [
  0,
  -1,
  -0.5,
  1e308,
  -1e308,
  Number.MAX_SAFE_INTEGER,
  24_000,
  0.1,
  bare('1e400'),
  bare('-1e400'),
  bare('-0'),
  bare('1E+2'),
  bare('0.1e-400'),
  bare('12345678901234567890123456789'),
  bare('1.7976931348623157e308'),
];
const texts: readonly [string, ...string[]] = [
  '',
  'NaN',
  'Infinity',
  '-1',
  'null',
  'true',
  '12',
  '1e9',
  '\u0000',
  '\u2028\u2029',
  '\ufeff',
  'audio/pcmu',
  'audio/pcma',
  'g711_ulaw',
  'pcm16',
  'cancelled',
  'in_progress',
  'expired',
  'user',
  'system',
  'function_call',
  'function_call_output',
  'mcp_call',
  'input_image',
  'whisper-1',
  'A',
  'AA==',
  'AAA',
  '!!!!',
  'A'.repeat(161),
  'AAAA'.repeat(100),
  '<script>alert(1)</script>',
  '=1+1',
  '| a | b |',
  '{"$audio":{"file":"input.wav","offset":44,"length":2}}',
];

const nestedText = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

/** Something that may stand where something else was expected. */
export function anyValue(random: Random): Json {
  switch (between(random, 0, 11)) {
    case 0:
      return null;
    case 1:
      return chance(random, 0.5);
    case 2:
    case 3:
      return pick(random, numbers);
    case 4:
    case 5:
      return pick(random, texts);
    case 6:
      return pick(random, memberNames);
    case 7:
      return [];
    case 8:
      return Object.fromEntries([[pick(random, memberNames), pick(random, numbers)]]);
    case 9:
      return [anyValue(random), pick(random, texts)];
    case 10:
      return { $audio: { file: pick(random, ['output.wav', '../lock', '__proto__']), offset: -1, length: 1e9 } };
    default:
      return bare(
        pick(random, [nestedText(150), nestedText(201), String.raw`"\ud800"`, String.raw`"\u0000"`, '{"length":1e9}']),
      );
  }
}

type Mutation = (random: Random, value: JsonObject, path: Path, places: readonly Path[]) => Json | undefined;

const parentOf = (path: Path): Path => path.slice(0, -1);

/** A member of the object that holds a place, under another name. */
const renamed =
  (keepsOld: boolean): Mutation =>
  (random, value, path) =>
    changed(value, parentOf(path), (parent) => {
      const key = path.at(-1);
      if (!isJsonObject(parent) || typeof key !== 'string') return parent;
      const name = chance(random, 0.5)
        ? pick(random, memberNames)
        : pick(random, ['item_id', 'id', 'usage', 'type', 'output']);
      const held = parent[key] ?? null;
      const rest = Object.entries(parent).filter(([other]) => keepsOld || other !== key);
      return Object.fromEntries([...rest, [name, held]]);
    });

const mutations: readonly [Mutation, ...Mutation[]] = [
  // Taken out.
  (_random, value, path) => changed(value, path, () => undefined),
  // Of another type.
  (random, value, path) => changed(value, path, () => anyValue(random)),
  (random, value, path) => changed(value, path, () => anyValue(random)),
  (random, value, path) => changed(value, path, (old) => (chance(random, 0.5) ? [old] : { value: old })),
  (_random, value, path) => changed(value, path, (old) => (typeof old === 'string' ? null : JSON.stringify(old))),
  renamed(false),
  renamed(true),
  // What stands elsewhere in the event.
  (random, value, path, places) => {
    const other = places[between(random, 0, places.length - 1)] ?? [];
    const there = at(value, other) ?? null;
    return changed(value, path, () => there);
  },
  // A list with itself once more, or with a stranger in it.
  (random, value, path) =>
    changed(value, path, (old) =>
      Array.isArray(old) ? [...(old as readonly Json[]), ...(old as readonly Json[]), anyValue(random)] : [old, old],
    ),
  // A stranger among the members.
  (random, value, path) =>
    changed(value, path, (old) =>
      isJsonObject(old)
        ? Object.fromEntries([...Object.entries(old), [pick(random, memberNames), anyValue(random)]])
        : old,
    ),
];

/** An event with one to four things wrong with it. It stays an object. */
export function mutated(random: Random, event: JsonObject): JsonObject {
  let value = event;
  for (let left = between(random, 1, 4); left > 0; left -= 1) {
    const places = placesOf(value);
    // Not the event itself.
    const path = places[between(random, 1, Math.max(1, places.length - 1))] ?? ['type'];
    const next = pick(random, mutations)(random, value, path, places);
    if (isJsonObject(next)) value = next;
  }
  return value;
}

/** An event with a word at one place; the place is made where it is missing. */
export function withWord(event: JsonObject, place: string, word: string): JsonObject {
  const keys = place === '*' ? ['type'] : place.split('.');
  const put = (value: Json | undefined, [key, ...rest]: readonly string[]): Json => {
    if (key === undefined) return word;
    if (/^\d+$/.test(key)) return [put(Array.isArray(value) ? (value as readonly Json[])[0] : undefined, rest)];
    const object = isJsonObject(value) ? value : {};
    return Object.fromEntries([
      ...Object.entries(object).filter(([name]) => name !== key),
      [key, put(Object.hasOwn(object, key) ? object[key] : undefined, rest)],
    ]);
  };
  const made = put(event, keys);
  return isJsonObject(made) ? made : event;
}

/** What stands in place of a member to see whether anybody takes it for what it should be. */
const strangers: readonly Json[] = [
  null,
  true,
  7,
  -1.5,
  '',
  'constructor',
  [],
  [[null]],
  {},
  JSON.parse('{"toString":0,"valueOf":null,"__proto__":{"length":1e9}}') as Json,
  { $audio: { file: '__proto__', offset: '0', length: {} } },
];

/** The event with each of its members, however deep, left out or of every other type: every way to be wrong in one place. */
export function* wrongInOnePlace(event: JsonObject): Generator<JsonObject> {
  for (const path of placesOf(event)) {
    if (path.length === 0) continue;
    for (const stranger of [undefined, ...strangers]) {
      const value = changed(event, path, () => stranger);
      if (isJsonObject(value)) yield value;
    }
  }
}
