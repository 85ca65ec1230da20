import { parseArgs, type ParseArgsConfig } from 'node:util';
import { benchError, ok, refuse, type Result } from '../../../shared/errors.ts';
import { repeatable, repeated } from '../../../shared/foreign/repeated.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

type Values<O extends Options> = ReturnType<
  typeof parseArgs<{ options: O; allowPositionals: true; strict: true }>
>['values'];

const bad = (message: string): Result<never> => refuse(benchError('invalid-argument', message));

/** What is wrong with a command line, in one sentence without the parser's own jargon. */
function complaint(command: string, error: unknown): string {
  const { message, code } = error as Error & { code?: string };
  const flag = /'(-[^' ]*)/.exec(message)?.[1];
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' && flag !== undefined) {
    return `voxtally ${command} knows no flag ${repeatable(flag)}; see voxtally --help.`;
  }
  if (flag !== undefined && /argument (missing|is ambiguous)/.test(message))
    return `${repeatable(flag)} needs a value.`;
  if (flag !== undefined && message.includes('does not take an argument')) return `${repeatable(flag)} takes no value.`;
  return `voxtally ${command} does not understand its arguments: ${repeatable(message.split('\n')[0] ?? '', 200)}`;
}

/**
 * The flags and words of one command. Refuses unknown flags, missing values and a wrong number of words.
 * @param words names of the positional arguments, for the sentence
 */
export function readFlags<const O extends Options>(
  command: string,
  args: readonly string[],
  options: O,
  words: readonly string[] = [],
): Result<{ values: Values<O>; words: readonly string[] }> {
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    const given = parsed.positionals;
    if (given.length < words.length)
      return bad(`voxtally ${command} needs ${words.slice(given.length).join(' and ')}.`);
    const extra = given[words.length];
    if (extra !== undefined) return bad(`voxtally ${command} does not know what to do with ${repeated(extra)}.`);
    return ok({ values: parsed.values, words: given });
  } catch (error) {
    return bad(complaint(command, error));
  }
}

/** A whole number given to a flag. */
export function wholeNumber(flag: string, text: string, min: number, max: number): Result<{ number: number }> {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= min && number <= max) return ok({ number });
  return bad(`${flag} is a whole number from ${min} to ${max}, not ${repeatable(text)}.`);
}
