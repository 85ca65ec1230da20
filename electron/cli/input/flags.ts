import { existsSync } from 'node:fs';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { benchError, type BenchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { keyBelongs, repeatable, repeated, secretOf } from '../../../shared/kit/untrusted/quoting.ts';
import { secretIn, typedSecretIn } from '../../../shared/kit/untrusted/secret-forms.ts';
import { addressFlags } from './endpoint-flags.ts';

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

/** A login at a proxy may stand in its address; its own reader takes it apart and repeats nothing of it. */
const mayHoldLogin = '--proxy';
/** An address, or `password=…`: names of files and profiles hold the same signs here and there. */
const isNamed = /^[A-Za-z][A-Za-z0-9+.]+:\/\/|^[A-Za-z][\w.-]*=/;
/** What is an address, or may hold one, has a reader that says which part of it has to go. */
const mayHoldAddress: ReadonlySet<string> = new Set([
  '--url',
  ...addressFlags,
  '--scope',
  '--option',
  '--allow-parameter',
]);

/**
 * The sentence about the first word of a command line that has the form of a key, or null. Said before any command sees it: no
 * word of it is repeated, written or made a file's name. 32 hexadecimal digits are a key unless a file is called so.
 */
export function keyOnCommandLine(words: readonly string[]): BenchError | null {
  for (const [at, text] of words.entries()) {
    const before = words[at - 1] ?? '';
    const flag = /^--[a-z-]+(?==)/.exec(text)?.[0] ?? before;
    if (flag === mayHoldLogin) continue;
    const typed = (): string | null =>
      typedSecretIn(text) ?? (mayHoldAddress.has(flag) || !isNamed.test(text) ? null : secretOf(text));
    const form = secretIn(text) ?? (existsSync(text) ? null : typed());
    if (form === null) continue;
    const after = /^--[a-z-]{1,40}$/.test(before) ? `, after ${before},` : '';
    return benchError(
      'invalid-argument',
      `Word ${at + 1} of the command line${after} has the form of ${form}, so nothing was done.`,
      {
        nextStep: `${keyBelongs} Others on this machine may have seen it there, and the history of the shell holds it: replace it.`,
      },
    );
  }
  return null;
}
