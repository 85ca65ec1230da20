import { assertNever } from '../../shared/assert-never.ts';
import type { StartFlags } from './flags.ts';

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
