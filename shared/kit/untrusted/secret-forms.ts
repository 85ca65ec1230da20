/** What stands in place of a secret wherever a person may read it. */
export const hiddenSecret = '••••••••';

interface Form {
  /** What it is, for a sentence: `has the form of …`. */
  readonly is: string;
  /** Finds it in a text. With a group `keep`, that part before the secret stays when the secret is hidden. */
  readonly pattern: RegExp;
}

const start = '(?<![A-Za-z0-9])';
/** Words that a person chose, `sk-voice-mini-production-2`, are no key, though they begin like one. */
const notWords = '(?!(?:[a-z]{2,15}\\d{0,4}|\\d{1,4})(?:[-_](?:[a-z]{2,15}\\d{0,4}|\\d{1,4})){0,20}(?![A-Za-z0-9_-]))';

/**
 * Forms of keys and tokens that are nothing else, wherever they stand. One entry a form. Each is found in time linear in the
 * text, for texts of others pass through here.
 */
const forms: readonly Form[] = [
  {
    is: 'a private key',
    pattern:
      /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----(?:(?!-----BEGIN )[\s\S])*?(?:-----END [A-Z0-9 ]{0,40}-----|$)/g,
  },
  // OpenAI and the gateways that copy it: sk-, sk-proj-, sk-svcacct-, sk-ant-; ek_ is the short-lived one.
  { is: 'an API key', pattern: new RegExp(`${start}sk-${notWords}[A-Za-z0-9_-]{16,}`, 'g') },
  { is: 'an ephemeral key', pattern: new RegExp(`${start}ek_${notWords}[A-Za-z0-9_-]{16,}`, 'g') },
  // 84 letters with the signature by which scanners know them; a checksum may follow.
  {
    is: 'a key of an Azure resource',
    pattern: new RegExp(`${start}[A-Za-z0-9]{52}JQQJ9[9DH][A-Za-z0-9]{26}(?:[A-Za-z0-9]{2}==)?(?![A-Za-z0-9])`, 'g'),
  },
  {
    is: 'a key of an Azure storage account',
    pattern: /(?<![A-Za-z0-9+])[A-Za-z0-9+/]{86}==(?![A-Za-z0-9+/=])/g,
  },
  {
    is: 'a secret of an application in Entra ID',
    pattern: /(?<![A-Za-z0-9_.~-])[A-Za-z0-9_.~-]{3}\dQ~[A-Za-z0-9_.~-]{31,34}(?![A-Za-z0-9_.~-])/g,
  },
  {
    is: 'a token',
    pattern: new RegExp(`${start}eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]*)?`, 'g'),
  },
  // A challenge names parameters (`Bearer realm="…"`) and is none; an ordinary word after "bearer" has no digit and is short.
  {
    is: 'a bearer token',
    pattern:
      /(?<keep>(?<![A-Za-z0-9])bearer(?:\s|%20|\+)+)(?=[A-Za-z0-9._~+/-]*\d|[A-Za-z0-9._~+/-]{24})[A-Za-z0-9._~+/-]{8,}(?![A-Za-z0-9._~+/-])(?!="\w)=*/gi,
  },
  {
    is: 'a shared access signature',
    pattern: /(?<keep>(?<![A-Za-z0-9_-])sig=)[A-Za-z0-9%+/_-]{20,}=*/gi,
  },
  {
    is: 'a connection string',
    pattern:
      /(?<keep>(?<![A-Za-z0-9])(?:Account|SharedAccess|Access|SharedSecret)(?:Key|Value)=)[A-Za-z0-9%+/_-]{8,}=*/gi,
  },
  { is: 'a key of Google', pattern: new RegExp(`${start}AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])`, 'g') },
  { is: 'a key of Amazon', pattern: new RegExp(`${start}AKIA[A-Z0-9]{16}(?![A-Za-z0-9])`, 'g') },
  {
    is: 'a token of GitHub',
    pattern: new RegExp(`${start}(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})`, 'g'),
  },
];

/**
 * Forms that ordinary things have too: 32 hexadecimal digits are an Azure key, and a trace id. They count where a person types
 * or pastes, and only as a word of their own: no part of a path, of a UUID or of a digest.
 */
const typedForms: readonly Form[] = [
  {
    is: 'a key of an Azure resource',
    pattern:
      /(?<![^\s=:"'`,;|()[\]{}<>])(?=[A-Fa-f]*\d)(?=\d*[A-Fa-f])[A-Fa-f0-9]{32}(?=[.!?]*(?:[\s"'`,;|()[\]{}<>]|$))/g,
  },
];

const foundIn = (text: string, all: readonly Form[]): string | null =>
  all.find(({ pattern }) => text.search(pattern) >= 0)?.is ?? null;

const without = (text: string, all: readonly Form[]): string =>
  all.reduce(
    (clean, { pattern }) =>
      clean.replace(pattern, (...found: unknown[]) => {
        const groups = found.at(-1);
        const kept = typeof groups === 'object' && groups !== null && 'keep' in groups ? groups.keep : undefined;
        return `${typeof kept === 'string' ? kept : ''}${hiddenSecret}`;
      }),
    text,
  );

/** What secret a text holds by its form, in half a sentence (`an API key`), or null. For texts from anywhere: certain forms only. */
export const secretIn = (text: string): string | null => foundIn(text, forms);

/** The same for what a person typed or pasted, where 32 hexadecimal digits as a word are a key too. */
export const typedSecretIn = (text: string): string | null => foundIn(text, forms) ?? foundIn(text, typedForms);

/** Whether what a person typed or pasted has the form of a secret or holds one. */
export const looksLikeSecret = (text: string): boolean => typedSecretIn(text) !== null;

/** A text from anywhere with every secret of a certain form in it hidden. Digests, UUIDs and trace ids stay. */
export const hideSecrets = (text: string): string => without(text, forms);

/** The same for what a person typed or pasted. */
export const hideTypedSecrets = (text: string): string => without(without(text, forms), typedForms);

const words = (...names: readonly string[]): RegExp => new RegExp(`^(?:.*[-_.])?(?:${names.join('|')})$`, 'i');
const secretNames = words(
  'api-?keys?',
  'keys?',
  'passwords?',
  'passwd',
  'passphrase',
  'pass',
  'pwd',
  'secrets?',
  'token',
  'authorization',
  'bearer',
  'jwt',
  'credentials?',
  'connection-?string',
);
/** In an address these carry secrets; as fields they say how one is sent, or are words of any kind. */
const parameterNames = words('auth', 'authentication', 'ephemeral', 'code', 'sig', 'signature', 'assertion', 'cookie');

const spaced = (name: string): string => name.replaceAll(/([a-z])([A-Z])/g, '$1_$2').trim();

/** Whether a field goes by a name that secrets go by: `x-api-key`, `clientSecret`. */
export const isSecretName = (name: string): boolean => secretNames.test(spaced(name));

/** The same of a parameter of an address, where `sig`, `code` and `auth` are such names too. */
export const isSecretParameter = (name: string): boolean => isSecretName(name) || parameterNames.test(spaced(name));
