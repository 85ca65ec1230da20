import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { benchError, type BenchError, messageOf, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { entryOf } from '../../../shared/kit/lookup.ts';
import { keyBelongs, repeatable, repeated, secretOf } from '../../../shared/kit/untrusted/quoting.ts';
import { secretIn, typedSecretIn } from '../../../shared/kit/untrusted/secret-forms.ts';
import { addressFlags } from './endpoint-flags.ts';

/** A flag that is given or not. */
interface Switch {
  readonly type: 'boolean';
  readonly says: string;
}

/** A flag with a value: how it is read, and what the help says of it. */
interface Valued {
  readonly type: 'string';
  /** The value's name in the help; `choices` and `whole` name it themselves where it is left out. */
  readonly value?: string;
  readonly says: string;
  /** Nothing but one of these. */
  readonly choices?: readonly string[];
  /** A whole number from the first to the second. */
  readonly whole?: readonly [min: number, max: number];
  readonly default?: string;
  /** What holds without the flag, in words, where `default` does not say it. */
  readonly otherwise?: string;
  /** `again`: may be given more than once. `words`: takes every word up to the next flag, too. */
  readonly many?: 'again' | 'words';
  /** Nothing is done without it: the sentence that says so, and what to do. */
  readonly needed?: readonly [message: string, nextStep?: string];
}

export type Flag = Switch | Valued;
/** The flags of a command by their names, without the dashes. */
export type Flags = Readonly<Record<string, Flag>>;

/** A word of a command line that is no flag. */
export interface Word {
  /** In the help: `FILE`; with `…` at its end it takes any number of words, none too, and is the last one. */
  readonly name: string;
  /** Ends the sentence "voxtally replay needs …". */
  readonly needs: string;
  readonly says: string;
  /** What to do where it is missing. */
  readonly nextStep?: string;
}

type One<F extends Flag> = F extends Switch
  ? boolean
  : F extends { readonly whole: readonly number[] }
    ? number
    : F extends { readonly choices: readonly (infer Choice)[] }
      ? Choice
      : string;
type Every<F extends Flag> = F extends { readonly many: string } ? readonly One<F>[] : One<F>;
type Always = Switch | { readonly default: string } | { readonly needed: readonly unknown[] };

/** What the flags of a command hold on one command line. */
export type Values<F extends Flags> = {
  readonly [Name in keyof F]: F[Name] extends Always ? Every<F[Name]> : Every<F[Name]> | undefined;
};

export interface Read<F extends Flags> {
  readonly values: Values<F>;
  readonly words: readonly string[];
}

const bad = (message: string, nextStep?: string): Result<never> =>
  refuse(benchError('invalid-argument', message, nextStep === undefined ? {} : { nextStep }));

/** What is wrong with a command line, in one sentence without the parser's own jargon. */
function complaint(command: string, error: unknown): string {
  const message = messageOf(error);
  const flag = /'(-[^' ]*)/.exec(message)?.[1];
  const unknown = error instanceof Error && 'code' in error && error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION';
  if (unknown && flag !== undefined) {
    return `voxtally ${command} knows no flag ${repeatable(flag)}; see voxtally ${command} --help.`;
  }
  if (flag !== undefined && /argument (missing|is ambiguous)/.test(message))
    return `${repeatable(flag)} needs a value.`;
  if (flag !== undefined && message.includes('does not take an argument')) return `${repeatable(flag)} takes no value.`;
  return `voxtally ${command} does not understand its arguments: ${repeatable(message.split('\n')[0] ?? '', 200)}`;
}

/** The same command line with the flag before each of its words, for those that take every word up to the next flag. */
function spread(args: readonly string[], flags: Flags): string[] {
  let list: string | null = null;
  let first = false;
  return args.flatMap((arg) => {
    if (arg.startsWith('--')) {
      const flag = entryOf(flags, arg.slice(2));
      list = flag?.type === 'string' && flag.many === 'words' ? arg : null;
      first = true;
      return [arg];
    }
    const again = list !== null && !first;
    first = false;
    return again && list !== null ? [list, arg] : [arg];
  });
}

/** A flag as the parser of Node takes it. */
const parsed = (flag: Flag): { type: 'boolean'; default: false } | { type: 'string'; multiple: boolean } =>
  flag.type === 'boolean' ? { type: 'boolean', default: false } : { type: 'string', multiple: flag.many !== undefined };

/** The words with commas between them and "or" before the last. */
const orOf = (words: readonly string[]): string => words.join(', ').replace(/, ([^,]*)$/, ' or $1');

/** One value of a flag, as the command gets it. */
function valueOf(name: string, { choices, whole }: Valued, text: string): Result<{ value: string | number }> {
  if (choices?.includes(text) === false) return bad(`--${name} is ${orOf(choices)}, not ${repeatable(text)}.`);
  if (whole === undefined) return ok({ value: text });
  const [min, max] = whole;
  const number = Number(text);
  return /^\d+$/.test(text) && number >= min && number <= max
    ? ok({ value: number })
    : bad(`--${name} is a whole number from ${min} to ${max}, not ${repeatable(text)}.`);
}

/** What the parser of Node found of a flag. */
type Given = string | boolean | readonly (string | boolean)[] | undefined;

/** What a flag holds: every value it was given, its default where it was given none. */
function heldBy(name: string, flag: Valued, given: Given): Result<{ held: unknown }> {
  const texts = given === undefined ? (flag.default === undefined ? [] : [flag.default]) : [given].flat();
  const held: (string | number)[] = [];
  for (const text of texts) {
    const read = valueOf(name, flag, String(text));
    if (!read.ok) return read;
    held.push(read.value);
  }
  return ok({ held: flag.many === undefined ? held[0] : held.length === 0 ? undefined : held });
}

/**
 * The flags and words of one command. Refuses unknown flags, missing or wrong values and a wrong number of words.
 * @param command as it is called, `prices refresh`
 */
export function readFlags<const F extends Flags>(
  command: string,
  args: readonly string[],
  flags: F,
  words: readonly Word[] = [],
): Result<{ read: Read<F> }> {
  let given;
  try {
    const options = Object.fromEntries(Object.entries(flags).map(([name, flag]) => [name, parsed(flag)]));
    given = parseArgs({ args: spread(args, flags), options, allowPositionals: true, strict: true });
  } catch (error) {
    return bad(complaint(command, error));
  }
  const { positionals } = given;
  const rest = words.at(-1)?.name.endsWith('…') === true;
  const fixed = rest ? words.slice(0, -1) : words;
  const missing = fixed.slice(positionals.length);
  if (missing.length > 0)
    return bad(`voxtally ${command} needs ${missing.map(({ needs }) => needs).join(' and ')}.`, missing[0]?.nextStep);
  const extra = rest ? undefined : positionals[fixed.length];
  if (extra !== undefined) return bad(`voxtally ${command} does not know what to do with ${repeated(extra)}.`);
  const held = new Map<string, unknown>();
  for (const [name, flag] of Object.entries<Flag>(flags)) {
    if (flag.type === 'string' && flag.needed !== undefined && given.values[name] === undefined)
      return bad(...flag.needed);
  }
  for (const [name, flag] of Object.entries<Flag>(flags)) {
    if (flag.type === 'boolean') {
      held.set(name, given.values[name] === true);
      continue;
    }
    const value = heldBy(name, flag, given.values[name]);
    if (!value.ok) return value;
    held.set(name, value.held);
  }
  // Each value was just made as its flag says, which the compiler cannot follow through the table.
  const values = Object.fromEntries(held) as Values<F>;
  return ok({ read: { values, words: positionals } });
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
