import { isJsonObject, type Json, type JsonObject } from '../../json.ts';
import { sameValue } from '../../protocol/build-session.ts';
import type { OptionSpec } from '../../protocol/options.ts';
import { projectOn } from '../../protocol/options/wire.ts';

/** Whether a value has everything that was asked; services add members of their own to tools and the like. */
function contains(asked: Json, found: Json | undefined): boolean {
  if (isJsonObject(asked)) {
    return isJsonObject(found) && Object.entries(asked).every(([key, value]) => contains(value, found[key]));
  }
  if (Array.isArray(asked)) {
    return (
      Array.isArray(found) &&
      found.length === asked.length &&
      (asked as readonly Json[]).every((value, index) => contains(value, (found as readonly Json[])[index]))
    );
  }
  return sameValue(asked, found);
}

/**
 * Whether `found` is what was asked for. An option that the session does not mention counts as granted, since there is
 * nothing to hold it against; so does a cleared text, which asks for the service's own, whatever that is.
 */
export function grants(spec: OptionSpec, asked: Json, found: Json | undefined): boolean {
  if (found === undefined) return true;
  if (asked === null && (spec.kind.type === 'text' || spec.kind.type === 'json')) return true;
  return contains(asked, found);
}

/** What is in effect for an option; raw JSON is held against the members that it names. */
export function inEffectOf(
  spec: OptionSpec,
  session: JsonObject,
  byId: JsonObject,
  asked: Json | undefined,
): Json | undefined {
  if (spec.path !== '') return byId[spec.id];
  return isJsonObject(asked) ? projectOn(session, asked) : undefined;
}
