import { parseArgs } from 'node:util';
import { benchError, ok, refuse, type Result } from '../../shared/errors.ts';
import { repeatable, repeated } from '../../shared/foreign/repeated.ts';

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
  --port N         the port of the last two, 0 for any free one`;

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
