import type { OptionValues } from '../../../shared/bench-api.ts';
import { atPath, isJsonObject, type Json, type JsonObject, withAt } from '../../../shared/json.ts';
import { governorOf, optionSpec, sessionFromOptions } from '../../../shared/protocol/build-session.ts';
import { deepMerge } from '../../../shared/protocol/options/wire.ts';

/** The object that a governing option turns on or off and that this option is part of, if any. */
function wholeOf(id: string): string | undefined {
  const spec = optionSpec(id);
  return spec === undefined ? undefined : governorOf(spec)?.switches;
}

/** What raw JSON said of an object that is sent again: it would be gone otherwise. */
function rawParts(raw: Json | undefined, wholes: Iterable<string>): JsonObject {
  let parts: JsonObject = {};
  for (const whole of wholes) {
    const part = isJsonObject(raw) ? atPath(raw, whole) : undefined;
    if (isJsonObject(part)) parts = deepMerge(parts, withAt({}, whole, part));
  }
  return parts;
}

/**
 * The session object that changes some options of a running session. An object with a governing option is replaced whole
 * by the service, so its other members go along with the values in force; everything else is only what changed.
 */
export function sessionChange(inForce: OptionValues, changed: OptionValues): JsonObject {
  const wholes = new Set(Object.keys(changed).flatMap((id) => wholeOf(id) ?? []));
  const values = new Map(Object.entries(changed));
  for (const [id, value] of Object.entries({ ...inForce, ...changed })) {
    const whole = wholeOf(id);
    if (whole !== undefined && wholes.has(whole)) values.set(id, value);
  }
  // A transcription session stays one, and its options are built as such.
  if (inForce['type'] !== undefined && !values.has('type')) values.set('type', inForce['type']);
  const session = sessionFromOptions(Object.fromEntries(values));
  const off = [...wholes].filter((whole) => atPath(session, whole) === null);
  const kept = [...wholes].filter((whole) => !off.includes(whole));
  return changed['json'] === undefined ? deepMerge(session, rawParts(inForce['json'], kept)) : session;
}
