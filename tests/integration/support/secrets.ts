import { createHash } from 'node:crypto';

/** Letters that look as if nobody had chosen them, the same each time. */
function letters(seed: string, length: number): string {
  let text = '';
  for (let part = 0; text.length < length; part += 1) {
    text += createHash('sha256').update(`${seed} ${part}`).digest('base64url').replaceAll(/[-_]/g, '');
  }
  return text.slice(0, length);
}

/** Secrets that open nothing and are to be found nowhere. */
export const canary = {
  key: `sk-${letters('key', 45)}`,
  token: `eyJ${letters('head', 33)}.eyJ${letters('claims', 400)}.${letters('signature', 160)}`,
  user: 'ada',
  password: `${letters('password', 12)}-/+${letters('word', 9)}`,
} as const;

export const basic = Buffer.from(`${canary.user}:${canary.password}`).toString('base64');

const hex = (letter: string, digits: number): string => letter.charCodeAt(0).toString(16).padStart(digits, '0');
const each = (secret: string, spell: (letter: string) => string): string => Array.from(secret, spell).join('');
const base64At = (secret: string, before: number): string =>
  Buffer.from(`${'x'.repeat(before)}${secret}yz`).toString('base64');

/** Ways to write a secret: visible letters, none of them a space. */
export const spellings: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  'in capitals': (secret) => secret.toUpperCase(),
  'percent signs': (secret) => each(secret, (letter) => `%${hex(letter, 2)}`),
  'percent signs twice': (secret) => each(secret, (letter) => `%25${hex(letter, 2).toUpperCase()}`),
  'escapes of JSON': (secret) => each(secret, (letter) => `\\u${hex(letter, 4)}`),
  'escapes of JSON twice': (secret) => each(secret, (letter) => `\\\\u${hex(letter, 4)}`),
  'references of markup': (secret) => each(secret, (letter) => `&#${letter.charCodeAt(0)};`),
  'references in hexadecimal': (secret) => each(secret, (letter) => `&#x${hex(letter, 2)};`),
  'a mixture': (secret) =>
    Array.from(
      secret,
      (letter, at) => [letter, `%${hex(letter, 2)}`, `\\u${hex(letter, 4)}`, `&#${letter.charCodeAt(0)};`][at % 4],
    ).join(''),
  base64: (secret) => base64At(secret, 0),
  'base64 one on': (secret) => base64At(secret, 1),
  'base64 for addresses': (secret) => base64At(secret, 2).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
  'hexadecimal digits': (secret) => Buffer.from(secret).toString('hex'),
  'UTF-16 in base64': (secret) => Buffer.from(secret, 'utf16le').toString('base64'),
};

const undoings: readonly ((text: string) => string)[] = [
  (text) => text.replaceAll('\\\\', '\\').replaceAll('\\/', '/').replaceAll('\\"', '"'),
  (text) => text.replaceAll(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  (text) => text.replaceAll(/%([\da-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  (text) => text.replaceAll(/&#(\d{2,3});/g, (_, code: string) => String.fromCharCode(Number(code))),
  (text) => text.replaceAll(/&#x([\da-f]{2});/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
];

/** A text and what a reader may make of it who undoes escapes, over and over. */
function readings(text: string): string[] {
  const all = [text];
  for (let round = 0; round < 4; round += 1) {
    const before = all.at(-1) ?? '';
    const open = undoings.reduce((one, undo) => undo(one), before);
    if (open === before) break;
    all.push(open);
  }
  return all;
}

/** A row of letters cut into blocks, so that any row of `run` of them holds one whole. */
function blocks(text: string, run: number): string[] {
  const length = Math.floor((run + 1) / 2);
  return Array.from({ length: Math.floor(text.length / length) }, (_, at) =>
    text.slice(at * length, (at + 1) * length),
  );
}

/** What gives a secret away wherever it stands: pieces of it and of its encodings. */
const signs: readonly { readonly secret: string; readonly sign: string }[] = Object.entries({
  key: canary.key,
  token: canary.token,
  password: canary.password,
  login: basic,
}).flatMap(([secret, text]) => {
  const run = Math.max(16, Math.ceil(text.length / 6));
  const inner = (encoded: string): string => encoded.slice(4, -6);
  return [
    ...blocks(text, run),
    ...blocks(Buffer.from(text).toString('hex'), 2 * run),
    ...[0, 1, 2].flatMap((before) => blocks(inner(base64At(text, before)), Math.floor((run * 8) / 6) - 2)),
    ...blocks(inner(Buffer.from(text, 'utf16le').toString('base64')), Math.floor((run * 16) / 6) - 4),
  ].map((sign) => ({ secret, sign: sign.toLowerCase() }));
});

/** Which secrets can be read in some bytes, as a text of one or two bytes a letter. Empty: none. */
export function canariesIn(bytes: Buffer): string[] {
  const texts = [
    bytes.toString('utf8'),
    bytes.toString('latin1'),
    bytes.toString('utf16le'),
    bytes.subarray(1).toString('utf16le'),
  ];
  const read = texts.flatMap(readings).map((text) => text.toLowerCase().replaceAll('-', '+').replaceAll('_', '/'));
  const found = signs.filter(({ sign }) => {
    const sought = sign.replaceAll('-', '+').replaceAll('_', '/');
    return read.some((text) => text.includes(sought));
  });
  return [...new Set(found.map(({ secret, sign }) => `${secret} (${sign})`))];
}
