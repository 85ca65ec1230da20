import { isJsonObject, parseJson, type Json, type JsonObject } from '../../shared/kit/json.ts';
import type { Dialect } from '../../shared/protocol/dialects.ts';
import type { LogEntry, Origin } from '../../shared/session/entry.ts';
import { chance, pick, type Random } from '../findings/random.ts';
import { anyIds } from './ids.ts';
import { makeFrames } from './frames.ts';
import { anyValue, mutated, withWord } from './mutate.ts';
import { memberNames } from './names.ts';
import { benchEvents, benchTypes, clientEvent, clientTypes } from './own-entries.ts';
import { plainStyle, print } from './print.ts';

/** A value as a line of a log gives it: values that no object of this language holds went through their text. */
const read = (random: Random, value: Json): Json => {
  const text = print(value, plainStyle, random);
  return parseJson(text) ?? text;
};

function spoiled(random: Random, event: JsonObject): Json {
  if (chance(random, 0.35)) return event;
  if (chance(random, 0.05)) return read(random, anyValue(random));
  if (chance(random, 0.1)) return { ...(chance(random, 0.5) ? event : {}), type: pick(random, memberNames) };
  if (chance(random, 0.1)) {
    return withWord(event, pick(random, Object.keys(event) as [string, ...string[]]), pick(random, memberNames));
  }
  return read(random, mutated(random, event));
}

/**
 * A log as damage, another version or somebody's editor may leave it: entries of all three origins, whole and spoiled.
 * The same for the same numbers.
 */
export function makeLog(random: Random, dialect: Dialect, count: number): LogEntry[] {
  const frames = makeFrames(random, dialect, count).filter(({ opcode }) => opcode !== 'ping');
  const made = frames.map((frame): { from: Origin; event: Json } => {
    const ids = anyIds(random);
    if (chance(random, 0.3)) {
      return {
        from: 'bench',
        event: spoiled(random, pick(random, benchEvents(pick(random, benchTypes), ids) as [JsonObject])),
      };
    }
    if (chance(random, 0.2))
      return { from: 'client', event: spoiled(random, clientEvent(pick(random, clientTypes), ids)) };
    const text = frame.payload.toString(frame.opcode === 'text' ? 'utf8' : 'base64');
    const value = parseJson(text);
    return { from: 'server', event: isJsonObject(value) ? value : text };
  });
  return made.map(({ from, event }, at) => ({
    seq: at + 1,
    at: new Date(Date.UTC(2026, 9, 9) + at * 10).toISOString(),
    t: at * 10,
    from,
    event,
  }));
}
