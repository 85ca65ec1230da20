import { existsSync } from 'node:fs';
import { benchError, type BenchError } from '../../shared/errors.ts';
import { keyBelongs, secretOf } from '../../shared/foreign/repeated.ts';
import { secretIn, typedSecretIn } from '../../shared/foreign/secret-forms.ts';

/** A login at a proxy may stand in its address; its own reader takes it apart and repeats nothing of it. */
const mayHoldLogin = '--proxy';
/** An address, or `password=…`: names of files and profiles hold the same signs here and there. */
const isNamed = /^[A-Za-z][A-Za-z0-9+.]+:\/\/|^[A-Za-z][\w.-]*=/;
/** What is an address, or may hold one, has a reader that says which part of it has to go. */
const mayHoldAddress: ReadonlySet<string> = new Set(['--url', '--azure', '--scope', '--option', '--allow-parameter']);

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
