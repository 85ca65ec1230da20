import { benchError, type BenchError, refuse, type Result } from '../errors.ts';
import { visibleLine } from './safe-text.ts';
import { hiddenSecret, hideTypedSecrets, isSecretName, typedSecretIn } from './secret-forms.ts';
import { addressFault, shownAddress } from './secrets-in-addresses.ts';

const addressLike = /\/\/|:[^@]*@|[?;#][^=]*=/;
const assignment = /^((?:--?)?[A-Za-z][\w.-]*)=(?=.)/;
/** An address inside a word, behind dashes or in JSON, to the end of the word, and `password=…` anywhere in it. */
const inside = {
  address: /(?<![A-Za-z0-9+.])[A-Za-z][A-Za-z0-9+.]+:[/\\]{2}\S+/,
  assignment: /(?<![\w.-])([A-Za-z][\w.-]{0,60})=([^\s"',;&)}\]]+)/g,
  member: /"([A-Za-z][\w.-]{0,60})"\s*:\s*"[^"]*"?/g,
} as const;

const hiddenInside = (text: string): string =>
  text
    .replace(inside.address, (address) => shownAddress(address))
    .replaceAll(inside.assignment, (whole, name: string) => (isSecretName(name) ? `${name}=${hiddenSecret}` : whole))
    .replaceAll(inside.member, (whole, name: string) => (isSecretName(name) ? `"${name}":"${hiddenSecret}"` : whole));

/** A word as it may be repeated: of an address what is harmless, of `password=…` the name. */
function word(text: string): string {
  const name = assignment.exec(text)?.[1];
  if (name !== undefined && isSecretName(name)) return `${name}=${hiddenSecret}`;
  if (name !== undefined) return `${name}=${word(text.slice(name.length + 1))}`;
  const clean = hiddenInside(text);
  return clean === text && addressLike.test(text) ? shownAddress(text) : clean;
}

/**
 * What a person typed, or a file of theirs holds, as a message may repeat it, without quotation marks: one line of at most `most`
 * letters, control characters written out, and whatever has the form or goes by the name of a secret hidden.
 */
export function repeatable(text: string, most = 80): string {
  const clean = visibleLine(hideTypedSecrets(text).replaceAll(/[^\s]+/g, word));
  return clean.length > most ? `${clean.slice(0, most)}…` : clean;
}

/** The same in quotation marks. */
export const repeated = (text: string, most = 80): string => `"${repeatable(text, most)}"`;

/** What to do with a key that was put where none belongs. */
export const keyBelongs =
  'A key goes into the key field of the window; for the command line into the variable VOXTALLY_API_KEY.';

/** What secret a text holds by its form, or an address in it by its name, or the text itself by its name; null: none. */
export function secretOf(text: string): string | null {
  const form = typedSecretIn(text);
  if (form !== null) return form;
  const name = assignment.exec(text)?.[1];
  if (name !== undefined && isSecretName(name)) return 'a secret with its name';
  const unfit = text.split(/\s+/).some((one) => addressLike.test(one) && addressFault(one) !== null);
  return unfit ? 'an address with a secret in it' : null;
}

/** The sentences about a text in the form of a key where another thing belongs, or null. The text is not repeated. */
export function misplacedKey(text: string, what: string): BenchError | null {
  const form = secretOf(text);
  if (form === null) return null;
  const message = `What was given as ${what} has the form of ${form}, so it is neither repeated nor kept.`;
  return benchError('invalid-argument', message, { nextStep: keyBelongs });
}

/** The names between the dots of a host: a key may be any of them. */
export const partsOfHost = (host: string, what: string): readonly (readonly [string, string])[] =>
  host.split(/[./:@?#]+/).map((part) => [part, what] as const);

/** Refuses the first text that has the form of a key; null when none has. */
export function refuseMisplacedKey(
  texts: readonly (readonly [text: string | undefined, what: string])[],
): Result<never> | null {
  for (const [text, what] of texts) {
    const error = text === undefined ? null : misplacedKey(text, what);
    if (error !== null) return refuse(error);
  }
  return null;
}
