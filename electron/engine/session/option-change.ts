import type { OptionValues } from '../../../shared/bench-api.ts';
import { sessionFromOptions, optionSpec } from '../../../shared/protocol/build-session.ts';
import { optionSpecs } from '../../../shared/protocol/options.ts';
import type { Json, JsonObject } from '../../../shared/json.ts';

/** The object that a switch turns on or off and that this option is part of, if any. */
function groupOf(id: string): string | undefined {
  const path = optionSpec(id)?.path ?? '';
  return optionSpecs.find((spec) => spec.switches !== undefined && path.startsWith(`${spec.switches}.`))?.switches;
}

/**
 * The session object that changes some options of a running session. An object with a switch is replaced whole by the service,
 * so its other members go along with the values in force; everything else is only what changed.
 */
export function sessionChange(inForce: OptionValues, changed: OptionValues): JsonObject {
  const groups = new Set(Object.keys(changed).map(groupOf));
  const values: Record<string, Json> = { ...changed };
  for (const [id, value] of Object.entries({ ...inForce, ...changed })) {
    const group = groupOf(id);
    if (group !== undefined && groups.has(group)) values[id] = value;
  }
  return sessionFromOptions(values);
}
