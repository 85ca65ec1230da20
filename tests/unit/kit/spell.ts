import fc from 'fast-check';

/** Secrets as services make them: keys, long tokens, and passwords that people made up. */
const keyLetters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.');
const passwordLetters = [...keyLetters, ...Array.from('!"#$%&\'()*+,/:;<=>?@[\\]^{|}~ ')];
export const anyKey = fc.string({ unit: fc.constantFrom(...keyLetters), minLength: 20, maxLength: 96 });
export const anyPassword = fc.string({ unit: fc.constantFrom(...passwordLetters), minLength: 20, maxLength: 40 });
export const anyToken = fc.string({ unit: fc.constantFrom(...keyLetters), minLength: 400, maxLength: 1500 });

/** What stands beside a secret and holds none of it. */
export const plain = fc.string({ unit: fc.constantFrom(...Array.from('abcxyz ,:{}[]\n\u00e9\u2022')), maxLength: 30 });

const hexOf = (code: number, digits: number): string => code.toString(16).padStart(digits, '0');

/** Ways to write one letter, each undone by what reads it. */
const letterSpellings: readonly ((letter: string) => string)[] = [
  (letter) => letter,
  (letter) => `\\u${hexOf(letter.charCodeAt(0), 4)}`,
  (letter) => `\\u${hexOf(letter.charCodeAt(0), 4).toUpperCase()}`,
  (letter) => `\\x${hexOf(letter.charCodeAt(0), 2)}`,
  (letter) => `%${hexOf(letter.charCodeAt(0), 2)}`,
  (letter) => `%25${hexOf(letter.charCodeAt(0), 2).toUpperCase()}`,
  (letter) => `%u${hexOf(letter.charCodeAt(0), 4)}`,
  (letter) => `&#${letter.charCodeAt(0)};`,
  (letter) => `&#x${hexOf(letter.charCodeAt(0), 2)};`,
  (letter) => `&amp;#${letter.charCodeAt(0)};`,
  (letter) => `\\\\u${hexOf(letter.charCodeAt(0), 4)}`,
  (letter) => Array.from(`\\u${hexOf(letter.charCodeAt(0), 4)}`, (one) => `%${hexOf(one.charCodeAt(0), 2)}`).join(''),
];

/** Each letter written in some way. `choices` is gone round. */
export const escaped = (secret: string, choices: readonly number[]): string =>
  Array.from(secret, (letter, at) =>
    letterSpellings[(choices[at % choices.length] ?? 0) % letterSpellings.length]?.(letter),
  ).join('');
export const letterWays = letterSpellings.length;

export const base64At = (secret: string | Uint8Array, before: number): string =>
  Buffer.concat([Buffer.alloc(before, 'v'), Buffer.from(secret), Buffer.alloc(2, 'w')]).toString('base64');

/** Ways to write a whole secret that are undone by no letter. */
export const wholeSpellings: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  'in capitals': (secret) => secret.toUpperCase(),
  'base64 at 0': (secret) => base64At(secret, 0),
  'base64 at 1': (secret) => base64At(secret, 1),
  'base64 at 2': (secret) => base64At(secret, 2),
  'base64 for addresses': (secret) => base64At(secret, 1).replaceAll('+', '-').replaceAll('/', '_'),
  'a login': (secret) => Buffer.from(`ada:${secret}`).toString('base64'),
  'hexadecimal digits': (secret) => Buffer.from(secret).toString('hex'),
  'hexadecimal capitals': (secret) => Buffer.from(secret).toString('hex').toUpperCase(),
  'UTF-16 in base64': (secret) => Buffer.from(secret, 'utf16le').toString('base64'),
  encodeURIComponent: (secret) => encodeURIComponent(secret),
  'encoded twice': (secret) => encodeURIComponent(encodeURIComponent(secret)),
  'a form': (secret) => encodeURIComponent(secret).replaceAll('%20', '+'),
  JSON: (secret) => JSON.stringify(secret).slice(1, -1),
  'JSON in JSON': (secret) => JSON.stringify(JSON.stringify(secret)).slice(1, -1),
};

/**
 * Whether a run of so many letters of the secret can be read out of a text. Written apart from what is tested: it undoes one kind of
 * escape at a time, as a reader of that kind would, and looks at every place.
 */
export function readsOut(text: string, secret: string, run: number): boolean {
  const seen = new Set<string>();
  let open = [text];
  while (open.length > 0) {
    const next: string[] = [];
    for (const one of open) {
      if (seen.has(one)) continue;
      seen.add(one);
      if (holdsRun(one, secret, run)) return true;
      if (seen.size > 60) return false;
      next.push(...undoings.map((undo) => undo(one)));
    }
    open = next;
  }
  return false;
}

const undoings: readonly ((text: string) => string)[] = [
  (text) => text.replaceAll(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  (text) => text.replaceAll(/\\x([\da-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  (text) => text.replaceAll(/\\(["\\/])/g, '$1'),
  (text) => text.replaceAll(/%u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  (text) => text.replaceAll(/%([\da-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  (text) => text.replaceAll(/&#(\d{1,4});/g, (_, code: string) => String.fromCharCode(Number(code))),
  (text) =>
    text.replaceAll(/&#x([\da-f]{1,4});/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  (text) => text.replaceAll('&amp;', '&'),
  // A digit without its second one is half a letter, and no letter of its own.
  (text) => text.replaceAll(/(?:[\da-f]{2}){8,}[\da-f]?/gi, (digits) => Buffer.from(digits, 'hex').toString('latin1')),
  ...[0, 1, 2, 3].map(
    (skip) => (text: string) =>
      text.replaceAll(/[\w+/-]{12,}/g, (letters) =>
        Buffer.from(letters.slice(skip), 'base64').toString('latin1').replaceAll('\0', ''),
      ),
  ),
];

/** Whether any row of so many letters of the secret, capitals aside, stands in a text. */
export function holdsRun(text: string, secret: string, run: number): boolean {
  const within = text.toLowerCase();
  const sought = secret.toLowerCase();
  for (let at = 0; at + run <= sought.length; at += 1) if (within.includes(sought.slice(at, at + run))) return true;
  return false;
}
