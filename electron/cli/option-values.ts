import type { OptionValues } from '../../shared/bench-api.ts';
import { benchError, ok, refuse, type Result } from '../../shared/errors.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { Json } from '../../shared/json.ts';
import { checkOption, optionSpec } from '../../shared/protocol/build-session.ts';
import { optionSpecs, type OptionSpec } from '../../shared/protocol/options.ts';

const switches: Readonly<Record<string, boolean>> = {
  true: true,
  on: true,
  yes: true,
  false: false,
  off: false,
  no: false,
};

/** A value as typed on the command line, by the kind of its option. What does not fit is left as text for the check to refuse. */
function valueFrom(spec: OptionSpec, text: string): Json {
  const { kind } = spec;
  if (kind.type !== 'text' && kind.type !== 'boolean' && text === kind.offLabel) return null;
  switch (kind.type) {
    case 'text':
    case 'choice':
      return text;
    case 'boolean':
      return switches[text.toLowerCase()] ?? text;
    case 'number': {
      const number = Number(text);
      return text.trim() === '' || Number.isNaN(number) ? text : number;
    }
    default:
      return assertNever(kind, 'Option kind');
  }
}

/** Option values from `id=value` words. Refuses an unknown id and a value that cannot be sent, in a sentence. */
export function optionsFromWords(words: readonly string[]): Result<{ options: OptionValues }> {
  const options: Record<string, Json> = {};
  for (const word of words) {
    const split = word.indexOf('=');
    const id = split < 0 ? word : word.slice(0, split);
    if (split < 0)
      return refuse(benchError('invalid-argument', `--option ${word} needs a value: --option ${id}=VALUE.`));
    const spec = optionSpec(id);
    if (spec === undefined) {
      const known = optionSpecs.map((option) => option.id).join(', ');
      return refuse(benchError('invalid-argument', `There is no option "${id}"; there are ${known}.`));
    }
    const value = valueFrom(spec, word.slice(split + 1));
    const problem = checkOption(spec, value);
    if (problem !== null) return refuse(benchError('invalid-argument', `--option ${word}: ${problem}`));
    options[id] = value;
  }
  return ok({ options });
}
