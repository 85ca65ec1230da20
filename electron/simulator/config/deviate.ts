import { asObject, atPath, type Json, type JsonObject } from '../../../shared/json.ts';
import type { Switches } from '../upgrade/switches.ts';

/** The object with the member at a path replaced; undefined takes it away. */
function withMember(object: JsonObject, path: string, value: Json | undefined): JsonObject {
  const [key = '', ...rest] = path.split('.');
  const next = rest.length === 0 ? value : withMember(asObject(object[key]) ?? {}, rest.join('.'), value);
  const others = Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
  return next === undefined ? others : { ...object, [key]: next };
}

/**
 * The session as a service makes it that answers an update and does not do as it was asked: members named by
 * `ignore_option` stay as they were, members named by `alter_option` become something else.
 */
export function deviate(before: JsonObject, after: JsonObject, switches: Switches): JsonObject {
  let session = after;
  for (const path of switches.ignore_option) session = withMember(session, path, atPath(before, path));
  for (const { path, value } of switches.alter_option) {
    if (atPath(after, path) !== undefined) session = withMember(session, path, value);
  }
  return session;
}
