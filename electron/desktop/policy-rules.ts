/** The page's own scheme and origin: a real origin, so that microphone and worklets are available, and no file on disk is one. */
export const appScheme = 'app';
export const pageOrigin = 'app://bench';
export const pageUrl = `${pageOrigin}/`;

/** Whether an address belongs to the page. Compared by parts: a prefix would also match `app://bench.example/`. */
export function isPageUrl(address: string): boolean {
  try {
    const { protocol, host } = new URL(address);
    return protocol === `${appScheme}:` && host === 'bench';
  } catch {
    return false;
  }
}

/** What Electron says of a request for a permission. */
export interface RequestFacts {
  readonly requestingUrl?: string | undefined;
  readonly mediaTypes?: readonly string[] | undefined;
  readonly isMainFrame: boolean;
}

/** What Electron says when a page only looks whether it would be allowed. */
export interface CheckFacts {
  readonly mediaType?: string | undefined;
  readonly isMainFrame: boolean;
}

/** The page may record sound and choose where sound comes out; a picture, and everything else, it may not. */
export function allowsRequest(permission: string, { requestingUrl, mediaTypes, isMainFrame }: RequestFacts): boolean {
  if (!isMainFrame || requestingUrl === undefined || !isPageUrl(requestingUrl)) return false;
  if (permission === 'speaker-selection') return true;
  if (permission !== 'media' || mediaTypes === undefined || mediaTypes.length === 0) return false;
  return mediaTypes.every((type) => type === 'audio');
}

/**
 * The same for checks. The first ones of a page name no media type (they ask whether devices may be named at all), so that only
 * video is known to be refused here; the request that follows says what is wanted.
 */
export function allowsCheck(permission: string, origin: string, { mediaType, isMainFrame }: CheckFacts): boolean {
  if (!isMainFrame || !isPageUrl(origin)) return false;
  return permission === 'speaker-selection' || (permission === 'media' && mediaType !== 'video');
}

/** The switch by which the launcher says that a command follows behind `--`. */
export const commandSwitch = '--run-command';

/**
 * The command that this process is started for, with its words; null: a window. They stand behind `--`, where neither Chromium nor
 * Node looks for switches of its own.
 */
export function commandWords(argv: readonly string[]): readonly string[] | null {
  const end = argv.indexOf('--');
  return end > 0 && argv.slice(1, end).includes(commandSwitch) ? argv.slice(end + 1) : null;
}

/** Whoever sets it to 1 wants the packaged application to take debugging switches. */
export const debugVariable = 'VOXTALLY_DEBUG_PORT';

export interface StartFacts {
  /** The whole command line, the executable first. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly isPackaged: boolean;
}

/** Beginnings of switches, of Chromium and of Node, through which another program could look into this one and steer it. */
const debugging: readonly string[] = [
  'remote-debugging-',
  'remote-allow-origins',
  'inspect',
  'debug',
  'wait-for-debugger',
  'auto-open-devtools',
];

/** The name of a switch as both read it: any number of letters and signs up to the value. Null for what is no switch. */
function switchName(word: string, platform: NodeJS.Platform): string | null {
  const name = (platform === 'win32' ? /^(?:--?|\/)([^=]+)/ : /^--?([^=]+)/).exec(word)?.[1];
  // Node takes underscores for hyphens, and Windows knows no capitals.
  return name?.toLowerCase().replaceAll('_', '-') ?? null;
}

/**
 * Why a start is refused, as a whole sentence, or null. The packaged application holds a person's keys, so it opens no door for a
 * debugger unless the person has said so where a shortcut or a link cannot. A checkout runs as it is called.
 */
export function debuggingRefused({ argv, env, platform, isPackaged }: StartFacts): string | null {
  if (!isPackaged || env[debugVariable] === '1') return null;
  const [, ...words] = argv;
  const end = words.indexOf('--');
  for (const word of end < 0 ? words : words.slice(0, end)) {
    const name = switchName(word, platform);
    if (name !== null && debugging.some((beginning) => name.startsWith(beginning))) {
      return `Voxtally does not start with --${name}: it would let other programs of this machine reach your keys and sessions. Set ${debugVariable}=1 in the environment if that is what you want.`;
    }
  }
  return null;
}
