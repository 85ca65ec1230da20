import type { OptionValues } from '../../../shared/bench-api.ts';
import { optionSpec } from '../../../shared/protocol/build-session.ts';
import { optionSpecs, type OptionSpec } from '../../../shared/protocol/options.ts';

const owner = (spec: OptionSpec): OptionSpec | undefined =>
  optionSpecs.find((other) => other.switches !== undefined && spec.path.startsWith(`${other.switches}.`));

/**
 * The values to send when the options `ids` changed: those themselves and, where the service replaces an object whole
 * (turn detection, transcription), everything else that was asked of the same object.
 */
export function withSiblings(ids: readonly string[], asked: OptionValues): OptionValues {
  const objects = new Set(ids.map((id) => optionSpec(id)).flatMap((spec) => (spec && owner(spec)?.switches) ?? []));
  const goes = (spec: OptionSpec): boolean =>
    ids.includes(spec.id) || [...objects].some((path) => spec.path.startsWith(`${path}.`));
  return Object.fromEntries(
    optionSpecs.flatMap((spec) => {
      const value = asked[spec.id];
      return goes(spec) && value !== undefined ? [[spec.id, value]] : [];
    }),
  );
}
