import { parseArgs } from 'node:util';
import { assertNever, benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { repeatable, repeated } from '../../../shared/kit/untrusted/quoting.ts';

/** What a person asked for on the command line. */
export interface StartFlags {
  /** Only this way, and a refusal when it cannot be had; null: the best there is. */
  readonly only: 'electron' | 'browser' | 'address' | null;
  /** Port of the browser host; null: the usual one. */
  readonly port: number | null;
  readonly help: boolean;
}

export const usage = `npm start -- [--electron | --browser | --address-only] [--port N]
  --electron       the desktop window, or a word on why not
  --browser        a window of an installed Chrome, Chromium or Edge
  --address-only   no window: prints the address for a browser of your choice
  --port N         the port of the last two, 0 for any that is not taken`;

const bad = (message: string): ReturnType<typeof refuse> =>
  refuse(benchError('invalid-argument', message, { nextStep: usage }));

/** Reads the arguments behind the program's name. */
export function readFlags(args: readonly string[]): Result<{ flags: StartFlags }> {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        electron: { type: 'boolean' },
        browser: { type: 'boolean' },
        'address-only': { type: 'boolean' },
        port: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    return bad(repeatable(error instanceof Error ? error.message : String(error), 200));
  }
  const wanted = [
    values.electron === true ? ('electron' as const) : null,
    values.browser === true ? ('browser' as const) : null,
    values['address-only'] === true ? ('address' as const) : null,
  ].filter((way) => way !== null);
  if (wanted.length > 1) return bad('Only one of --electron, --browser and --address-only can hold.');
  const [only = null] = wanted;
  const port = values.port === undefined ? null : Number(values.port);
  if (port !== null && (!/^\d+$/.test(values.port ?? '') || port > 65_535)) {
    return bad(`--port takes a number from 0 to 65535, and ${repeated(values.port ?? '')} is none.`);
  }
  if (port !== null && only === 'electron') return bad('--port belongs to the browser host; Electron needs none.');
  return ok({ flags: { only, port, help: values.help ?? false } });
}

/** What is known of this machine. Whatever a step finds out goes in here, and the next step is asked for again. */
export interface StartFacts {
  readonly flags: Pick<StartFlags, 'only' | 'port'>;
  readonly hasDisplay: boolean;
  readonly electron:
    | { readonly state: 'present'; readonly executable: string }
    /** Not there, and not tried to fetch yet. */
    | { readonly state: 'absent' }
    /** Tried: why it is not to be had, or did not run, as a whole sentence. */
    | { readonly state: 'unusable'; readonly why: string };
  readonly browser:
    | { readonly state: 'present'; readonly executable: string; readonly name: string }
    | { readonly state: 'absent' }
    | { readonly state: 'unusable'; readonly why: string };
}

/** What to do next. `says` holds the lines for the person, at most one a reason. */
export type StartStep =
  | { readonly step: 'electron'; readonly executable: string; readonly says: readonly string[] }
  | { readonly step: 'fetch-electron'; readonly says: readonly string[] }
  | { readonly step: 'browser'; readonly executable: string; readonly name: string; readonly says: readonly string[] }
  | { readonly step: 'address'; readonly says: readonly string[] }
  | { readonly step: 'refuse'; readonly says: readonly string[] };

const noDisplay = 'There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set)';
const fetching = 'Fetching the Electron runtime, once, about 115 MB …';

function viaElectron(facts: StartFacts): StartStep | null {
  const { electron } = facts;
  switch (electron.state) {
    case 'present':
      return { step: 'electron', executable: electron.executable, says: [] };
    case 'absent':
      return { step: 'fetch-electron', says: [fetching] };
    case 'unusable':
      return null;
    default:
      return assertNever(electron, 'State of Electron');
  }
}

function viaBrowser({ browser }: StartFacts): StartStep | null {
  return browser.state === 'present'
    ? { step: 'browser', executable: browser.executable, name: browser.name, says: [] }
    : null;
}

const whyNotElectron = ({ electron }: StartFacts): string[] => (electron.state === 'unusable' ? [electron.why] : []);

const whyNotBrowser = ({ browser }: StartFacts): string =>
  browser.state === 'unusable'
    ? browser.why
    : 'No Chrome, Chromium or Edge was found; VOXTALLY_BROWSER may name the path of one.';

const withWords = (step: StartStep, words: readonly string[]): StartStep => ({
  ...step,
  says: [...words, ...step.says],
});

/** The next step on the way to a window: Electron, else an installed browser, else the address. Pure. */
export function nextStep(facts: StartFacts): StartStep {
  const { only, port } = facts.flags;
  switch (only) {
    case 'address':
      return { step: 'address', says: [] };
    case 'electron':
      if (!facts.hasDisplay) return { step: 'refuse', says: [`${noDisplay}, and Electron needs one.`] };
      return viaElectron(facts) ?? { step: 'refuse', says: whyNotElectron(facts) };
    case 'browser':
      if (!facts.hasDisplay) return { step: 'refuse', says: [`${noDisplay}, and a browser window needs one.`] };
      return viaBrowser(facts) ?? { step: 'refuse', says: [whyNotBrowser(facts)] };
    case null: {
      if (!facts.hasDisplay) return { step: 'address', says: [`${noDisplay}, so no window is opened.`] };
      // Who names a port wants the browser host.
      const electron = port === null ? viaElectron(facts) : null;
      if (electron !== null) return electron;
      const browser = viaBrowser(facts);
      if (browser !== null) return withWords(browser, whyNotElectron(facts));
      return { step: 'address', says: [...whyNotElectron(facts), whyNotBrowser(facts)] };
    }
    default:
      return assertNever(only, 'Way to a window');
  }
}
