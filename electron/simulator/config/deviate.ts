import { asObject, atPath, type Json, type JsonObject } from '../../../shared/json.ts';
import { sameValue } from '../../../shared/protocol/build-session.ts';
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
 * `ignore_option` stay as they were, members named by `alter_option` become
 * something else once an update asks for a change of them.
 */
export function deviate(before: JsonObject, after: JsonObject, switches: Switches): JsonObject {
  let session = after;
  for (const path of switches.ignore_option) {
    const kept = atPath(before, path);
    // Inside an object that is new there is nothing to keep, and in one that is gone nothing to keep it in.
    const parent = path.includes('.') ? atPath(before, path.slice(0, path.lastIndexOf('.'))) : undefined;
    const newInside = kept === undefined && parent !== undefined;
    if (!newInside && atPath(after, path) !== undefined) session = withMember(session, path, kept);
  }
  for (const { path, value } of switches.alter_option) {
    if (!sameValue(atPath(before, path), atPath(after, path))) session = withMember(session, path, value);
  }
  return session;
}
