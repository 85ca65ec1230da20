import type { OptionValues } from '../../../shared/bench-api.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/errors.ts';
import { repeatable, repeated } from '../../../shared/foreign/repeated.ts';
import type { Json } from '../../../shared/json.ts';
import { checkOption, optionSpec } from '../../../shared/protocol/build-session.ts';
import { optionSpecs } from '../../../shared/protocol/options.ts';
import { readOptionText } from '../../../shared/protocol/options/text.ts';

const bad = (message: string): Result<never> => refuse(benchError('invalid-argument', message));

/** Option values from `id=value` words. Refuses an unknown id and a value that cannot be sent, in a sentence. */
export function optionsFromWords(words: readonly string[]): Result<{ options: OptionValues }> {
  const options = new Map<string, Json>();
  for (const word of words) {
    const split = word.indexOf('=');
    const id = split < 0 ? word : word.slice(0, split);
    if (split < 0) return bad(`--option ${repeatable(word)} needs a value: --option ${repeatable(id)}=VALUE.`);
    const spec = optionSpec(id);
    if (spec === undefined) {
      const known = optionSpecs.map((option) => option.id).join(', ');
      return bad(`There is no option ${repeated(id)}; there are ${known}.`);
    }
    const read = readOptionText(spec, word.slice(split + 1));
    const problem = read.ok ? checkOption(spec, read.value) : read.problem;
    if (!read.ok || problem !== null) return bad(`--option ${repeatable(word)}: ${problem}`);
    options.set(id, read.value);
  }
  return ok({ options: Object.fromEntries(options) });
}
